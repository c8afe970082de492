package io.baresock.internal.backend;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A view of memory that the user may keep.
 *
 * @param view of all of it
 * @param session once it is closed, each use of the view or of its slices throws {@link IllegalStateException}; null if the JDK cannot do
 *     that
 */
public record Lent(ByteBuffer view, @Nullable AutoCloseable session) {

    /** Ends the use of the view; false if it is in use now, and stays usable. */
    public boolean end() {
        try {
            if (session != null) {
                session.close();
            }
            return true;
        } catch (IllegalStateException e) { // a channel of NIO is using it, or it was ended before
            return false;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
