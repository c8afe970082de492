/** Servers under full load: which request waits longest. Virtual threads by Baresock's sockets and by the JDK's, and event loops. */
@NullMarked
package io.baresock.tails;

import org.jspecify.annotations.NullMarked;
