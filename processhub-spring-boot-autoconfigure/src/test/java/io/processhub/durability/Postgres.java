package io.processhub.durability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * A PostgreSQL server of the test's own, of the programs that are installed, on a free
 * port of loopback. It ends with the test, also when the test's JVM dies. Not as root,
 * under which it refuses to run, but then as the user that its package has made.
 */
public final class Postgres implements AutoCloseable {

    private static final String MISSING = "not tested with PostgreSQL: initdb and postgres are not installed"
            + " (.ci/tools installs them where it may; Debian: postgresql)";

    private static final String TETHER = "\"$@\" </dev/null & server=$!; trap 'kill -QUIT $server; wait $server' EXIT;"
            + " read -r end";

    private final Path directory;

    private final int port;

    private Process server;

    /** Starts it; the test is skipped, and says so, if it is not installed. */
    public static Postgres startOrSkip() {
        assumeThat(program("initdb").isPresent() && program("postgres").isPresent()).as(MISSING).isTrue();
        return new Postgres();
    }

    private Postgres() {
        try {
            this.directory = Files.createTempDirectory("processhub-postgres");
            this.port = freePort();
            if (isRoot()) {
                run(List.of("chown", "postgres", this.directory.toString()));
            }
            run(asUser("initdb", "-D", data(), "-U", "test", "-A", "trust", "-E", "UTF8", "--no-sync"));
            this.server = startServer();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        awaitReady();
    }

    public DataSource database() {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(url());
        return database;
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + this.port + "/postgres?user=test&connectTimeout=2";
    }

    /**
     * Ends the server as a crash does. The shell that holds it takes note of its end: as
     * long as nobody has, it counts as running.
     */
    public void kill() {
        try {
            this.server.descendants().forEach(ProcessHandle::destroyForcibly);
            this.server.getOutputStream().close();
            this.server.onExit().join();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Starts it again, with the same data on the same port. */
    public void restart() {
        try {
            this.server = startServer();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        awaitReady();
    }

    private Process startServer() throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", TETHER, "sh"));
        command.addAll(asUser("postgres", "-D", data(), "-h", "127.0.0.1", "-p", String.valueOf(this.port), "-k",
                this.directory.toString(), "-F"));
        return new ProcessBuilder(command).redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(this.directory.resolve("log").toFile()))
            .start();
    }

    private void awaitReady() {
        await().atMost(Duration.ofSeconds(60))
            .ignoreExceptions()
            .until(() -> new JdbcTemplate(database()).queryForList("select 1").size() == 1);
    }

    private String data() {
        return this.directory.resolve("data").toString();
    }

    private static List<String> asUser(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        command.add(program(program).orElseThrow().toString());
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.onExit().join().exitValue()).as("%s: %s", command, output).isZero();
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** On the path, or where Debian has it. */
    private static Optional<Path> program(String name) {
        Stream<Path> path = Arrays.stream(System.getenv("PATH").split(":")).map(Path::of);
        return Stream.concat(path, debian()).map((bin) -> bin.resolve(name)).filter(Files::isExecutable).findFirst();
    }

    private static Stream<Path> debian() {
        Path versions = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(versions)) {
            return Stream.empty();
        }
        try (Stream<Path> found = Files.list(versions)) {
            return found.map((version) -> version.resolve("bin")).toList().stream();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        try {
            kill();
            FileSystemUtils.deleteRecursively(this.directory);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

}
