package io.baresock.run;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The median of pairs, one per round, with its 95 % interval. The interval is made by the bootstrap, because the distribution is unknown
 * and a disturbed round is far off. The same numbers give the same interval.
 *
 * @param median of all
 * @param low of the interval
 * @param high of the interval
 * @param count how many
 */
public record Paired(double median, double low, double high, int count) {

    /** For no values. It has no NaN, because JSON has none. */
    static final Paired NONE = new Paired(0, 0, 0, 0);

    private static final int RESAMPLES = 2000;
    private static final double TAIL = 0.025;
    private static final long SEED = 6;

    /** So few values are often closer together than many would be. */
    private static final int FEW = 4;

    static Paired of(double[] values) {
        if (values.length == 0) {
            return new Paired(Double.NaN, Double.NaN, Double.NaN, 0);
        }
        SplittableRandom random = new SplittableRandom(SEED);
        double[] medians = new double[RESAMPLES];
        double[] resample = new double[values.length];
        for (int i = 0; i < RESAMPLES; i++) {
            for (int k = 0; k < resample.length; k++) {
                resample[k] = values[random.nextInt(values.length)];
            }
            medians[i] = median(resample);
        }
        Arrays.sort(medians);
        int tail = (int) (RESAMPLES * TAIL);
        return new Paired(median(values), medians[tail], medians[RESAMPLES - 1 - tail], values.length);
    }

    /**
     * Whether a limit is inside the interval. With two or three values the interval counts as three times as wide; with one value every
     * limit is inside.
     */
    boolean leavesOpen(double limit) {
        double margin = count < FEW ? high - low : 0;
        return count < 2 || (low - margin <= limit && limit <= high + margin);
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
