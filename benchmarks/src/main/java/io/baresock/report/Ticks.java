package io.baresock.report;

/** Round numbers on a logarithmic axis: 1, 2, 5, 10, 20, 50 and so on. */
final class Ticks {

    private Ticks() {}

    static double next(double tick) {
        double decade = Math.pow(10, Math.floor(Math.log10(tick * 1.001)));
        double leading = tick / decade;
        return decade * (leading < 1.5 ? 2 : leading < 3 ? 5 : 10);
    }

    static double atMost(double value) {
        double tick = Math.pow(10, Math.floor(Math.log10(value)));
        while (next(tick) <= value) {
            tick = next(tick);
        }
        return tick;
    }

    static double atLeast(double value) {
        double tick = atMost(value);
        return tick < value ? next(tick) : tick;
    }

    /** Where a value lies between two others: 0 to 1. */
    static double share(double value, double low, double high) {
        return Math.log(value / low) / Math.log(high / low);
    }
}
