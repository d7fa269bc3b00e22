package io.processhub.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Java agent that ends a JVM with the process that started it, however that one ends: it
 * reads from standard input, which its parent holds open and never writes to. An agent,
 * so that it can be added to any command.
 */
final class Tethered {

    private static final int PARENT_IS_GONE = 99;

    private Tethered() {
    }

    /** Option for the JVM that is to end. */
    static String option() throws IOException {
        Path jar = Path.of("target", "members", "tether-" + ProcessHandle.current().pid() + ".jar");
        if (!Files.exists(jar)) {
            write(jar);
        }
        return "-javaagent:" + jar;
    }

    private static void write(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), Tethered.class.getName());
        String file = Tethered.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream entries = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            entries.putNextEntry(new JarEntry(file));
            Files.copy(Path.of("target", "test-classes", file), entries);
        }
    }

    public static void premain(String options) {
        Thread.ofPlatform().daemon().name("tether").start(Tethered::endWithParent);
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        }
        catch (IOException ex) {
            // ends too
        }
        Runtime.getRuntime().halt(PARENT_IS_GONE);
    }

}
