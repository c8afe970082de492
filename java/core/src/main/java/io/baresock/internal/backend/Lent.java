package io.baresock.internal.backend;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A view of memory for the user to keep.
 *
 * @param view of all of it
 * @param session whose end makes every use of the view, and of what was made of it, an {@link IllegalStateException}; null where the
 *     JDK has nothing like that
 */
public record Lent(ByteBuffer view, @Nullable AutoCloseable session) {

    /** Ends the use of the view; false if somebody is using it just now, so that it goes on. */
    public boolean end() {
        try {
            if (session != null) {
                session.close();
            }
            return true;
        } catch (IllegalStateException e) { // a channel of NIO is reading into it, or it was ended before
            return false;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
