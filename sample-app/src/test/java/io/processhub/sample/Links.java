package io.processhub.sample;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What happens to packets on their way between members. Each fault takes the place of the
 * one before. Packets are dropped where they arrive, as by a firewall before the
 * receiver: the sender's own system does not know.
 */
final class Links {

    private static final Pattern COUNT = Pattern.compile("packets \\d+|\\d+ pkt");

    private final Net net;

    Links(Net net) {
        this.net = net;
    }

    /** What becomes of a packet that may not pass. */
    enum Refusal {

        /** Nobody hears of it. */
        DROP("counter drop"),

        /** Its sender is told at once; connections break. */
        REJECT("meta l4proto tcp counter reject with tcp reset");

        private final String rule;

        Refusal(String rule) {
            this.rule = rule;
        }

    }

    /** One direction between two members. */
    record Way(int from, int to) {

        /** All ways between members of different groups, both directions. */
        static Set<Way> between(Collection<? extends Collection<Integer>> groups) {
            return groups.stream()
                .flatMap((group) -> groups.stream()
                    .filter((other) -> other != group)
                    .flatMap((other) -> oneWay(group, other).stream()))
                .collect(Collectors.toSet());
        }

        /** All ways from some members to others. */
        static Set<Way> oneWay(Collection<Integer> from, Collection<Integer> to) {
            return from.stream()
                .flatMap((sender) -> to.stream().map((receiver) -> new Way(sender, receiver)))
                .collect(Collectors.toSet());
        }

    }

    /** Lets nothing pass on these ways. */
    void cut(Set<Way> ways, Refusal refusal) throws IOException {
        rules((member) -> ways.stream()
            .filter((way) -> way.to() == member)
            .map((way) -> "ip saddr " + Net.address(way.from()) + " " + refusal.rule)
            .collect(Collectors.joining("\n")));
    }

    /** Loses a share of all packets, by chance. */
    void lose(int percent) throws IOException {
        rules((member) -> "numgen random mod 100 < " + percent + " counter drop");
    }

    /**
     * Delays packets: each by 200 ms where the kernel has netem; elsewhere only those
     * that wait behind others, for up to 500 ms, on links of 128 kbit/s.
     */
    void slow() throws IOException {
        Shell.run(this.net.members().mapToObj((member) -> {
            String command = "tc -n " + this.net.namespace(member) + " qdisc replace dev eth0 root ";
            return command + "netem delay 200ms 2>/dev/null || " + command + "tbf rate 128kbit burst 2kb latency 500ms";
        }).toList());
    }

    /** How many packets the present fault has hit: one that hits none is none. */
    long hits() throws IOException {
        List<String> script = new ArrayList<>();
        this.net.members()
            .forEach((member) -> script
                .addAll(List.of("ip netns exec " + this.net.namespace(member) + " nft list ruleset",
                        "tc -n " + this.net.namespace(member) + " -s qdisc show dev eth0")));
        return COUNT.matcher(Shell.run(script))
            .results()
            .mapToLong((count) -> Long.parseLong(count.group().replaceAll("\\D", "")))
            .sum();
    }

    /** Lets everything pass again. */
    void heal() throws IOException {
        rules((member) -> "");
        Shell.run(this.net.members()
            .mapToObj(
                    (member) -> "tc -n " + this.net.namespace(member) + " qdisc del dev eth0 root 2>/dev/null || true")
            .toList());
    }

    private void rules(IntFunction<String> rules) throws IOException {
        List<String> script = new ArrayList<>();
        this.net.members()
            .forEach((member) -> script
                .addAll(List.of("ip netns exec " + this.net.namespace(member) + " nft -f - <<END", "flush ruleset",
                        "table inet faults {", "chain input {", "type filter hook input priority 0;",
                        "iifname != \"eth0\" accept", rules.apply(member), "}", "}", "END")));
        Shell.run(script);
    }

}
