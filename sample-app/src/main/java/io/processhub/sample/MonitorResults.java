package io.processhub.sample;

import java.net.http.HttpClient;
import java.util.List;
import java.util.stream.Stream;

import io.processhub.ChildKey;
import io.processhub.MemberId;
import io.processhub.ProcessHubTemplate;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * What a monitor found, wherever it runs: read here, or asked of the member that runs it.
 */
@Component
final class MonitorResults {

    /** Label of a member with the address of its HTTP server. */
    static final String HTTP = "http";

    private final ProcessHubTemplate hub;

    private final RunningMonitors running;

    private final RestClient client;

    MonitorResults(ProcessHubTemplate hub, RunningMonitors running, HttpClient client, SampleProperties properties) {
        this.hub = hub;
        this.running = running;
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(client);
        requests.setReadTimeout(properties.memberTimeout());
        this.client = RestClient.builder().requestFactory(requests).build();
    }

    /**
     * Newest first; 503 if the member does not answer in time, or the monitor is on its
     * way to another one.
     */
    List<CallResult> of(ChildKey monitor, MemberId member) {
        if (member.equals(this.hub.localMember().id())) {
            return this.running.find(monitor).map(RecentCalls::list).orElse(List.of());
        }
        return remote(monitor, member);
    }

    private List<CallResult> remote(ChildKey monitor, MemberId member) {
        String address = this.hub.members()
            .stream()
            .filter((candidate) -> candidate.id().equals(member))
            .flatMap((owner) -> Stream.ofNullable(owner.labels().get(HTTP)))
            .findFirst()
            .orElseThrow(() -> Problems.unavailable("monitor '" + monitor + "' runs on " + member
                    + ", which has left or has no label '" + HTTP + "'; ask again"));
        return ask(address, monitor, member);
    }

    private List<CallResult> ask(String address, ChildKey monitor, MemberId member) {
        try {
            List<CallResult> results = this.client.get()
                .uri(address + InternalController.PATH, monitor.value())
                .retrieve()
                .body(new ParameterizedTypeReference<>() {
                });
            return (results != null) ? results : List.of();
        }
        catch (RestClientException ex) {
            throw Problems.unavailable("monitor '" + monitor + "' runs on " + member + ", which does not answer at "
                    + address + "; ask again");
        }
    }

}
