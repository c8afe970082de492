package io.baresock.run;

import java.util.Locale;

/**
 * The result of a gate.
 *
 * @param workload the work
 * @param ours our benchmark, with parameters
 * @param peer the peer
 * @param metric the metric that was compared
 * @param measured the ratio, or the value, for people
 * @param ratio as a number with its interval; its count is 0 if the limit is on a value
 * @param limit for people
 * @param state {@link #OK}, {@link #SHORT}, {@link #MISSING} or {@link #STATED}
 */
public record Verdict(
        String workload,
        String ours,
        String peer,
        String metric,
        String measured,
        Paired ratio,
        String limit,
        String state) {

    /** It holds. */
    public static final String OK = "ok";

    /** It does not. */
    public static final String SHORT = "short";

    /** It was not measured: there is no such benchmark, or it failed, or every fork was disturbed. */
    public static final String MISSING = "missing";

    /** There is no limit, so nothing is judged. */
    public static final String STATED = "stated";

    static Verdict integer(String workload, String ours, String measured, String limit, boolean ok) {
        return new Verdict(workload, ours, "-", "integer", measured, Paired.NONE, limit, ok ? OK : SHORT);
    }

    /** Whether it holds. */
    public boolean isOk() {
        return state.equals(OK);
    }

    /** Whether it is about bytes or system calls. */
    public boolean isOfNoPeer() {
        return peer.equals("-");
    }

    /** Whether it has a limit. */
    boolean isJudged() {
        return !state.equals(STATED);
    }

    /** {@code workload | peer | measured | limit | ok}. */
    public String line() {
        return String.join(" | ", workload, peer, measured, limit, state);
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
