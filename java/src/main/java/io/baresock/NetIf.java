package io.baresock;

/**
 * A network interface. See if_nameindex(3).
 *
 * @param index its number, positive
 * @param name its name, such as {@code lo}
 */
public record NetIf(int index, String name) {}
