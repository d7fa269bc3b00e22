package io.processhub.sample;

import java.net.http.HttpClient;
import java.util.concurrent.Executors;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Starts one member of the uptime monitor. The same command once more starts another
 * member, which joins.
 */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(SampleProperties.class)
public class SampleApplication {

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(SampleApplication.class);
        application.addInitializers(new FreePort());
        application.run(args);
    }

    /**
     * One client for all monitors of this member. Virtual threads, so that no monitor
     * waits for another one's.
     */
    @Bean(destroyMethod = "shutdownNow")
    HttpClient httpClient(SampleProperties properties) {
        return HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(properties.timeout())
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    }

}
