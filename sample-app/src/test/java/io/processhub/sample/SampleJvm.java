package io.processhub.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static io.processhub.sample.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

/** A member in a JVM of its own. It ends with the test, also when the test's JVM dies. */
final class SampleJvm implements AutoCloseable {

    private static final Pattern ADDRESS = Pattern.compile("Uptime monitor listens on (\\S+)");

    private static final int LONGEST_STOP_SECONDS = 60;

    private final Process process;

    private final Path log;

    private SampleJvm(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts it from the classes under test. */
    static SampleJvm start(String name, List<String> arguments) throws IOException {
        return startBy(List.of(), name, arguments);
    }

    /** Starts it from the classes under test, by a command that becomes the JVM. */
    static SampleJvm startBy(List<String> launcher, String name, List<String> arguments) throws IOException {
        return start(launcher, name,
                List.of("-cp", System.getProperty("java.class.path"), SampleApplication.class.getName()), arguments);
    }

    /** Starts it from the jar that users run, as they run it. */
    static SampleJvm startJar(String name, List<String> arguments) throws IOException {
        return start(List.of(), name, List.of("-jar", System.getProperty("sample.jar")), arguments);
    }

    private static SampleJvm start(List<String> launcher, String name, List<String> program, List<String> arguments)
            throws IOException {
        Path log = Path.of("target", "members", name + ".log");
        Files.createDirectories(log.getParent());
        List<String> command = new ArrayList<>(launcher);
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", Tethered.option()));
        command.addAll(program);
        command.addAll(arguments);
        return new SampleJvm(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start(),
                log);
    }

    /** Its REST interface, once it listens. */
    Api api() {
        await().until(() -> !isAlive() || ADDRESS.matcher(log()).find());
        Matcher address = ADDRESS.matcher(log());
        assertThat(address.find()).as("listens; log:%n%s", log()).isTrue();
        return new Api(address.group(1));
    }

    String log() {
        try {
            return Files.readString(this.log);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    boolean isAlive() {
        return this.process.isAlive();
    }

    /** Sends SIGTERM. Not by the process itself, which would close the tether too. */
    void terminate() {
        this.process.toHandle().destroy();
    }

    /** Sends SIGKILL, and does nothing else, so that two can be killed at once. */
    void kill() {
        this.process.toHandle().destroyForcibly();
    }

    /** Sends SIGSTOP. */
    void pause() throws IOException {
        signal("STOP");
    }

    /** Sends SIGCONT. */
    void resume() throws IOException {
        signal("CONT");
    }

    private void signal(String name) throws IOException {
        new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid()).inheritIO().start().onExit().join();
    }

    long pid() {
        return this.process.pid();
    }

    /** Waits until it has ended; answers its exit code. */
    int exitCode() throws InterruptedException {
        assertThat(this.process.waitFor(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)).as("ends; log:%n%s", log()).isTrue();
        return this.process.exitValue();
    }

    @Override
    public void close() {
        kill();
        this.process.onExit().join();
    }

}
