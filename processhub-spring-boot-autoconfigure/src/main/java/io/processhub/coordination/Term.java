package io.processhub.coordination;

import java.util.Comparator;

/**
 * Number of an electorate. Later ones are greater; no two electorates have the same.
 *
 * @param ballot grows with every member that sets out to change the electorate
 * @param leader address of that member, which tells two with the same ballot apart
 * @param index counts the changes it made
 */
public record Term(long ballot, String leader, int index) implements Comparable<Term> {

    /** Before the first electorate. */
    public static final Term NONE = new Term(0, "", 0);

    private static final Comparator<Term> ORDER = Comparator.comparingLong(Term::ballot)
        .thenComparing(Term::leader)
        .thenComparingInt(Term::index);

    @Override
    public int compareTo(Term other) {
        return ORDER.compare(this, other);
    }

    boolean isAfter(Term other) {
        return compareTo(other) > 0;
    }

    /** The first term of its ballot. */
    Term first() {
        return (this.index == 0) ? this : new Term(this.ballot, this.leader, 0);
    }

    Term next() {
        return new Term(this.ballot, this.leader, this.index + 1);
    }

}
