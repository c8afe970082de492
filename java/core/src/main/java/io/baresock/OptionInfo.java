package io.baresock;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a socket option. Immutable: {@link #in}, {@link #getOnly} and the others return a changed copy.
 *
 * @param direction whether it can be got, set or both
 * @param unit the unit of a number, such as {@code "bytes"}; empty for flags, names and numbers without a unit
 * @param systems the systems that have it: of {@code "Linux"}, {@code "macOS"} and {@code "FreeBSD"}
 * @param since the first Linux release that has it, such as {@code "3.11"}; empty if older than 2.6.32 or not on Linux
 * @param needs the right that setting it needs, such as {@code "CAP_NET_ADMIN"}; empty if none
 * @param kind the kind of socket to try it on; null for the usual one of the option's level
 */
public record OptionInfo(
        Direction direction, String unit, Set<String> systems, String since, String needs, @Nullable SocketKind kind) {

    /** What can be done with an option. */
    public enum Direction {
        /** It can only be read. */
        GET,
        /** It can only be set. */
        SET,
        /** It can be read and set. */
        BOTH
    }

    /** Every system, both directions, no unit. */
    public static final OptionInfo EVERYWHERE = on("Linux", "macOS", "FreeBSD");

    /** Checks for nulls. */
    public OptionInfo {
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(needs, "needs");
        systems = Set.copyOf(systems);
    }

    /**
     * An option of the named systems.
     *
     * @param systems of {@code "Linux"}, {@code "macOS"} and {@code "FreeBSD"}
     * @return its description
     */
    public static OptionInfo on(String... systems) {
        return new OptionInfo(Direction.BOTH, "", Set.of(systems), "", "", null);
    }

    /**
     * An option of Linux.
     *
     * @param since the first release that has it, such as {@code "3.11"}; empty if older than 2.6.32
     * @return its description
     */
    public static OptionInfo linux(String since) {
        return new OptionInfo(Direction.BOTH, "", Set.of("Linux"), since, "", null);
    }

    /**
     * The same on other systems too.
     *
     * @param more their names
     * @return a copy
     */
    public OptionInfo and(String... more) {
        Set<String> all = new TreeSet<>(systems);
        all.addAll(Set.of(more));
        return new OptionInfo(direction, unit, all, since, needs, kind);
    }

    /**
     * With a unit.
     *
     * @param what the unit of its number
     * @return a copy
     */
    public OptionInfo in(String what) {
        return new OptionInfo(direction, what, systems, since, needs, kind);
    }

    /** {@return a copy that can only be read} */
    public OptionInfo getOnly() {
        return new OptionInfo(Direction.GET, unit, systems, since, needs, kind);
    }

    /** {@return a copy that can only be set} */
    public OptionInfo setOnly() {
        return new OptionInfo(Direction.SET, unit, systems, since, needs, kind);
    }

    /**
     * With a condition for setting it.
     *
     * @param what such as {@code "CAP_NET_ADMIN"}
     * @return a copy
     */
    public OptionInfo needs(String what) {
        return new OptionInfo(direction, unit, systems, since, what, kind);
    }

    /**
     * With the kind of socket it belongs to.
     *
     * @param socket the kind
     * @return a copy
     */
    public OptionInfo of(SocketKind socket) {
        return new OptionInfo(direction, unit, systems, since, needs, socket);
    }
}
