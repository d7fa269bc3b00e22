package io.processhub;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import io.processhub.autoconfigure.ProcessHubProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the README shows is true: its Java compiles, and its settings are the defaults.
 */
class ReadmeTest {

    private static final Path README = Path.of("..", "README.md");

    private static List<String> blocks(String language) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(README))
            .results()
            .map((MatchResult result) -> result.group(1))
            .toList();
    }

    @Test
    void theJavaCompiles(@TempDir Path output) throws IOException {
        List<String> blocks = blocks("java");
        assertThat(blocks).hasSize(2);
        String source = """
                import io.processhub.*;
                import java.time.Duration;
                %s
                class Readme {
                    void calls(ProcessHubTemplate hub) {
                        %s
                    }
                }
                """.formatted(blocks.getFirst(), blocks.getLast().replace("new Args", "new PriceFeed.Args"));
        StringWriter problems = new StringWriter();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        boolean compiled = compiler
            .getTask(problems, null, null,
                    List.of("-proc:none", "-d", output.toString(), "-cp", System.getProperty("java.class.path")), null,
                    List.of(new Source(source)))
            .call();
        assertThat(compiled).as(problems.toString()).isTrue();
    }

    @Test
    void theSettingsAreTheDefaults() throws IOException {
        assertThat(bind(blocks("yaml").getFirst()).toString()).isEqualTo(bind("spring: {}").toString());
    }

    private static ProcessHubProperties bind(String yaml) throws IOException {
        MutablePropertySources sources = new MutablePropertySources();
        new YamlPropertySourceLoader().load("readme", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
            .forEach(sources::addLast);
        return new Binder(ConfigurationPropertySources.from(sources)).bindOrCreate("processhub",
                ProcessHubProperties.class);
    }

    @Test
    void everySettingIsKnown() throws IOException {
        String metadata = Files
            .readString(Path.of("target", "classes", "META-INF", "spring-configuration-metadata.json"));
        Map<String, Object> settings = new YamlPropertySourceLoader()
            .load("readme", new ByteArrayResource(blocks("yaml").getFirst().getBytes(StandardCharsets.UTF_8)))
            .stream()
            .map((source) -> (Map<?, ?>) source.getSource())
            .collect(java.util.TreeMap::new, (all, map) -> map.forEach((k, v) -> all.put(k.toString(), v)),
                    Map::putAll);
        assertThat(settings).isNotEmpty();
        assertThat(settings.keySet()).allSatisfy((name) -> assertThat(metadata).contains("\"name\": \"" + name + "\""));
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String text) {
            super(URI.create("string:///Readme.java"), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return this.text;
        }

    }

}
