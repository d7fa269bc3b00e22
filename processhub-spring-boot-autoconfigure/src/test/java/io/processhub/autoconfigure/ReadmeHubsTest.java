package io.processhub.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.processhub.ProcessHubTemplate;
import io.processhub.coordination.HubSettings;
import io.processhub.distribution.BoundedLoad;
import io.processhub.partition.MajorityQuorum;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/** The hubs that the README shows. */
class ReadmeHubsTest {

    private static final Pattern SNIPPET = Pattern.compile("## Several hubs\n.*?```yaml\n(.*?)```", Pattern.DOTALL);

    @AutoClose
    private final Applications applications = new Applications();

    @Test
    void theHubsOfTheReadmeRun(@TempDir Path directory) throws IOException {
        Matcher snippet = SNIPPET.matcher(Files.readString(Path.of("..", "README.md")));
        assertThat(snippet.find()).isTrue();
        Path file = Files.writeString(directory.resolve("hubs.yml"), snippet.group(1));
        ConfigurableApplicationContext application = this.applications.start(SeveralHubsTogether.class,
                "spring.config.location=" + file.toUri());
        assertThat(application.getBeansOfType(ProcessHubTemplate.class)).containsOnlyKeys("games", "prices");
        assertThat(application.getBean(ProcessHubTemplate.class)).isSameAs(application.getBean("prices"));
        HubSettings prices = application.getBean("pricesHubSettings", HubSettings.class);
        HubSettings games = application.getBean("gamesHubSettings", HubSettings.class);
        assertThat(prices.distribution()).isInstanceOf(BoundedLoad.class);
        assertThat(games.partitionTolerance()).isInstanceOf(MajorityQuorum.class);
        assertThat(prices.lease()).isEqualTo(games.lease());
        assertThat(games.lease().duration()).isEqualTo(Duration.ofSeconds(2));
        assertThat(application.getBean("games", ProcessHubTemplate.class).localMember().weight()).isEqualTo(2);
    }

}
