package kvetch.properties.mutants;

import java.util.Locale;

/** A kind of mistake that a C programmer makes. */
enum Operator {
    WIDTH("64 bits counted or stored in 32, or 32 in 64"),
    SIGN("signed for unsigned in a comparison, a division, a shift or a widening, or the other way round"),
    OFF_BY_ONE("< for <= and back, one more or one less"),
    LOOP("a loop that begins or ends one too early or too late"),
    CONSTANT("a constant taken for its neighbour: layouts, errnos, fields, sizes, flags"),
    ARGUMENTS("two arguments, or the two sides of a difference, in the wrong order"),
    ARITHMETIC("+ for -, & for |, << for >>, / for *"),
    TERM("a term, a factor or a flag left out"),
    CONDITION("a condition negated, half of it dropped, or only one of two ways taken"),
    CHECK("a check forgotten"),
    STORE("a store forgotten"),
    STALE("a field or a variable that is not reset"),
    FREE("a free forgotten"),
    STATEMENT("another call forgotten");

    private final String says;

    Operator(String says) {
        this.says = says;
    }

    /** What goes wrong, in one line. */
    String says() {
        return says;
    }

    /** As it is written in an id. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
