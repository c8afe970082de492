package io.baresock.net;

import io.baresock.Bsd;
import io.baresock.ErrnoException;
import io.baresock.OptionInfo;
import io.baresock.Socket;
import io.baresock.SocketOption;
import io.baresock.option.Linger;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One {@code OPTION=VALUE}: the option, and the value that its text stands for.
 *
 * @param text as it was written, for messages
 */
record Setting<T>(SocketOption<T> option, T value, String text) {

    private static final Pattern TIME = Pattern.compile("(\\d{1,15})(s|ms|us)");

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if there is no such option, or the text is no value of it
     */
    static Setting<?> parse(String text) {
        int equals = text.indexOf('=');
        if (equals <= 0) {
            throw new IllegalArgumentException("\"" + text
                    + "\" is no setting: write OPTION=VALUE, and at the end unix:PATH or unix:@NAME for a Unix socket. No"
                    + " other family has a place here");
        }
        String name = text.substring(0, equals).strip();
        SocketOption<?> option = OptionNames.get(name);
        if (option.info().direction() == OptionInfo.Direction.GET) {
            throw new IllegalArgumentException(name + " can only be read: leave it out");
        }
        return of(option, text.substring(equals + 1).strip());
    }

    private static <T> Setting<T> of(SocketOption<T> option, String value) {
        String text = option.label() + "=" + value;
        Object parsed;
        try {
            parsed = value(option.type(), value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    text + ": write a whole number that an " + option.type().getSimpleName() + " holds" + unit(option),
                    e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(text + ": " + e.getMessage(), e);
        }
        if (parsed == null) {
            throw new IllegalArgumentException(
                    text + ": its value is a " + option.type().getSimpleName()
                            + ", which has no text form here; set it on the socket, by baresock().setOption");
        }
        return new Setting<>(option, option.type().cast(parsed), text);
    }

    private static String unit(SocketOption<?> option) {
        return option.info().unit().isEmpty() ? "" : ", in " + option.info().unit();
    }

    /** The value; null for a class that has no text form. */
    private static @Nullable Object value(Class<?> type, String text) {
        if (type == Integer.class) {
            return Integer.decode(text);
        }
        if (type == Long.class) {
            return Long.decode(text);
        }
        if (type == String.class) {
            return text;
        }
        if (type == Boolean.class) {
            return flag(text);
        }
        if (type == Duration.class) {
            return time(text);
        }
        if (type == Linger.class) {
            return text.equals("off") ? Linger.OFF : linger(text);
        }
        return null;
    }

    private static Linger linger(String text) {
        try {
            return new Linger(true, Integer.decode(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("write off, or a whole number of seconds from 0 on", e);
        }
    }

    private static boolean flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new IllegalArgumentException("\"" + text + "\" is no flag: write true, false, 1 or 0");
        };
    }

    private static Duration time(String text) {
        Matcher m = TIME.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no time: write a number and its unit, such as 5s, 500ms or 250us");
        }
        long number = Long.parseLong(m.group(1));
        return switch (m.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "ms" -> Duration.ofMillis(number);
            default -> Duration.ofNanos(Math.multiplyExact(number, 1000));
        };
    }

    void set(Socket socket) throws ErrnoException {
        socket.setOption(option, value);
    }

    /**
     * Sets it on a socket that is there to try it.
     *
     * @throws IllegalArgumentException if the system refuses it
     */
    void tryOn(Socket socket) {
        try {
            set(socket);
        } catch (ErrnoException e) {
            String needs = option.info().needs();
            throw new IllegalArgumentException(
                    text + ": the system refuses it on a " + kind(socket) + " socket that is not connected: "
                            + e.getMessage()
                            + (needs.isEmpty() ? "" : "; setting it needs " + needs) + unit(option)
                            + ". Change the value or leave it out",
                    e);
        } catch (IllegalArgumentException e) { // a value that the option does not take at all
            throw new IllegalArgumentException(text + ": " + e.getMessage() + ". Change the value or leave it out", e);
        } catch (UnsupportedOperationException e) {
            throw new IllegalArgumentException(text + ": " + e.getMessage() + "; leave it out on this system", e);
        }
    }

    private static String kind(Socket socket) {
        if (socket.domain() == Bsd.AF_UNIX) {
            return "Unix";
        }
        return socket.type() == Bsd.SOCK_DGRAM ? "UDP" : "TCP";
    }
}
