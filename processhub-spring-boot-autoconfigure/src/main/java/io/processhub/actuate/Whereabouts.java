package io.processhub.actuate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.processhub.ChildRecord;
import io.processhub.Claim;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.Placement;
import io.processhub.Role;

/** Says of a child why it is where it is, and what will come of it. */
final class Whereabouts {

    private final OperatedHub hub;

    private final List<Member> members;

    Whereabouts(OperatedHub hub) {
        this.hub = hub;
        this.members = hub.hub().members();
    }

    /** Members that the distribution strategy names for the child, the best one first. */
    List<MemberId> owners(ChildRecord row) {
        return this.hub.hub()
            .ownership()
            .owners(List.of(row.spec()), this.members)
            .getOrDefault(row.key(), List.of())
            .stream()
            .map(Member::id)
            .toList();
    }

    String why(ChildRecord row, List<MemberId> owners) {
        List<String> sentences = new ArrayList<>();
        if (!this.hub.hub().quorum().held()) {
            sentences.add("This member has no quorum: what it knows may be out of date, and nothing runs on it.");
        }
        if (owners.isEmpty()) {
            sentences.add(nobody(row));
        }
        row.claims().forEach((claim) -> sentences.add(place(claim, owners) + fate(claim)));
        if (row.claims().isEmpty()) {
            sentences.add("No member holds it" + (owners.isEmpty() ? "." : "; it belongs to " + names(owners) + " by "
                    + strategy() + " and starts there as soon as that" + " member finds it free."));
        }
        return String.join(" ", sentences);
    }

    private String nobody(ChildRecord row) {
        if (this.members.stream().noneMatch(Member::isUp)) {
            return "No member takes children now.";
        }
        Placement placement = row.spec().placement();
        return "No member that takes children owns it by " + strategy()
                + (placement.labels().isEmpty() ? "" : "; it requires the labels " + placement.labels())
                + (placement.members().isEmpty() ? "" : "; it is bound to " + placement.members()) + ".";
    }

    private String place(Claim claim, List<MemberId> owners) {
        MemberId holder = claim.member();
        String here = ((claim.role() == Role.PASSIVE) ? "It stands by on " : "It is on ") + holder;
        if (this.members.stream().noneMatch((member) -> member.id().equals(holder))) {
            return "Its holder " + holder + " is not seen here; " + (owners.isEmpty() ? "it waits for an owner"
                    : names(owners) + " takes it over when the cluster is sure that the holder is gone");
        }
        if (owners.contains(holder)) {
            return here + " because " + strategy() + " names that member its owner, of "
                    + this.members.stream().filter(Member::isUp).count() + " that take children";
        }
        return here + (owners.isEmpty() ? "" : " although it belongs to " + names(owners) + " by " + strategy()
                + ", and moves there when " + holder + " has stopped it");
    }

    private static String fate(Claim claim) {
        String error = (claim.error() != null) ? ": " + claim.error() : "";
        return switch (claim.state()) {
            case RUNNING -> ".";
            case STARTING -> "; its bean is being built.";
            case RESTARTING -> "; it failed and waits for its next start" + error + ".";
            case FAILED -> "; it is parked because it failed too often" + error + ". A restart gives it another try.";
            case STUCK -> "; it was told to stop and still runs, and keeps its claim until it ends.";
        };
    }

    private String strategy() {
        return this.hub.profile().distribution();
    }

    private static String names(List<MemberId> owners) {
        return owners.stream().map(MemberId::value).collect(Collectors.joining(", "));
    }

}
