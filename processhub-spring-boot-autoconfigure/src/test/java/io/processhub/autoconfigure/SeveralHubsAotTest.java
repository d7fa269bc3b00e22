package io.processhub.autoconfigure;

import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/** Several hubs survive ahead-of-time processing. */
class SeveralHubsAotTest {

    @Test
    void theRegistrarIsCalledByWhatIsGenerated() throws Exception {
        MockEnvironment environment = new MockEnvironment();
        for (String property : SeveralHubsTogether.HUBS) {
            environment.setProperty(property.substring(0, property.indexOf('=')),
                    property.substring(property.indexOf('=') + 1));
        }
        InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
        try (AnnotationConfigApplicationContext application = new AnnotationConfigApplicationContext()) {
            application.setEnvironment(environment);
            application.register(SeveralHubsAutoConfiguration.class);
            DefaultGenerationContext generation = new DefaultGenerationContext(
                    new ClassNameGenerator(ClassName.get("io.processhub", "Generated")), files);
            new ApplicationContextAotGenerator().processAheadOfTime(application, generation);
            generation.writeGeneratedContent();
            assertThat(application.getBeanDefinitionNames()).contains("prices", "games");
        }
        StringBuilder source = new StringBuilder();
        for (String name : files.getGeneratedFiles(Kind.SOURCE).keySet()) {
            source.append(files.getGeneratedFileContent(Kind.SOURCE, name));
        }
        assertThat(source).contains("HubRegistrar", ".register(");
        assertThat(source).as("beans of hubs are registered when the application starts").doesNotContain("pricesHub");
    }

}
