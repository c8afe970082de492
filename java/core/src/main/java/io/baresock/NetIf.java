package io.baresock;

import io.baresock.internal.Printable;
import java.util.Objects;

/**
 * A network interface. See if_nameindex(3).
 *
 * @param index its number, positive
 * @param name its name, such as {@code lo}
 */
public record NetIf(int index, String name) {

    /** Refuses null. */
    public NetIf {
        Objects.requireNonNull(name, "name");
    }

    /** {@return both on one line: a name may have any byte except white space, slash and colon} */
    @Override
    public String toString() {
        return "NetIf[index=" + index + ", name=" + Printable.of(name) + "]";
    }
}
