package io.processhub.sample;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;

/**
 * Runs a main class in a process that ends with the process that started it, however that
 * one ends: it reads from standard input, which its parent holds open and never writes
 * to.
 */
final class Tethered {

    /** System property that names the main class. */
    static final String MAIN = "tethered.main";

    private static final int PARENT_IS_GONE = 99;

    private Tethered() {
    }

    public static void main(String[] args) throws ReflectiveOperationException {
        Thread.ofPlatform().daemon().name("tether").start(Tethered::endWithParent);
        try {
            Class.forName(System.getProperty(MAIN)).getMethod("main", String[].class).invoke(null, (Object) args);
        }
        catch (InvocationTargetException ex) {
            ex.printStackTrace();
            System.exit(1);
        }
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
