package io.processhub.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A network of namespaces on this machine, one for each member, numbered from 1. Each has
 * two links: {@code eth0} to the other members, through a switch in a namespace of its
 * own, which is where faults happen, and {@code ctl} to this JVM, which is never
 * disturbed. Goes away when it is closed, and with the JVM; what one that was killed left
 * behind is removed by the next.
 */
final class Net implements AutoCloseable {

    private static final String PREFIX = "ph";

    private final String name = PREFIX + ProcessHandle.current().pid();

    private final int members;

    private final String control;

    private final Thread atExit = new Thread(this::remove);

    /**
     * Makes it.
     * @throws IOException if this machine or this user cannot
     */
    Net(int members) throws IOException {
        this.members = members;
        removeLeftovers();
        this.control = freeControlNetwork();
        Runtime.getRuntime().addShutdownHook(this.atExit);
        try {
            Shell.run(building());
        }
        catch (IOException ex) {
            close();
            throw ex;
        }
    }

    private List<String> building() {
        String hub = namespace(0);
        List<String> script = new ArrayList<>(
                List.of("nft --version", "ip netns add " + hub, "ip -n " + hub + " link add br0 type bridge",
                        "ip -n " + hub + " link set br0 up", "ip link add " + this.name + " type bridge",
                        "ip addr add " + this.control + "254/24 dev " + this.name, "ip link set " + this.name + " up"));
        for (int member = 1; member <= this.members; member++) {
            String its = namespace(member);
            String port = this.name + "." + member;
            script.addAll(List.of("ip netns add " + its, "ip -n " + its + " link set lo up",
                    "ip -n " + hub + " link add port" + member + " type veth peer name eth0 netns " + its,
                    "ip -n " + hub + " link set port" + member + " master br0 up",
                    "ip -n " + its + " addr add " + address(member) + "/24 dev eth0",
                    "ip -n " + its + " link set eth0 up",
                    "ip link add " + port + " type veth peer name ctl netns " + its,
                    "ip link set " + port + " master " + this.name + " up",
                    "ip -n " + its + " addr add " + controlAddress(member) + "/24 dev ctl",
                    "ip -n " + its + " link set ctl up"));
        }
        return script;
    }

    String namespace(int member) {
        return this.name + "-" + member;
    }

    /** Command that runs another one where a member lives. */
    List<String> launcher(int member) {
        return List.of("ip", "netns", "exec", namespace(member));
    }

    /** Where the other members reach this one. */
    static String address(int member) {
        return "10.77.0." + member;
    }

    /** Where this JVM reaches the member. */
    String controlAddress(int member) {
        return this.control + member;
    }

    /** Where the members reach this JVM. */
    InetAddress here() throws IOException {
        return InetAddress.getByName(this.control + "254");
    }

    IntStream members() {
        return IntStream.rangeClosed(1, this.members);
    }

    private static String freeControlNetwork() throws IOException {
        String used = Shell.run(List.of("ip -4 addr", "ip -4 route"));
        return ThreadLocalRandom.current()
            .ints(1, 255)
            .mapToObj((number) -> "10.78." + number + ".")
            .filter((network) -> !used.contains(" " + network))
            .findFirst()
            .orElseThrow();
    }

    private static void removeLeftovers() throws IOException {
        Pattern.compile(PREFIX + "(\\d+)")
            .matcher(Shell.run(List.of("ip netns list", "ip -o link show type bridge")))
            .results()
            .filter((found) -> ProcessHandle.of(Long.parseLong(found.group(1))).isEmpty())
            .map(MatchResult::group)
            .distinct()
            .toList()
            .forEach(Net::remove);
    }

    private void remove() {
        remove(this.name);
    }

    /** Frozen processes in it, too: they could not end with their parent. */
    private static void remove(String name) {
        try {
            Shell.run(List.of("for ns in $(ip netns list | grep -o '^" + name + "-[0-9]*'); do",
                    "ip netns pids $ns | xargs -r kill -9 2>/dev/null || true", "ip netns del $ns", "done",
                    "ip link del " + name + " 2>/dev/null || true"));
        }
        catch (IOException ex) {
            System.err.println("network " + name + " is left behind: " + ex.getMessage());
        }
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(this.atExit);
        }
        catch (IllegalStateException ending) {
            // then it runs, and finds nothing
        }
    }

}
