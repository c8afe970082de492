package io.baresock;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The text form of one address family. What {@link #format} writes, {@link #parse} reads back to an equal address. */
interface SockaddrCodec {

    /** The text, or null if the bytes are not a well-formed address of this family and have no text of it. */
    @Nullable
    String format(ByteBuffer packed);

    /**
     * The packed address, or null if the text is not of this family.
     *
     * @throws IllegalArgumentException if it is, but malformed
     */
    @Nullable
    ByteBuffer parse(String text);
}
