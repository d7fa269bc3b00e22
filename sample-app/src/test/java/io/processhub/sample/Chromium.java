package io.processhub.sample;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import tools.jackson.databind.json.JsonMapper;

import static io.processhub.sample.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

/** A headless Chromium with a profile of its own. */
final class Chromium implements AutoCloseable {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Process process;

    private final Path profile;

    private Chromium(Process process, Path profile) {
        this.process = process;
        this.profile = profile;
    }

    /** The program, if there is one on the path. */
    static Optional<Path> program() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .flatMap((directory) -> NAMES.stream().map((name) -> Path.of(directory, name)))
            .filter(Files::isExecutable)
            .findFirst();
    }

    /** Sends nothing anywhere by itself; without a sandbox, which root cannot have. */
    static Chromium start(Path program) throws IOException {
        Path profile = Files.createTempDirectory(Files.createDirectories(Path.of("target", "chromium")), "profile");
        ProcessBuilder command = new ProcessBuilder(program.toString(), "--headless", "--no-sandbox", "--disable-gpu",
                "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--no-first-run", "--remote-debugging-port=0",
                "--user-data-dir=" + profile.toAbsolutePath(), "about:blank");
        Path log = profile.resolve("chromium.log");
        return new Chromium(command.redirectErrorStream(true).redirectOutput(log.toFile()).start(), profile);
    }

    /** Opens an empty page. */
    BrowserPage page() throws IOException, InterruptedException {
        URI tabs = URI.create("http://127.0.0.1:" + port() + "/json/new?about:blank");
        String tab = CLIENT
            .send(HttpRequest.newBuilder(tabs).PUT(HttpRequest.BodyPublishers.noBody()).build(),
                    BodyHandlers.ofString())
            .body();
        String socket = new JsonMapper().readTree(tab).path("webSocketDebuggerUrl").asString();
        return new BrowserPage(DevTools.connect(URI.create(socket), CLIENT));
    }

    /** It writes down where it listens. */
    private String port() throws IOException {
        Path file = this.profile.resolve("DevToolsActivePort");
        await().until(() -> !this.process.isAlive() || Files.exists(file) && !Files.readAllLines(file).isEmpty());
        assertThat(file).as("runs; log:%n%s", Files.readString(this.profile.resolve("chromium.log"))).exists();
        return Files.readAllLines(file).getFirst();
    }

    @Override
    public void close() {
        Stream.concat(this.process.descendants(), Stream.of(this.process.toHandle()))
            .toList()
            .forEach(ProcessHandle::destroyForcibly);
        this.process.onExit().join();
    }

}
