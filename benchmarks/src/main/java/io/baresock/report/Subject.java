package io.baresock.report;

import io.baresock.run.Sample;
import java.util.function.DoubleFunction;

/**
 * What the charts of a class of benchmarks show.
 *
 * @param metric of {@link Sample#value}
 * @param title for people
 * @param param each value of it gets a chart of its own; empty if all are in one
 * @param text how a value is written
 */
record Subject(String metric, String title, String param, DoubleFunction<String> text) {

    private static final Subject TIME = new Subject("time", "time of an operation", "", Svg::time);

    static Subject of(String group) {
        return switch (group) {
            case "EchoBench" -> new Subject(Sample.CPU, "CPU time of the server for an echo", "connections", Svg::time);
            case "FlowBench" -> new Subject("rate", "datagrams a second, longer is better", "size", Svg::rate);
            case "StreamBench" -> new Subject("time", TIME.title, "size", Svg::time);
            case "PingPongBench" -> new Subject("time", TIME.title, "transport", Svg::time);
            default -> TIME;
        };
    }
}
