package io.processhub.simulation;

import java.time.Duration;
import java.util.List;

import io.processhub.partition.Divergence;
import io.processhub.runtime.RegistryMap;
import io.processhub.partition.Divergence;
import io.processhub.runtime.RegistryMapContract;
import org.jspecify.annotations.NullUnmarked;

/** What the simulation plays with is a registry map as good as Hazelcast's. */
@NullUnmarked
class SimRegistryMapTest extends RegistryMapContract {

    /** The first node had all partitions; since its crash the others share them. */
    @Override
    protected List<? extends RegistryMap> newMap() {
        Simulation simulation = new Simulation(1, null, new Divergence());
        SimNode first = simulation.join();
        simulation.join();
        simulation.join();
        simulation.run(Duration.ofSeconds(2));
        simulation.crash(first);
        simulation.run(Duration.ofSeconds(2));
        return simulation.alive().stream().map((node) -> new SimRegistryMap(node.side().map(), node)).toList();
    }

}
