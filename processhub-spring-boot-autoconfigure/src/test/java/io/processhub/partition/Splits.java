package io.processhub.partition;

import java.util.ArrayList;
import java.util.List;

import io.processhub.PartitionToleranceStrategy;

/**
 * Asks every side of a split, drawn as {@code {A,C,E} | {B,D}}, whether it has quorum.
 */
final class Splits {

    private Splits() {
    }

    /** The sides with quorum, drawn in the same way; {@code none} if there are none. */
    static String winners(String picture, PartitionToleranceStrategy strategy) {
        List<String> sides = List.of(picture.split(" \\| "));
        int all = sides.stream().mapToInt(Splits::size).sum();
        List<String> winners = new ArrayList<>();
        for (String side : sides) {
            Attendance seen = new Attendance(strategy, all).loses(all - size(side));
            if (seen.hasQuorum()) {
                winners.add(side);
            }
        }
        return winners.isEmpty() ? "none" : String.join(" | ", winners);
    }

    private static int size(String side) {
        return side.split(",").length;
    }

}
