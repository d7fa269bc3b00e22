package io.processhub.benchmarks;

import java.util.Arrays;

import io.processhub.benchmarks.cluster.ClusterBenchmark;
import io.processhub.benchmarks.growth.GrowthBenchmark;
import io.processhub.benchmarks.micro.MicroBenchmarks;
import io.processhub.benchmarks.moves.MoveBenchmark;

/** Runs what is chosen: the first argument says which kind, the others are for it. */
public final class Benchmarks {

    private Benchmarks() {
    }

    public static void main(String[] args) throws Exception {
        String[] options = Arrays.copyOfRange(args, Math.min(1, args.length), args.length);
        switch ((args.length == 0) ? "help" : args[0]) {
            case "cluster" -> ClusterBenchmark.main(options);
            case "growth" -> GrowthBenchmark.main(options);
            case "moves" -> MoveBenchmark.main(options);
            case "micro" -> MicroBenchmarks.main(options);
            case "all" -> {
                ClusterBenchmark.main(options);
                GrowthBenchmark.main(options);
                MoveBenchmark.main(options);
                MicroBenchmarks.main(options);
            }
            default -> System.out.println("benchmarks/run [all | cluster | growth | moves | micro] [option=value …]");
        }
    }

}
