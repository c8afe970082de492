package io.baresock.run;

import java.util.List;

/** The backends of Baresock that this JDK can have. */
final class Backends {

    /** Why something was not measured here. */
    static final String ABSENT = "not on this JDK: run with JDK 22+";

    private Backends() {}

    static List<String> here() {
        return of(Runtime.version().feature());
    }

    /** FFM is final since JDK 22. */
    static List<String> of(int jdk) {
        return jdk < 22 ? List.of("jni") : List.of("ffm", "jni");
    }

    /** Whether a cell needs no backend, or one of these, or the default one. */
    static boolean canRun(Cell cell, List<String> backends) {
        String backend = cell.params().get("backend");
        return backend == null || backend.equals("auto") || backends.contains(backend);
    }
}
