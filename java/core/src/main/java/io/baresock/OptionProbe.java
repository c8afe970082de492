package io.baresock;

import io.baresock.constants.Constants;
import io.baresock.internal.Abi;
import io.baresock.internal.Scratch;
import io.baresock.internal.call.Descriptor;
import java.nio.ByteBuffer;

/**
 * Finds out whether an option works here, by trying it on a socket that is closed again. The release of the kernel would not tell what it
 * was built with, nor what this process may do.
 */
final class OptionProbe {

    private OptionProbe() {}

    /** Why the option does not work, or empty if it does. */
    static String reason(SocketOption<?> option) {
        String absent = absent(option);
        if (!absent.isEmpty()) {
            return absent;
        }
        SocketKind kind = option.info().kind();
        if (kind == null) {
            kind = SocketKind.ofLevel(option.level());
        }
        try (Socket s = kind.open()) {
            return attempt(s.fd(), option);
        } catch (ErrnoException | UnsupportedOperationException e) {
            return option.label() + " is for " + kind.familyName() + ", and none can be opened here: " + e.getMessage();
        }
    }

    private static String absent(SocketOption<?> option) {
        for (int number : new int[] {option.name(), option.level()}) {
            try {
                Abi.check(number, option.label());
            } catch (UnsupportedOperationException e) {
                return String.valueOf(e.getMessage());
            }
        }
        return "";
    }

    /** Gets the option and sets it to the same value, or to zeros if it cannot be read. */
    static String attempt(int fd, SocketOption<?> option) {
        if (option.info().needs().equals("TCP_REPAIR")) {
            int r = Descriptor.B.setsockoptInt(
                    fd, Constants.IPPROTO_TCP, Constants.TCP_REPAIR, Constants.TCP_REPAIR_ON);
            if (r < 0) {
                return refused(option, "setsockopt", r);
            }
        }
        Scratch scratch = Scratch.take(option.size());
        try {
            ByteBuffer value = scratch.buffer();
            for (int i = 0; i < option.size(); i++) {
                value.put(i, (byte) 0);
            }
            int length = option.size();
            if (option.info().direction() != OptionInfo.Direction.SET) {
                int r = Descriptor.B.getsockoptBounded(fd, option.level(), option.name(), scratch.address(), length);
                String refused = refused(option, "getsockopt", r);
                if (!refused.isEmpty() || option.info().direction() == OptionInfo.Direction.GET) {
                    return refused;
                }
                length = r < 0 ? length : r;
            }
            int r = Descriptor.B.setsockopt(fd, option.level(), option.name(), scratch.address(), length);
            return refused(option, "setsockopt", r);
        } finally {
            scratch.give();
        }
    }

    /** Errors about the value or the state of the socket (EINVAL, ENOTCONN) show that the option is there. */
    private static String refused(SocketOption<?> option, String call, int result) {
        int errno = -result;
        if (result >= 0) {
            return "";
        }
        String text = ": " + call + " says " + Errno.name(errno);
        if (errno == Constants.EPERM || errno == Constants.EACCES) {
            String needs = option.info().needs();
            return option.label() + " needs " + (needs.isEmpty() ? "a capability" : needs) + text;
        }
        if (errno == Constants.ENOPROTOOPT || errno == Constants.EOPNOTSUPP) {
            String since = option.info().since();
            return "this kernel does not have " + option.label() + (since.isEmpty() ? "" : " (Linux " + since + ")")
                    + text;
        }
        return "";
    }
}
