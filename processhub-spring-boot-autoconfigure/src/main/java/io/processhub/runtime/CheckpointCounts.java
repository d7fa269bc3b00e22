package io.processhub.runtime;

/**
 * States of children that this member was to keep, since its hub was made.
 *
 * @param taken handed in by children
 * @param written in the store, and backed up; fewer than taken, since only the newest of
 * several is written
 * @param refused because a later claim has the child
 * @param failed attempts that had no answer or a bad one; each is made again
 */
public record CheckpointCounts(long taken, long written, long refused, long failed) {
}
