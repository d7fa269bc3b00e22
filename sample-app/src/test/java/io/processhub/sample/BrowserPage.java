package io.processhub.sample;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** A page of a browser, as a person sees it and reaches it by the keyboard. */
final class BrowserPage {

    private static final Map<String, Map<String, Object>> KEYS = Map.of("Tab", key("Tab", 9), "Enter",
            Map.of("key", "Enter", "code", "Enter", "windowsVirtualKeyCode", 13, "text", "\r"), "Escape",
            key("Escape", 27));

    private static final Set<String> PROBLEMS = Set.of("error", "warning", "assert");

    private final DevTools tools;

    BrowserPage(DevTools tools) {
        this.tools = tools;
        Stream.of("Page", "Runtime", "Log", "Network").forEach((domain) -> tools.call(domain + ".enable", Map.of()));
        tools.call("Emulation.setDeviceMetricsOverride",
                Map.of("width", 1320, "height", 980, "deviceScaleFactor", 1, "mobile", false));
    }

    private static Map<String, Object> key(String name, int code) {
        return Map.of("key", name, "code", name, "windowsVirtualKeyCode", code);
    }

    void open(String url) {
        this.tools.call("Page.navigate", Map.of("url", url));
    }

    /** What an expression of the page's language yields. */
    JsonNode evaluate(String expression) {
        JsonNode result = this.tools.call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        assertThat(result.has("exceptionDetails")).as("%s: %s", expression, result).isFalse();
        return result.at("/result/value");
    }

    /** What the first element of a selector says; empty if there is none. */
    String text(String selector) {
        return evaluate("document.querySelector('" + selector + "')?.textContent ?? ''").asString();
    }

    int count(String selector) {
        return evaluate("document.querySelectorAll('" + selector + "').length").asInt();
    }

    /** A key goes down and up again. */
    void press(String name) {
        Map<String, Object> event = new HashMap<>(KEYS.getOrDefault(name, Map.of()));
        for (String type : List.of("keyDown", "keyUp")) {
            event.put("type", type);
            this.tools.call("Input.dispatchKeyEvent", event);
        }
    }

    /** A picture in the light and one in the dark scheme, as build output. */
    void screenshots(String name) throws IOException {
        for (String scheme : List.of("light", "dark")) {
            this.tools.call("Emulation.setEmulatedMedia",
                    Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
            String image = this.tools.call("Page.captureScreenshot", Map.of("format", "png")).path("data").asString();
            Path file = Path.of("target", "screenshots", name + "-" + scheme + ".png");
            Files.createDirectories(file.getParent());
            Files.write(file, Base64.getDecoder().decode(image));
        }
    }

    /**
     * Whatever the console shows as an error or a warning, or was thrown and not caught.
     */
    List<String> problems() {
        return this.tools.events().stream().filter(BrowserPage::isProblem).map(JsonNode::toString).toList();
    }

    private static boolean isProblem(JsonNode event) {
        return switch (event.path("method").asString("")) {
            case "Runtime.exceptionThrown" -> true;
            case "Runtime.consoleAPICalled" -> PROBLEMS.contains(event.at("/params/type").asString());
            case "Log.entryAdded" -> PROBLEMS.contains(event.at("/params/entry/level").asString());
            default -> false;
        };
    }

    /** Whatever the page has asked for over the network. */
    List<URI> requests() {
        return this.tools.events()
            .stream()
            .filter((event) -> event.path("method").asString("").equals("Network.requestWillBeSent"))
            .map((event) -> URI.create(event.at("/params/request/url").asString()))
            .toList();
    }

}
