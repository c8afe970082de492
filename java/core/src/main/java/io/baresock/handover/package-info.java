/**
 * Sockets that change hands: from a service manager ({@link io.baresock.handover.ListenFds}, {@link io.baresock.handover.FdStore}), from and
 * to channels of the JDK ({@link io.baresock.handover.NioChannels}), by a node in the file system ({@link io.baresock.handover.UnixNode}); and
 * the process at the other end ({@link io.baresock.handover.PeerProcess}).
 */
@NullMarked
package io.baresock.handover;

import org.jspecify.annotations.NullMarked;
