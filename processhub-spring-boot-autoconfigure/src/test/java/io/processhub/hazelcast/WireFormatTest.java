package io.processhub.hazelcast;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.processhub.ChildCallException;
import io.processhub.ChildError;
import io.processhub.ChildKey;
import io.processhub.ChildRecord;
import io.processhub.ChildSpec;
import io.processhub.Claim;
import io.processhub.Json;
import io.processhub.Member;
import io.processhub.MemberId;
import io.processhub.Placement;
import io.processhub.RestartPolicy;
import io.processhub.Role;
import io.processhub.coordination.CallMessage;
import io.processhub.coordination.Electorate;
import io.processhub.coordination.Message;
import io.processhub.coordination.RegistryCommand;
import io.processhub.coordination.Term;
import io.processhub.coordination.VotingMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class WireFormatTest {

    private static final List<Function<Random, Message>> MESSAGES = List.of(
            (random) -> new Message.Hello(member(random), random.nextBoolean(), random.nextBoolean()),
            (random) -> new Message.Goodbye(memberId(random)),
            (random) -> new Message.StartChildren(text(random), random.nextLong(), list(random, WireFormatTest::spec),
                    random.nextInt(5)),
            (random) -> new Message.StartAnswer(random.nextLong(), started(random),
                    list(random, WireFormatTest::error)),
            (random) -> new Message.Rows(list(random, WireFormatTest::row)),
            (random) -> new Message.Rumours(list(random, WireFormatTest::row)),
            (random) -> new Message.Load(memberId(random), random.nextDouble()),
            (random) -> new Message.MoveChild(key(random), random.nextLong(), memberId(random)),
            (random) -> new Message.Prepare(text(random), list(random, WireFormatTest::spec)),
            (random) -> new Message.Prepared(memberId(random), list(random, WireFormatTest::key),
                    Map.of(key(random), text(random))),
            (random) -> new Message.Arrived(memberId(random), list(random, WireFormatTest::key)),
            (random) -> new Message.Digest(text(random), list(random, Random::nextLong), random.nextBoolean()));

    private static final List<Function<Random, Message>> VOTING_MESSAGES = List.of(
            (random) -> new VotingMessage.LeaseRequest(memberId(random), text(random), number(random), term(random),
                    electorate(random), number(random), number(random) - 1, epochs(random)),
            (random) -> new VotingMessage.LeaseAnswer(memberId(random), number(random), random.nextBoolean(),
                    epochs(random), stand(random)),
            (random) -> new VotingMessage.GrantRequest(memberId(random), text(random), number(random), term(random),
                    electorate(random), memberId(random), epochs(random)),
            (random) -> new VotingMessage.GrantAnswer(memberId(random), number(random), random.nextBoolean(),
                    Map.of(key(random), new VotingMessage.Refusal(number(random), number(random))), stand(random)),
            (random) -> new VotingMessage.GrantWithdrawal(memberId(random), number(random), epochs(random)),
            (random) -> new VotingMessage.TableRequest(memberId(random), text(random), number(random)),
            (random) -> new VotingMessage.TableAnswer(memberId(random), number(random), random.nextBoolean(),
                    stand(random), number(random), random.nextInt(5), random.nextInt(5),
                    list(random,
                            (r) -> new VotingMessage.Grant(key(r), number(r), r.nextBoolean() ? memberId(r) : null))),
            (random) -> new VotingMessage.Prepare(text(random), term(random), electorate(random)),
            (random) -> new VotingMessage.Promise(memberId(random), term(random), random.nextBoolean(), term(random),
                    random.nextBoolean(), electorate(random)),
            (random) -> new VotingMessage.Propose(text(random), anElectorate(random), random.nextBoolean()),
            (random) -> new VotingMessage.Accepted(memberId(random), term(random)));

    private static final List<Function<Random, Message>> CALL_MESSAGES = List
        .of((random) -> new CallMessage.Calls(memberId(random), text(random), key(random), number(random),
                number(random), list(random, (r) -> new CallMessage.Call(number(r), text(r), text(r), number(r)))),
                (random) -> new CallMessage.Taken(key(random), number(random)), (
                        random) -> new CallMessage.Returned(key(random), number(random),
                                list(random, WireFormatTest::number), random.nextBoolean() ? claim(random)
                                        : null,
                                text(random)),
                (random) -> new CallMessage.Answered(key(random), number(random),
                        random.nextBoolean() ? text(random) : null,
                        random.nextBoolean() ? new CallMessage.Failure(
                                ChildCallException.Reason.values()[random
                                    .nextInt(ChildCallException.Reason.values().length)],
                                text(random), random.nextBoolean() ? text(random) : null) : null));

    private static Term term(Random random) {
        return new Term(number(random), text(random), random.nextInt(9));
    }

    private static @Nullable Electorate electorate(Random random) {
        return random.nextBoolean() ? anElectorate(random) : null;
    }

    private static Electorate anElectorate(Random random) {
        LinkedHashMap<String, Term> voters = new LinkedHashMap<>();
        list(random, WireFormatTest::term).forEach((term) -> voters.put("a" + voters.size(), term));
        Map<String, MemberId> letIn = new HashMap<>();
        list(random, WireFormatTest::memberId).forEach((id) -> letIn.put(id.address(), id));
        return new Electorate(term(random), voters, letIn, random.nextInt(9), random.nextInt(9), random.nextLong());
    }

    private static VotingMessage.Stand stand(Random random) {
        return new VotingMessage.Stand(term(random), term(random), electorate(random));
    }

    private static Map<ChildKey, Long> epochs(Random random) {
        Map<ChildKey, Long> epochs = new LinkedHashMap<>();
        list(random, WireFormatTest::key).forEach((key) -> epochs.put(key, number(random)));
        return epochs;
    }

    private static final List<Function<Random, RegistryCommand>> COMMANDS = List.of(
            (random) -> new RegistryCommand.Create(spec(random), random.nextLong(), memberId(random), role(random),
                    number(random)),
            (random) -> new RegistryCommand.Take(key(random), number(random),
                    new HashSet<>(list(random, WireFormatTest::memberId)), memberId(random), role(random),
                    random.nextInt(), number(random)),
            (random) -> new RegistryCommand.Transfer(key(random), memberId(random), number(random),
                    random.nextBoolean() ? memberId(random) : null, number(random)),
            (random) -> new RegistryCommand.Update(key(random), memberId(random), number(random), state(random),
                    random.nextInt(), random.nextBoolean() ? text(random) : null),
            (random) -> new RegistryCommand.Promote(key(random), number(random),
                    new HashSet<>(list(random, WireFormatTest::memberId)), memberId(random), number(random)),
            (random) -> new RegistryCommand.Remove(key(random), number(random)),
            (random) -> new RegistryCommand.Complete(key(random), memberId(random), number(random), number(random)),
            (random) -> new RegistryCommand.Restore(row(random), number(random)),
            (random) -> new RegistryCommand.Purge(key(random), number(random), number(random)));

    private static final List<Function<Random, ChildError>> ERRORS = List.of(
            (random) -> new ChildError.AlreadyExists(key(random), list(random, WireFormatTest::claim)),
            (random) -> new ChildError.Duplicate(key(random)), (random) -> new ChildError.NotFound(key(random)),
            (random) -> new ChildError.UnknownType(key(random), text(random), list(random, WireFormatTest::text)),
            (random) -> new ChildError.InvalidArgs(key(random), text(random)),
            (random) -> new ChildError.TimedOut(key(random), text(random)),
            (random) -> new ChildError.Refused(key(random), text(random)),
            (random) -> new ChildError.NoQuorum(key(random), random.nextInt(100), random.nextInt(100)),
            (random) -> new ChildError.NotStored(key(random), "the disk is full " + random.nextInt(100)));

    @ParameterizedTest
    @ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })
    void everyMessageComesBackAsItWas(long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            for (Function<Random, Message> kind : Stream.of(MESSAGES, VOTING_MESSAGES, CALL_MESSAGES)
                .flatMap(List::stream)
                .toList()) {
                Message message = kind.apply(random);
                assertThat(there(message, MessageFormat::write, MessageFormat::read)).isEqualTo(message);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })
    void everyCommandComesBackAsItWas(long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            for (Function<Random, RegistryCommand> kind : COMMANDS) {
                RegistryCommand command = kind.apply(random);
                assertThat(there(command, CommandFormat::write, CommandFormat::read)).isEqualTo(command);
            }
        }
    }

    @Test
    void noKindIsLeftOut() {
        assertThat(kinds(MESSAGES)).containsExactlyInAnyOrder(Arrays.stream(Message.class.getPermittedSubclasses())
            .filter((kind) -> kind != VotingMessage.class && kind != CallMessage.class)
            .toArray(Class<?>[]::new));
        assertThat(kinds(VOTING_MESSAGES)).containsExactlyInAnyOrder(VotingMessage.class.getPermittedSubclasses());
        assertThat(kinds(CALL_MESSAGES)).containsExactlyInAnyOrder(CallMessage.class.getPermittedSubclasses());
        assertThat(kinds(COMMANDS)).containsExactlyInAnyOrder(RegistryCommand.class.getPermittedSubclasses());
        assertThat(kinds(ERRORS)).containsExactlyInAnyOrder(ChildError.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @ValueSource(longs = { 0, 1, -1, 63, 64, -64, -65, 127, 128, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE })
    void numbersComeBackAsTheyWere(long number) throws IOException {
        assertThat(there(number, WireOutput::number, WireInput::number)).isEqualTo(number);
    }

    @Test
    void textMayBeLongerThanJavasOwnFormAllows() throws IOException {
        String text = "ä€😀".repeat(50_000);
        assertThat(there(text, WireOutput::text, WireInput::text)).isEqualTo(text);
    }

    @Test
    void rowsShareTheirMemberIdsAndEmptyParts() throws IOException {
        ChildRecord row = new RegistryCommand.Create(ChildSpec.of("a", "type", null), 1, new MemberId("m"), Role.ACTIVE,
                1)
            .apply(null);
        ChildRecord one = there(row, RowFormat::record, RowFormat::record);
        ChildRecord other = there(row, RowFormat::record, RowFormat::record);
        assertThat(one.claims().getFirst().member()).isSameAs(other.claims().getFirst().member());
        assertThat(one.spec().type()).isSameAs(other.spec().type());
        assertThat(one.spec().tags()).isSameAs(other.spec().tags());
        assertThat(one.spec().metadata()).isSameAs(other.spec().metadata());
    }

    @Test
    void argumentsMustBeJson() {
        ChildSpec spec = ChildSpec.of("a", "type", 42);
        assertThatIllegalArgumentException().isThrownBy(() -> there(spec, RowFormat::spec, RowFormat::spec))
            .withMessageContaining("child 'a'")
            .withMessageContaining("java.lang.Integer");
    }

    private static <T> T there(T value, WireOutput.Writer<T> writer, WireInput.Reader<T> reader) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writer.write(new WireOutput(new DataOutputStream(bytes)), value);
        ByteArrayInputStream in = new ByteArrayInputStream(bytes.toByteArray());
        T back = reader.read(new WireInput(new DataInputStream(in)));
        assertThat(in.available()).isZero();
        return back;
    }

    private static Stream<Class<?>> kinds(List<? extends Function<Random, ?>> generators) {
        return generators.stream().map((generator) -> generator.apply(new Random(1)).getClass());
    }

    private static <T> List<T> list(Random random, Function<Random, T> generator) {
        return IntStream.range(0, random.nextInt(4)).mapToObj((i) -> generator.apply(random)).toList();
    }

    private static String text(Random random) {
        return random.ints(1 + random.nextInt(20), 33, 0x2FF)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    }

    private static long number(Random random) {
        return random.nextLong() >> random.nextInt(64);
    }

    private static ChildKey key(Random random) {
        return ChildKey.of(text(random));
    }

    private static MemberId memberId(Random random) {
        return new MemberId(text(random));
    }

    private static Role role(Random random) {
        return Role.values()[random.nextInt(Role.values().length)];
    }

    private static Claim.State state(Random random) {
        return Claim.State.values()[random.nextInt(Claim.State.values().length)];
    }

    private static Claim claim(Random random) {
        return new Claim(memberId(random), number(random), role(random), state(random), random.nextInt(),
                random.nextBoolean() ? text(random) : null);
    }

    private static ChildError error(Random random) {
        return ERRORS.get(random.nextInt(ERRORS.size())).apply(random);
    }

    private static Duration duration(Random random) {
        return Duration.ofNanos(1 + random.nextLong(1L << 50));
    }

    private static Map<String, String> texts(Random random) {
        Map<String, String> texts = new HashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            texts.put(text(random), text(random));
        }
        return texts;
    }

    private static RestartPolicy restart(Random random) {
        Duration initial = duration(random);
        RestartPolicy.Mode[] modes = RestartPolicy.Mode.values();
        return new RestartPolicy(modes[random.nextInt(modes.length)], random.nextInt(1000), duration(random),
                new RestartPolicy.Backoff(initial, 1 + random.nextDouble(), initial.plus(duration(random)),
                        random.nextDouble()));
    }

    private static ChildSpec spec(Random random) {
        return new ChildSpec(key(random), text(random), random.nextBoolean() ? new Json(text(random)) : null,
                Set.copyOf(new HashSet<>(list(random, WireFormatTest::text))), texts(random),
                random.nextBoolean() ? restart(random) : null, duration(random),
                random.nextBoolean() ? new Placement(texts(random), List.of(text(random))) : Placement.ANYWHERE);
    }

    private static ChildRecord row(Random random) {
        return new ChildRecord(spec(random), number(random), number(random), list(random, WireFormatTest::claim),
                random.nextLong(), number(random));
    }

    private static Map<ChildKey, Claim> started(Random random) {
        Map<ChildKey, Claim> started = new HashMap<>();
        list(random, WireFormatTest::key).forEach((key) -> started.put(key, claim(random)));
        return started;
    }

    private static Member member(Random random) {
        Member.Status[] statuses = Member.Status.values();
        return new Member(memberId(random), text(random), text(random), 0.5 + random.nextDouble(), texts(random),
                statuses[random.nextInt(statuses.length)]);
    }

}
