package io.processhub.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.processhub.sample.Api.Answer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The commands that the README shows do what it says. */
class ReadmeCommandsTest extends OneMemberTest {

    private static final Pattern COMMAND = Pattern
        .compile("^curl (?:-X (\\S+) )?'?localhost:8080(\\S*?)'?(?:\\s+-H 'Content-Type: (\\S+)')?(?:\\s+\\\\\n\\s+"
                + "-d '([^\n]*)')?(?:\\s+#.*)?$", Pattern.MULTILINE);

    ReadmeCommandsTest() throws IOException {
    }

    @Test
    void everyCommandAnswersAsDescribed() throws IOException {
        List<Answer> answers = new ArrayList<>();
        String readme = Files.readString(Path.of("..", "README.md"));
        Matcher command = COMMAND.matcher(readme);
        while (command.find()) {
            answers.add(run(command.group(1), command.group(2), command.group(3), command.group(4)));
        }
        assertThat(answers).hasSize(readme.split("\ncurl ", -1).length - 1)
            .extracting(Answer::status)
            .containsExactly(201, 200, 200, 200, 204);
        assertThat(answers.get(1).text()).contains("example");
        assertThat(answers.get(2).text()).contains("results");
    }

    private Answer run(String method, String path, String type, String body) {
        if ("POST".equals(method)) {
            return this.api.post(path, type, body);
        }
        return "DELETE".equals(method) ? this.api.delete(path) : this.api.get(path);
    }

}
