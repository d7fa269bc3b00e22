package io.processhub.coordination;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Json;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.RestartPolicy;
import io.processhub.SynchronizationStrategy;
import io.processhub.distribution.ConsistentHashing;
import io.processhub.migration.ColdSwap;
import io.processhub.partition.Divergence;
import io.processhub.redundancy.Singularity;

/**
 * The spread of one row among many members, round by round: the rumours and views of the
 * hub itself, messages that arrive in the round in which they are sent or not at all.
 */
final class Epidemic {

    private static final ChildRecord ROW = new ChildRecord(ChildSpec.of("child", "worker", Json.NULL), 1, 1, List.of(),
            1, 0);

    private final List<List<Member>> others;

    private final StrategyCalls strategies;

    private final int rounds;

    Epidemic(int members, SynchronizationStrategy strategy) {
        List<Member> all = IntStream.range(0, members)
            .mapToObj((i) -> new Member(new MemberId("m" + i), Integer.toString(i), "m" + i))
            .toList();
        this.others = all.stream().map((self) -> all.stream().filter((member) -> member != self).toList()).toList();
        this.strategies = new StrategyCalls(settings(strategy), new Outbox());
        this.rounds = this.strategies.rounds(members);
    }

    private static HubSettings settings(SynchronizationStrategy strategy) {
        return new HubSettings("hub", new ConsistentHashing(), new Singularity(), new ColdSwap(), strategy,
                new Divergence(), LeaseSettings.DEFAULT, RestartPolicy.DEFAULT);
    }

    /**
     * What became of a row.
     *
     * @param reached members that know it in the end
     * @param lastReached round in which the last one of them heard of it
     * @param silent round after which nobody passed it on
     * @param copies messages with it
     * @param mostCopies of these, sent by one member
     */
    record Course(int reached, int lastReached, int silent, int copies, int mostCopies) {
    }

    private static final class Person {

        private final RegistryView view = new RegistryView();

        private final Rumours rumours;

        private int sent;

        Person(StrategyCalls strategies, long seed) {
            this.rumours = new Rumours(strategies, this.view, seed);
        }

        boolean hear(ChildRecord row, int rounds) {
            boolean news = this.view.apply(row);
            if (news) {
                this.rumours.add(row.key(), rounds);
            }
            return news;
        }

    }

    /**
     * Plays the life of a row that the first member writes.
     * @param loss share of the messages that is lost
     */
    Course play(long seed, double loss) {
        Random random = new Random(seed);
        List<Person> people = this.others.stream()
            .map((all) -> new Person(this.strategies, random.nextLong()))
            .toList();
        people.getFirst().hear(ROW, this.rounds);
        int reached = 1;
        int lastReached = 0;
        int round = 0;
        while (people.stream().anyMatch((person) -> !person.rumours.isEmpty())) {
            round++;
            int news = 0;
            for (Effect.Send send : sends(people)) {
                Message.Rumours rumours = (Message.Rumours) send.message();
                boolean arrives = random.nextDouble() >= loss;
                Person reader = people.get(Integer.parseInt(send.node()));
                news += (arrives && reader.hear(rumours.rows().getFirst(), this.rounds)) ? 1 : 0;
            }
            reached += news;
            lastReached = (news > 0) ? round : lastReached;
        }
        return new Course(reached, lastReached, round, people.stream().mapToInt((person) -> person.sent).sum(),
                people.stream().mapToInt((person) -> person.sent).max().orElseThrow());
    }

    /** What everyone says in a round, before anyone has heard it. */
    private List<Effect.Send> sends(List<Person> people) {
        List<Effect.Send> sends = new ArrayList<>();
        for (int i = 0; i < people.size(); i++) {
            if (!people.get(i).rumours.isEmpty()) {
                List<Effect> said = people.get(i).rumours.round(this.others.get(i));
                people.get(i).sent += said.size();
                said.forEach((effect) -> sends.add((Effect.Send) effect));
            }
        }
        return sends;
    }

}
