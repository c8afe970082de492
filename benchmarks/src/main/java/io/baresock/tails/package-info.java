/** Virtual threads under full load: who waits longest, by Baresock's sockets and by the JDK's. */
@NullMarked
package io.baresock.tails;

import org.jspecify.annotations.NullMarked;
