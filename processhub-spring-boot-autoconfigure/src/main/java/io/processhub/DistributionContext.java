package io.processhub;

import java.util.Collection;
import java.util.List;

/**
 * What a {@link DistributionStrategy} may know beside the children in question, as the
 * asking member knows it. Valid during the question only.
 */
public interface DistributionContext {

    /** Members that take children, eldest first; may be empty. */
    List<Member> members();

    /** How many owners each child should have; at least 1. */
    int copies();

    /** Members that hold a claim for a child, in the order of the claims. */
    List<MemberId> holders(ChildKey key);

    /** All children that should run, in no order. */
    Collection<ChildSpec> children();

    /**
     * How busy a member said it was, from 0 (idle) to 1; 0 if it has not said so. Said
     * only under strategies with a {@link DistributionStrategy#loadSampling()}.
     */
    double load(MemberId member);

}
