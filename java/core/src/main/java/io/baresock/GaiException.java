package io.baresock;

import io.baresock.internal.Abi;
import io.baresock.internal.Library;
import io.baresock.internal.Printable;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A name could not be resolved. The codes are those of getaddrinfo(3); they are not error numbers. The message has the call and the name:
 * {@code getaddrinfo("nosuch", "http"): EAI_NONAME (Name or service not known)}.
 */
public final class GaiException extends IOException {

    private static final long serialVersionUID = 1;

    /**
     * The code.
     *
     * @serial EAI_*
     */
    private final int code;
    /**
     * The error number.
     *
     * @serial 0 if there is none
     */
    private final int errno;

    /**
     * A failed call.
     *
     * @param call the call and what it was given, such as {@code getaddrinfo("nosuch", null)}
     * @param code {@code EAI_*}
     * @param errno the error number, if the code is {@code EAI_SYSTEM}; else 0
     * @param detail put at the end of the message, or null
     */
    public GaiException(String call, int code, int errno, @Nullable String detail) {
        super(Printable.of(call) + ": " + name(code) + " (" + text(code) + ")"
                + (errno == 0 ? "" : ": " + Errno.name(errno) + " (" + Errno.text(errno) + ")")
                + (detail == null ? "" : ": " + Printable.of(detail)));
        this.code = code;
        this.errno = errno;
    }

    /** {@return the code, such as {@code Bsd.EAI_NONAME}} */
    public int code() {
        return code;
    }

    /** {@return the name of the code, such as {@code "EAI_NONAME"}} */
    public String codeName() {
        return name(code);
    }

    /** {@return the error number of the system call that failed, if the code is {@code EAI_SYSTEM}; else 0} */
    public int errno() {
        return errno;
    }

    static String text(int code) {
        return Errno.systemText((address, room) -> Library.backend().gaiStrerror(code, address, room));
    }

    private static String name(int code) {
        return Names.OF.getOrDefault(code, "EAI code " + code);
    }

    private static final class Names {
        /** EAI_MAX of macOS is a limit, not a code. */
        static final Map<Integer, String> OF = Abi.names().entrySet().stream()
                .filter(e -> e.getKey().startsWith("EAI_") && !e.getKey().equals("EAI_MAX"))
                .sorted(Map.Entry.comparingByKey()) // of two names the same one each time
                .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey, (a, b) -> a));
    }
}
