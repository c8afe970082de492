package io.baresock.demo;

import java.util.List;

/** Who plays. Each gets a JVM of its own, since the backend is chosen once for a JVM; the last one is the measure. */
enum Contestant {
    FFM("Baresock, FFM", "ffm", "-Dbaresock.backend=ffm"),
    JNI("Baresock, JNI", "jni", "-Dbaresock.backend=jni"),
    NIO("Java NIO", "nio", "-Dbaresock.backend=auto"),
    C("C, libc calls", "c", "-Dbaresock.backend=auto");

    private final String label;
    private final String id;
    private final String option;

    Contestant(String label, String id, String option) {
        this.label = label;
        this.id = id;
        this.option = option;
    }

    /** What to call it in the table. */
    String label() {
        return label;
    }

    /** Its name in JSON and in the page's style sheet. */
    String id() {
        return id;
    }

    /** The command that runs its worker: the same JVM settings for all. */
    List<String> command(String java, String classPath) {
        return List.of(
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-Xms64m",
                "-Xmx64m",
                option,
                "-cp",
                classPath,
                Worker.class.getName(),
                name());
    }
}
