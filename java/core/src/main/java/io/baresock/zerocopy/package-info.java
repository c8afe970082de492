/**
 * Sends that the kernel reports later, in the error queue of the socket. {@link io.baresock.zerocopy.ZeroCopyPool} has buffers for
 * zero-copy sends. {@link io.baresock.zerocopy.TransmitIds} says which send a transmit time belongs to. Linux only.
 */
@NullMarked
package io.baresock.zerocopy;

import org.jspecify.annotations.NullMarked;
