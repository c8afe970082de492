package io.baresock.report;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A self-contained HTML page: a frame beside this class, which contains its style, its charts, and Chart.js, which draws them. */
public final class Page {

    /** The version is that of the POM. */
    public static final String CHART_JS = "/META-INF/resources/webjars/chart.js/4.4.9/dist/chart.umd.js";

    private Page() {}

    /**
     * Fills a frame.
     *
     * @param frame its name, such as {@code report.html}
     * @param places what replaces {@code {{name}}} in it: HTML
     */
    public static String of(String frame, Map<String, String> places, List<Chart> charts) throws IOException {
        String page = text(frame).replace("{{style}}", text("style.css")).replace("{{script}}", text("charts.js"));
        for (Map.Entry<String, String> place : places.entrySet()) {
            page = page.replace("{{" + place.getKey() + "}}", place.getValue());
        }
        String library = text(CHART_JS);
        int map = library.indexOf("//# sourceMappingURL"); // a browser's debugger would search for that file
        return page.replace("{{data}}", new Gson().toJson(charts)) // which writes no "<"
                .replace("{{library}}", map < 0 ? library : library.substring(0, map));
    }

    /** A resource beside this class, or by its path. */
    public static String text(String resource) throws IOException {
        try (InputStream in = Page.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException(resource + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Text as HTML. */
    public static String escaped(String s) {
        return s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
