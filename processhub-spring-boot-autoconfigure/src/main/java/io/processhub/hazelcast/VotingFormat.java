package io.processhub.hazelcast;

import java.io.IOException;
import java.io.StreamCorruptedException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import io.processhub.ChildKey;
import io.processhub.MemberId;
import io.processhub.coordination.Electorate;
import io.processhub.coordination.Term;
import io.processhub.coordination.VotingMessage;
import io.processhub.coordination.VotingMessage.Grant;
import io.processhub.coordination.VotingMessage.Refusal;
import io.processhub.coordination.VotingMessage.Stand;

/** Wire format of voting messages. */
final class VotingFormat {

    private VotingFormat() {
    }

    static void write(WireOutput out, VotingMessage message) throws IOException {
        switch (message) {
            case VotingMessage.LeaseRequest request -> {
                out.octet(20);
                RowFormat.memberId(out, request.holder());
                out.text(request.replyTo());
                out.number(request.sequence());
                term(out, request.term());
                out.optional(request.electorate(), VotingFormat::electorate);
                out.number(request.version());
                out.bits(request.base());
                epochs(out, request.changes());
            }
            case VotingMessage.LeaseAnswer answer -> {
                out.octet(21);
                RowFormat.memberId(out, answer.voter());
                out.number(answer.sequence());
                out.flag(answer.confirmed());
                epochs(out, answer.contested());
                stand(out, answer.stand());
            }
            case VotingMessage.GrantRequest request -> {
                out.octet(22);
                RowFormat.memberId(out, request.asker());
                out.text(request.replyTo());
                out.number(request.sequence());
                term(out, request.term());
                out.optional(request.electorate(), VotingFormat::electorate);
                RowFormat.memberId(out, request.holder());
                epochs(out, request.grants());
            }
            case VotingMessage.GrantAnswer answer -> {
                out.octet(23);
                RowFormat.memberId(out, answer.voter());
                out.number(answer.sequence());
                out.flag(answer.confirmed());
                refusals(out, answer.refused());
                stand(out, answer.stand());
            }
            case VotingMessage.GrantWithdrawal withdrawal -> {
                out.octet(24);
                RowFormat.memberId(out, withdrawal.asker());
                out.number(withdrawal.sequence());
                epochs(out, withdrawal.grants());
            }
            case VotingMessage.TableRequest request -> {
                out.octet(25);
                RowFormat.memberId(out, request.reader());
                out.text(request.replyTo());
                out.number(request.number());
            }
            case VotingMessage.TableAnswer answer -> {
                out.octet(26);
                RowFormat.memberId(out, answer.voter());
                out.number(answer.number());
                out.flag(answer.established());
                stand(out, answer.stand());
                out.number(answer.floor());
                out.number(answer.part());
                out.number(answer.parts());
                out.all(answer.grants(), VotingFormat::grant);
            }
            case VotingMessage.Prepare prepare -> {
                out.octet(27);
                out.text(prepare.replyTo());
                term(out, prepare.ballot());
                out.optional(prepare.latest(), VotingFormat::electorate);
            }
            case VotingMessage.Promise promise -> {
                out.octet(28);
                RowFormat.memberId(out, promise.voter());
                term(out, promise.ballot());
                out.flag(promise.given());
                term(out, promise.promised());
                out.flag(promise.remembers());
                out.optional(promise.electorate(), VotingFormat::electorate);
            }
            case VotingMessage.Propose propose -> {
                out.octet(29);
                out.text(propose.replyTo());
                electorate(out, propose.electorate());
                out.flag(propose.forced());
            }
            case VotingMessage.Accepted accepted -> {
                out.octet(30);
                RowFormat.memberId(out, accepted.voter());
                term(out, accepted.term());
            }
        }
    }

