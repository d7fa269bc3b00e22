package io.processhub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What docs/behaviour.md calls shown is shown by tests that exist.
 */
class DocsTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "behaviour.md");

    private static final List<Path> TESTS = List.of(Path.of("src", "test", "java"),
            Path.of("..", "sample-app", "src", "test", "java"));

    private static final Pattern METHOD = Pattern.compile("`(\\w+(?:Test|IT|Contract))\\.(\\w+)`");

    /** The first method after an annotation. */
    private static final Pattern TEST = Pattern.compile("@(?:Parameterized)?Test\\b.*?\\bvoid (\\w+)\\(",
            Pattern.DOTALL);

    private static List<String> rows() throws IOException {
        return Files.readAllLines(DOCUMENT)
            .stream()
            .filter((line) -> line.startsWith("| ") && !line.contains("| shown by |"))
            .toList();
    }

    /** Test methods of each class, by its simple name. */
    private static Map<String, Set<String>> tests() throws IOException {
        Map<String, Set<String>> tests = new TreeMap<>();
        for (Path root : TESTS) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter((path) -> path.toString().endsWith(".java")).toList()) {
                    TEST.matcher(Files.readString(file))
                        .results()
                        .forEach((test) -> tests
                            .computeIfAbsent(file.getFileName().toString().replace(".java", ""),
                                    (name) -> new TreeSet<>())
                            .add(test.group(1)));
                }
            }
        }
        return tests;
    }

    @Test
    void everyTestThatTheBehaviourNamesExists() throws IOException {
        Map<String, Set<String>> tests = tests();
        List<String> named = METHOD.matcher(Files.readString(DOCUMENT)).results().map(MatchResult::group).toList();
        assertThat(named).hasSizeGreaterThan(100)
            .allSatisfy((name) -> assertThat(tests.getOrDefault(name.substring(1, name.indexOf('.')), Set.of()))
                .contains(name.substring(name.indexOf('.') + 1, name.length() - 1)));
    }

    @Test
    void everyRowNamesATestOrSaysThatItIsNotBuilt() throws IOException {
        assertThat(rows())
            .allSatisfy((row) -> assertThat(row).containsPattern("`\\w+(Test|IT|Contract)\\.\\w+`|not built yet"));
    }

    @Test
    void noScenarioIsLeftOut() throws IOException {
        assertThat(rows().stream().filter((row) -> row.matches("\\| \\d+ \\|.*")).map((row) -> row.split(" ")[1]))
            .containsExactlyElementsOf(IntStream.rangeClosed(1, 46).mapToObj(Integer::toString).toList());
    }

}
