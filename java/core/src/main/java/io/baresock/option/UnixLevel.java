package io.baresock.option;

import static io.baresock.Bsd.SOL_LOCAL;
import static io.baresock.OptionInfo.on;
import static io.baresock.option.Options.ofBoolean;
import static io.baresock.option.Options.ofBytes;
import static io.baresock.option.Options.ofInt;

import io.baresock.Bsd;
import io.baresock.SocketKind;
import io.baresock.SocketOption;

/**
 * Options of local sockets on macOS and FreeBSD; Linux has them at {@code SOL_SOCKET}: {@link
 * SocketLevelLinux#SO_PEERCRED} and others.
 *
 * @see <a href="https://man.freebsd.org/cgi/man.cgi?query=unix&amp;sektion=4">unix(4)</a>
 */
public final class UnixLevel {

    /** connect(2) waits for accept. */
    public static final SocketOption<Boolean> LOCAL_CONNWAIT = ofBoolean(
            "LOCAL_CONNWAIT", SOL_LOCAL, Bsd.LOCAL_CONNWAIT, on("FreeBSD").of(SocketKind.UNIX_STREAM));

    /** A control message with the sender's credentials, once. */
    public static final SocketOption<Boolean> LOCAL_CREDS = ofBoolean(
            "LOCAL_CREDS", SOL_LOCAL, Bsd.LOCAL_CREDS, on("macOS", "FreeBSD").of(SocketKind.UNIX_STREAM));

    /** A control message with the sender's credentials, with every message. */
    public static final SocketOption<Boolean> LOCAL_CREDS_PERSISTENT = ofBoolean(
            "LOCAL_CREDS_PERSISTENT",
            SOL_LOCAL,
            Bsd.LOCAL_CREDS_PERSISTENT,
            on("FreeBSD").of(SocketKind.UNIX_STREAM));

    /** {@code struct xucred} of the other end. Get only. */
    public static final SocketOption<byte[]> LOCAL_PEERCRED = ofBytes(
            "LOCAL_PEERCRED",
            SOL_LOCAL,
            Bsd.LOCAL_PEERCRED,
            on("macOS", "FreeBSD").of(SocketKind.UNIX_STREAM).getOnly(),
            88);

    /** The effective process at the other end. Get only. */
    public static final SocketOption<Integer> LOCAL_PEEREPID = ofInt(
            "LOCAL_PEEREPID",
            SOL_LOCAL,
            Bsd.LOCAL_PEEREPID,
            on("macOS").of(SocketKind.UNIX_STREAM).getOnly());

    /** The process at the other end. Get only. */
    public static final SocketOption<Integer> LOCAL_PEERPID = ofInt(
            "LOCAL_PEERPID",
            SOL_LOCAL,
            Bsd.LOCAL_PEERPID,
            on("macOS").of(SocketKind.UNIX_STREAM).getOnly());

    /** The audit token of the other end. Get only. */
    public static final SocketOption<byte[]> LOCAL_PEERTOKEN = ofBytes(
            "LOCAL_PEERTOKEN",
            SOL_LOCAL,
            Bsd.LOCAL_PEERTOKEN,
            on("macOS").of(SocketKind.UNIX_STREAM).getOnly(),
            32);

    private UnixLevel() {}
}
