package io.processhub.actuate;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What Prometheus reads from an application. */
record Scrape(List<Sample> samples, String text) {

    private static final Pattern LINE = Pattern.compile("([a-z_]+)(?:\\{(.*)})? (\\S+)");

    /** One line. */
    record Sample(String name, String labels, double value) {
    }

    static Scrape of(WebMember member) {
        String text = member.get("/prometheus").text();
        return new Scrape(text.lines().filter((line) -> !line.startsWith("#")).flatMap(Scrape::read).toList(), text);
    }

    private static Stream<Sample> read(String line) {
        Matcher matcher = LINE.matcher(line);
        return matcher.matches() ? Stream.of(new Sample(matcher.group(1),
                (matcher.group(2) != null) ? matcher.group(2) : "", Double.parseDouble(matcher.group(3))))
                : Stream.empty();
    }

    /** Sum of the samples of a name that carry all these labels; NaN if there is none. */
    double sum(String name, String... labels) {
        Predicate<Sample> wanted = (sample) -> sample.name().equals(name)
                && Stream.of(labels).allMatch(sample.labels()::contains);
        return this.samples.stream().anyMatch(wanted)
                ? this.samples.stream().filter(wanted).mapToDouble(Sample::value).sum() : Double.NaN;
    }

}
