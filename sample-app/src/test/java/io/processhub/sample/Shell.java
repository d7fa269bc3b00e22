package io.processhub.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs what only the system's own tools can do. */
final class Shell {

    private Shell() {
    }

    /**
     * Runs a script; answers what it printed.
     * @throws IOException if a command of it fails; holds what it printed
     */
    static String run(List<String> lines) throws IOException {
        Process shell = new ProcessBuilder("sh", "-e", "-s").redirectErrorStream(true).start();
        try (OutputStream input = shell.getOutputStream()) {
            input.write(String.join("\n", lines).concat("\n").getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = shell.onExit().join().exitValue();
        if (status != 0) {
            throw new IOException("exit code " + status + " of " + lines + ": " + output);
        }
        return output;
    }

}