    static VotingMessage read(WireInput in, int kind) throws IOException {
        return switch (kind) {
            case 20 -> new VotingMessage.LeaseRequest(RowFormat.memberId(in), in.sharedText(), in.number(), term(in),
                    in.optional(VotingFormat::electorate), in.number(), in.bits(), epochs(in));
            case 21 ->
                new VotingMessage.LeaseAnswer(RowFormat.memberId(in), in.number(), in.flag(), epochs(in), stand(in));
            case 22 -> new VotingMessage.GrantRequest(RowFormat.memberId(in), in.sharedText(), in.number(), term(in),
                    in.optional(VotingFormat::electorate), RowFormat.memberId(in), epochs(in));
            case 23 ->
                new VotingMessage.GrantAnswer(RowFormat.memberId(in), in.number(), in.flag(), refusals(in), stand(in));
            case 24 -> new VotingMessage.GrantWithdrawal(RowFormat.memberId(in), in.number(), epochs(in));
            case 25 -> new VotingMessage.TableRequest(RowFormat.memberId(in), in.sharedText(), in.number());
            case 26 -> new VotingMessage.TableAnswer(RowFormat.memberId(in), in.number(), in.flag(), stand(in),
                    in.number(), (int) in.number(), (int) in.number(), in.all(VotingFormat::grant));
            case 27 -> new VotingMessage.Prepare(in.sharedText(), term(in), in.optional(VotingFormat::electorate));
            case 28 -> new VotingMessage.Promise(RowFormat.memberId(in), term(in), in.flag(), term(in), in.flag(),
                    in.optional(VotingFormat::electorate));
            case 29 -> new VotingMessage.Propose(in.sharedText(), electorate(in), in.flag());
            case 30 -> new VotingMessage.Accepted(RowFormat.memberId(in), term(in));
            default -> throw new StreamCorruptedException("message of unknown kind " + kind);
        };
    }

    private static void term(WireOutput out, Term term) throws IOException {
        out.number(term.ballot());
        out.text(term.leader());
        out.number(term.index());
    }

    private static Term term(WireInput in) throws IOException {
        return new Term(in.number(), in.sharedText(), (int) in.number());
    }

    private static void electorate(WireOutput out, Electorate electorate) throws IOException {
        term(out, electorate.term());
        out.number(electorate.voters().size());
        for (Map.Entry<String, Term> voter : electorate.voters().entrySet()) {
            out.text(voter.getKey());
            term(out, voter.getValue());
        }
        out.all(electorate.letIn().values(), RowFormat::memberId);
        out.number(electorate.quorum());
        out.number(electorate.resizedTo());
        out.number(electorate.floor());
    }

    private static Electorate electorate(WireInput in) throws IOException {
        Term term = term(in);
        int count = in.count();
        LinkedHashMap<String, Term> voters = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            voters.put(in.sharedText(), term(in));
        }
        Map<String, MemberId> letIn = new HashMap<>();
        in.all(RowFormat::memberId).forEach((member) -> letIn.put(member.address(), member));
        return new Electorate(term, voters, letIn, (int) in.number(), (int) in.number(), in.number());
    }

    private static void stand(WireOutput out, Stand stand) throws IOException {
        term(out, stand.term());
        term(out, stand.promised());
        out.optional(stand.electorate(), VotingFormat::electorate);
    }

    private static Stand stand(WireInput in) throws IOException {
        return new Stand(term(in), term(in), in.optional(VotingFormat::electorate));
    }

    private static void epochs(WireOutput out, Map<ChildKey, Long> epochs) throws IOException {
        out.number(epochs.size());
        for (Map.Entry<ChildKey, Long> entry : epochs.entrySet()) {
            RowFormat.key(out, entry.getKey());
            out.number(entry.getValue());
        }
    }

    private static Map<ChildKey, Long> epochs(WireInput in) throws IOException {
        int count = in.count();
        Map<ChildKey, Long> epochs = LinkedHashMap.newLinkedHashMap(Math.min(count, 1024));
        for (int i = 0; i < count; i++) {
            epochs.put(RowFormat.key(in), in.number());
        }
        return epochs;
    }

    private static void refusals(WireOutput out, Map<ChildKey, Refusal> refusals) throws IOException {
        out.number(refusals.size());
        for (Map.Entry<ChildKey, Refusal> entry : refusals.entrySet()) {
            RowFormat.key(out, entry.getKey());
            out.number(entry.getValue().epoch());
            out.number(entry.getValue().waitMillis());
        }
    }

    private static Map<ChildKey, Refusal> refusals(WireInput in) throws IOException {
        int count = in.count();
        Map<ChildKey, Refusal> refusals = LinkedHashMap.newLinkedHashMap(Math.min(count, 1024));
        for (int i = 0; i < count; i++) {
            refusals.put(RowFormat.key(in), new Refusal(in.number(), in.number()));
        }
        return refusals;
    }

    private static void grant(WireOutput out, Grant grant) throws IOException {
        RowFormat.key(out, grant.key());
        out.number(grant.epoch());
        out.optional(grant.holder(), RowFormat::memberId);
    }

    private static Grant grant(WireInput in) throws IOException {
        return new Grant(RowFormat.key(in), in.number(), in.optional(RowFormat::memberId));
    }

}
