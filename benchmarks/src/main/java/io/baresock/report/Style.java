package io.baresock.report;

import io.baresock.run.Cell;
import java.util.List;
import java.util.Locale;

/** Who a benchmark belongs to: by its backend if it is ours, else by how the method's name begins. */
enum Style {
    FFM("ffm", "Baresock, FFM"),
    JNI("jni", "Baresock, JNI"),
    C("c", "C"),
    NIO("nio", "Java NIO"),
    PEER("peer", "other peers");

    private static final List<String> NIO_PREFIXES = List.of("nio", "java", "net", "jdk");

    private final String id;
    private final String label;

    Style(String id, String label) {
        this.id = id;
        this.label = label;
    }

    static Style of(Cell cell) {
        String backend = cell.params().getOrDefault("backend", "");
        if (!backend.isEmpty()) {
            return backend.equals("jni") ? JNI : FFM;
        }
        String method = cell.method();
        if (method.matches("(c|twin)([A-Z].*)?")) {
            return C;
        }
        String lower = method.toLowerCase(Locale.ROOT);
        boolean netty = lower.startsWith("netty");
        return !netty && NIO_PREFIXES.stream().anyMatch(lower::startsWith) ? NIO : PEER;
    }

    String id() {
        return id;
    }

    String label() {
        return label;
    }
}
