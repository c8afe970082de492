/**
 * Sockets shared with other processes and with the JDK: from a service manager ({@link io.baresock.handover.ListenFds},
 * {@link io.baresock.handover.FdStore}), for channels of the JDK ({@link io.baresock.handover.NioChannels}), at a path
 * ({@link io.baresock.handover.UnixNode}); and the process at the other end ({@link io.baresock.handover.PeerProcess}).
 * {@link io.baresock.handover.Systemd} sends messages to a service manager. {@link io.baresock.handover.UnixDatagramChannel} is a channel
 * for Unix datagrams.
 */
@NullMarked
package io.baresock.handover;

import org.jspecify.annotations.NullMarked;
