package io.baresock.memory;

import io.baresock.internal.Library;
import io.baresock.internal.Memory;
import io.baresock.internal.Scratch;
import io.baresock.internal.Slab;
import java.nio.ByteBuffer;

/** Goes one byte beyond native memory of Baresock, or, with the argument {@code inside}, as far as its last byte. */
final class Overrun {

    private static final int SIZE = 104; // a multiple of 8

    private Overrun() {}

    /** Arguments: who goes there, what memory, how far. */
    public static void main(String[] args) {
        long address =
                switch (args[1]) {
                    case "slab" -> new Slab("overrun", SIZE).address();
                    case "scratch" -> Scratch.take(SIZE).address();
                    case "cell" -> Memory.address(Memory.allocate(SIZE));
                    default -> throw new IllegalArgumentException(args[1]);
                };
        int length = SIZE + (args[2].equals("inside") ? 0 : 1);
        ByteBuffer view = Library.backend().memoryView(address, length);
        switch (args[0]) {
            case "write" -> view.put(length - 1, (byte) 7);
            case "read" -> view.get(length - 1);
            case "c" -> Library.backend().constants(address, length);
            default -> throw new IllegalArgumentException(args[0]);
        }
        System.out.println("unharmed");
    }
}
