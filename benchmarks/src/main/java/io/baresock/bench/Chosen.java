package io.baresock.bench;

import io.baresock.Baresock;

/** Chooses the backend, which a JVM does only once: each value of the parameter needs a fork of its own. */
final class Chosen {

    private Chosen() {}

    /** To be called before anything else of Baresock. */
    static void backend(String name) {
        System.setProperty("baresock.backend", name);
        if (!Baresock.backend().equals(name)) {
            throw new IllegalStateException("the backend is " + Baresock.backend() + ", not " + name);
        }
    }
}
