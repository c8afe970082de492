package io.baresock.internal;

import java.util.ServiceConfigurationError;
import org.jspecify.annotations.Nullable;

/**
 * The log {@code io.baresock}. It is opened by the first event loop or the first line, so that other processes do not load a logger. Where the JDK cannot
 * open one, a line goes to standard error: JDK 17 fails if the working directory is no path in the locale's encoding. Thread-safe.
 */
public final class Log {

    private static volatile System.@Nullable Logger logger;

    private Log() {}

    public static void warning(String text) {
        log(System.Logger.Level.WARNING, text, null);
    }

    public static void error(String text, Throwable cause) {
        log(System.Logger.Level.ERROR, text, cause);
    }

    /** Opens it now, where the first line may come when no descriptor is left to load classes with. */
    public static void open() {
        logger();
    }

    private static void log(System.Logger.Level level, String text, @Nullable Throwable cause) {
        System.Logger opened = logger();
        if (opened == null) {
            System.err.println(level + ": io.baresock: " + text + (cause == null ? "" : ": " + cause));
        } else if (cause == null) {
            opened.log(level, text);
        } else {
            opened.log(level, text, cause);
        }
    }

    private static System.@Nullable Logger logger() {
        System.Logger opened = logger;
        if (opened == null) {
            try {
                opened = System.getLogger("io.baresock");
                logger = opened;
            } catch (LinkageError | ServiceConfigurationError | RuntimeException e) {
                return null; // the next line tries again
            }
        }
        return opened;
    }
}
