package io.processhub.benchmarks.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Where and when figures were taken.
 *
 * @param processors how many processors the JVM may use
 * @param model what they are
 * @param memoryGiB memory of the machine
 * @param system kernel of the machine
 * @param java the JVM
 * @param when beginning of the run
 */
public record Machine(int processors, String model, long memoryGiB, String system, String java, Instant when) {

    /** This machine, now. */
    public static Machine here() {
        return new Machine(Runtime.getRuntime().availableProcessors(), field("/proc/cpuinfo", "model name"),
                Math.round(memoryKiB() / 1024.0 / 1024.0),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    /** How many threads wanted a processor in the last minute; negative if unknown. */
    public static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /** In one line. */
    public String text() {
        return String.format(Locale.ROOT, "%d × %s, %d GiB, %s, %s, %s", this.processors, this.model, this.memoryGiB,
                this.system, this.java, this.when);
    }

    private static double memoryKiB() {
        String total = field("/proc/meminfo", "MemTotal").replaceAll("[^0-9]", "");
        return total.isEmpty() ? 0 : Double.parseDouble(total);
    }

    private static String field(String file, String name) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter((line) -> line.startsWith(name))
                .map((line) -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
        }
        catch (IOException ex) {
            return "unknown";
        }
    }

}
