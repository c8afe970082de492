/**
 * Sockets that change hands: from and to a service manager ({@link io.baresock.handover.ListenFds}, {@link io.baresock.handover.FdStore}), from and
 * to channels of the JDK ({@link io.baresock.handover.NioChannels}), by a node in the file system ({@link io.baresock.handover.UnixNode}); and
 * the process at the other end ({@link io.baresock.handover.PeerProcess}). What a service says to its manager ({@link io.baresock.handover.Systemd}),
 * and Unix datagrams as a channel ({@link io.baresock.handover.UnixDatagramChannel}).
 */
@NullMarked
package io.baresock.handover;

import org.jspecify.annotations.NullMarked;
