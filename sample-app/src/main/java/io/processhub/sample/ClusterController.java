package io.processhub.sample;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.processhub.ChildRecord;
import io.processhub.Claim;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.ProcessHubTemplate;
import io.processhub.Quorum;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The members of the cluster, and how many monitors each of them runs. */
@RestController
final class ClusterController {

    private final ProcessHubTemplate hub;

    ClusterController(ProcessHubTemplate hub) {
        this.hub = hub;
    }

    /**
     * The cluster, as this member sees it.
     *
     * @param members eldest first
     * @param total monitors that should run
     * @param unclaimed those of them that nobody runs at the moment
     * @param partitioned whether this member has no quorum: it runs nothing, and what it
     * answers may be out of date
     * @param visible voting members that it sees
     * @param required voting members that must be together, 0 if any number will do
     */
    record ClusterView(List<MemberView> members, long total, long unclaimed, boolean partitioned, int visible,
            int required) {
    }

    /**
     * A member.
     *
     * @param id boot id
     * @param name where its cluster node listens
     * @param status whether it takes monitors
     * @param address where its HTTP server listens, null if it does not say
     * @param monitors how many it runs
     * @param self whether it is the one that answers
     */
    record MemberView(String id, String name, String status, @Nullable String address, long monitors, boolean self) {
    }

    @GetMapping("/cluster")
    ClusterView cluster() {
        List<ChildRecord> rows = this.hub.children();
        Map<MemberId, Long> counts = rows.stream()
            .flatMap((row) -> row.claims().stream())
            .map(Claim::member)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        List<MemberView> members = this.hub.members().stream().map((member) -> view(member, counts)).toList();
        Quorum quorum = this.hub.quorum();
        return new ClusterView(members, rows.size(), rows.stream().filter((row) -> row.claims().isEmpty()).count(),
                !quorum.held(), quorum.visible(), quorum.required());
    }

    private MemberView view(Member member, Map<MemberId, Long> counts) {
        return new MemberView(member.id().value(), member.name(), member.status().name(),
                member.labels().get(MonitorResults.HTTP), counts.getOrDefault(member.id(), 0L),
                member.id().equals(this.hub.localMember().id()));
    }

}
