package io.baresock.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baresock.ErrnoException;
import io.baresock.Socket;
import io.baresock.SocketKind;
import io.baresock.SocketOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** What is asserted of one option: steps that are all run on sockets of the right kind. */
final class OptionCase<T> {

    /** Makes the socket an option needs. */
    interface Opener {
        Socket open() throws Exception;
    }

    /** Brings a fresh socket into the state an option needs. */
    interface Preparation {
        void on(Socket socket) throws Exception;
    }

    private interface Step {
        void run() throws Exception;
    }

    private final SocketOption<T> option;
    private final List<Step> steps = new ArrayList<>();
    private Opener opener;
    private Preparation preparation = socket -> {};

    OptionCase(SocketOption<T> option, SocketKind usual) {
        this.option = option;
        SocketKind own = option.info().kind();
        opener = (own == null ? usual : own)::open;
    }

    SocketOption<T> option() {
        return option;
    }

    void run() throws Exception {
        assertTrue(!steps.isEmpty(), option + " has no step");
        for (Step step : steps) {
            step.run();
        }
    }

    OptionCase<T> on(Opener other) {
        opener = other;
        return this;
    }

    OptionCase<T> after(Preparation first) {
        preparation = first;
        return this;
    }

    private interface Body {
        void run(Socket socket) throws Exception;
    }

    /** A step on a socket of the kind, and in the state, that were said last. */
    private OptionCase<T> step(Body body) {
        Opener how = opener;
        Preparation first = preparation;
        steps.add(() -> {
            try (Socket s = how.open()) {
                first.on(s);
                body.run(s);
            }
        });
        return this;
    }

    /** Rule "equal": what is set is what is got; the values are set one after the other on one socket. */
    @SafeVarargs
    final OptionCase<T> equal(T... values) {
        return step(s -> {
            for (T value : values) {
                s.setOption(option, value);
                same(value, s.getOption(option));
            }
        });
    }

    /** Rules "doubled", "clamped", "masked": what is set is not what is got. */
    OptionCase<T> becomes(T set, T got) {
        return step(s -> {
            s.setOption(option, set);
            same(got, s.getOption(option));
        });
    }

    /** What is got on a fresh socket. */
    OptionCase<T> reads(T value) {
        return step(s -> {
            same(value, s.getOption(option));
        });
    }

    /** What is got on a fresh socket, by a rule. */
    OptionCase<T> reads(String rule, Predicate<T> rightly) {
        return step(s -> {
            T value = s.getOption(option);
            assertTrue(rightly.test(value), () -> option + " = " + text(value) + " is not " + rule);
        });
    }

    /** A value that is refused. */
    OptionCase<T> refuses(T value, int errno) {
        return step(s -> {
            assertEquals(errno, errnoOf(s, option, value), option + " = " + text(value));
        });
    }

    /** A set-only option: it is accepted, and then the second setting, whose errno shows that the first took effect. */
    OptionCase<T> acceptsOnce(T value, int errnoOfSecond) {
        return step(s -> {
            s.setOption(option, value);
            assertEquals(errnoOfSecond, errnoOf(s, option, value), option + " a second time");
        });
    }

    /** A set-only option whose effect another option shows. */
    <U> OptionCase<T> shows(T value, SocketOption<U> other, U got) {
        return step(s -> {
            s.setOption(option, value);
            assertTrue(Objects.deepEquals(got, s.getOption(other)), () -> option + " does not show in " + other);
        });
    }

    private static <T> int errnoOf(Socket s, SocketOption<T> option, T value) {
        ErrnoException e = assertThrows(ErrnoException.class, () -> s.setOption(option, value));
        assertTrue(e.getMessage().contains(option.label()), e.getMessage());
        return e.errno();
    }

    private void same(T expected, T actual) {
        assertTrue(
                Objects.deepEquals(expected, actual),
                () -> option + ": expected " + text(expected) + ", got " + text(actual));
    }

    private static String text(Object value) {
        return Arrays.deepToString(new Object[] {value});
    }
}
