/**
 * Sends that the kernel reports about later, in the error queue of the socket: {@link io.baresock.zerocopy.ZeroCopyPool} lends buffers to it
 * and takes them back when it has sent them, {@link io.baresock.zerocopy.TransmitIds} tells which send a transmit time belongs to. Linux only.
 */
@NullMarked
package io.baresock.zerocopy;

import org.jspecify.annotations.NullMarked;
