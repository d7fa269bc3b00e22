package io.processhub.benchmarks.cluster;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A member in a JVM of its own. Commands are answered in their order. */
final class MemberProcess {

    private final Process process;

    private final PrintWriter commands;

    private final BufferedReader answers;

    private final long begun = now();

    private String id = "?";

    private MemberProcess(Process process) {
        this.process = process;
        this.commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    static long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    /**
     * Starts a member, without waiting for it.
     * @param log takes what it logs
     */
    static MemberProcess launch(List<String> jvm, List<String> arguments, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"),
                "io.processhub.benchmarks.member.MemberApplication"));
        command.addAll(arguments);
        return new MemberProcess(new ProcessBuilder(command).redirectError(new File(log.toString())).start());
    }

    /** Microseconds from the start of the JVM until the application was ready. */
    long awaitReady() {
        long ready = Long.parseLong(receive().split(" ")[1]);
        this.id = ask("id");
        return ready - this.begun;
    }

    String id() {
        return this.id;
    }

    void send(String command) {
        this.commands.println(command);
    }

    /** The answer to the oldest command that has none yet. */
    String receive() {
        try {
            String answer = this.answers.readLine();
            if (answer == null || answer.startsWith("failed")) {
                throw new IllegalStateException("member " + this.id + ": " + answer);
            }
            return answer;
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    String ask(String command) {
        send(command);
        return receive();
    }

    /** Ends it as kill -9 does; answers when. */
    long kill() {
        long now = now();
        this.process.destroyForcibly();
        return now;
    }

    /** Ends it if it has not ended, and waits until it has. */
    void end() {
        this.process.destroyForcibly();
        this.process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

}
