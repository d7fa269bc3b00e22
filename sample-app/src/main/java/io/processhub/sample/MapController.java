package io.processhub.sample;

import java.io.IOException;

import io.processhub.ProcessHubTemplate;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Serves the map, a page at {@code /map}, and keeps it up to date. */
@RestController
final class MapController implements WebMvcConfigurer {

    /**
     * Nobody sees more than four pictures in a second, and 10,000 monitors are counted
     * for each.
     */
    private static final long PAUSE_MILLIS = 250;

    private static final long NOTHING = -1;

    private final ProcessHubTemplate hub;

    private final MapNews news;

    MapController(ProcessHubTemplate hub, MapNews news) {
        this.hub = hub;
        this.news = news;
    }

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addRedirectViewController("/", "/map");
        registry.addViewController("/map").setViewName("forward:/map/index.html");
    }

    /**
     * The whole picture at once, and again whenever it may have changed, until one side
     * goes.
     */
    @GetMapping(path = "/map/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter events() {
        SseEmitter reader = new SseEmitter(0L);
        Thread.ofVirtual().name("map").start(() -> show(reader));
        return reader;
    }

    private void show(SseEmitter reader) {
        try {
            for (long seen = this.news.await(NOTHING); this.news.isRunning(); seen = this.news.await(seen)) {
                reader.send(MapView.of(this.hub), MediaType.APPLICATION_JSON);
                Thread.sleep(PAUSE_MILLIS);
            }
            reader.complete();
        }
        catch (IOException | IllegalStateException ex) {
            // the reader has gone
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

}
