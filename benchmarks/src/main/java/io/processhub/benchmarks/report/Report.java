package io.processhub.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import tools.jackson.databind.json.JsonMapper;

/** Figures as they come in, written as Markdown and JSON. */
public final class Report {

    private final Machine machine = Machine.here();

    private final Map<Row, List<Double>> rows = new LinkedHashMap<>();

    private final List<Double> loads = new ArrayList<>();

    private record Row(String what, String setting, int children, String unit) {
    }

    /** What stands in the file. */
    private record Written(Machine machine, List<Double> loads, List<Figure> figures) {
    }

    /** Adds a sample to its figure. */
    public void add(String what, String setting, int children, String unit, double sample) {
        this.rows.computeIfAbsent(new Row(what, setting, children, unit), (row) -> new ArrayList<>()).add(sample);
    }

    /** Notes how busy the machine was. */
    public void noteLoad() {
        this.loads.add(Machine.load());
    }

    private List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        this.rows.forEach((row, samples) -> figures
            .add(new Figure(row.what(), row.setting(), row.children(), row.unit(), samples)));
        return figures;
    }

    /** Writes both files, in place of older ones. */
    public void write(Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name + ".md"), markdown());
        Files.writeString(folder.resolve(name + ".json"),
                JsonMapper.builder()
                    .build()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(new Written(this.machine, this.loads, figures())));
    }

    private String markdown() {
        StringBuilder text = new StringBuilder(this.machine.text()).append("\n\n");
        if (!this.loads.isEmpty()) {
            double[] loads = this.loads.stream().mapToDouble(Double::doubleValue).toArray();
            text.append(String.format(Locale.ROOT, "Load before each run: median %.1f, most %.1f.%n%n",
                    Figure.quantile(loads, 0.5), Figure.quantile(loads, 1)));
        }
        text.append("| what | setting | children | median | least – most | unit | runs |\n");
        text.append("|---|---|---:|---:|---:|---|---:|\n");
        figures().forEach((figure) -> text.append(line(figure)));
        return text.toString();
    }

    private static String line(Figure figure) {
        return String.format(Locale.ROOT, "| %s | %s | %s | %s | %s – %s | %s | %d |%n", figure.what(),
                figure.setting(), (figure.children() == 0) ? "" : String.format(Locale.ROOT, "%,d", figure.children()),
                number(figure.median()), number(figure.least()), number(figure.most()), figure.unit(),
                figure.samples().size());
    }

    /** Three digits that count. */
    private static String number(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, (size >= 100) ? "%,.0f" : (size >= 10) ? "%.1f" : "%.2f", value);
    }

}
