package io.processhub.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the annotation processor and the additional metadata make together, as editors
 * read it.
 */
class ConfigurationMetadataTest {

    private static final Set<String> WITHOUT_DEFAULT = Set.of("processhub.children", "processhub.hubs",
            "processhub.primary", "management.endpoint.processhub.roles", "processhub.cluster.labels",
            "processhub.cluster.join.members", "processhub.cluster.join.kubernetes",
            "processhub.partition-tolerance.static-quorum.quorum-size",
            "processhub.partition-tolerance.dynamic-quorum.quorum-size");

    private final JsonNode metadata = read();

    @Test
    void everyKeyHasADescriptionATypeAndADefault() {
        List<JsonNode> properties = this.metadata.path("properties").valueStream().toList();
        assertThat(properties).hasSizeGreaterThan(25).allSatisfy((property) -> {
            String name = property.path("name").stringValue();
            assertThat(name).matches("processhub\\..+|management\\.(endpoint|health|info)\\.processhub\\..+");
            assertThat(property.path("type").stringValue("")).as(name).isNotBlank();
            assertThat(property.path("description").stringValue("")).as(name).endsWith(".").doesNotStartWith("The ");
            assertThat(property.has("defaultValue")).as(name).isEqualTo(!WITHOUT_DEFAULT.contains(name));
        });
    }

    @Test
    void everyChoiceHasHints() {
        List<String> hinted = this.metadata.path("hints")
            .valueStream()
            .map((hint) -> hint.path("name").stringValue())
            .toList();
        assertThat(hinted).contains("processhub.distribution.strategy", "processhub.redundancy.strategy",
                "processhub.migration.strategy", "processhub.synchronization.strategy",
                "processhub.partition-tolerance.strategy", "processhub.restart.mode", "processhub.cluster.join.mode");
    }

    private static JsonNode read() {
        try (InputStream stream = ProcessHubProperties.class
            .getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            return JsonMapper.shared().readTree(stream);
        }
        catch (IOException ex) {
            throw new IllegalStateException(ex);
        }
    }

}
