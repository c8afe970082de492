package io.baresock.internal;

import org.jspecify.annotations.Nullable;

/**
 * The log {@code io.baresock}. It is opened by the first line, so a process that logs nothing does not load a logger. Where the JDK cannot
 * open one, a line goes to standard error: JDK 17 fails if the working directory is no path in the locale's encoding. Thread-safe.
 */
public final class Log {

    private Log() {}

    public static void warning(String text) {
        log(System.Logger.Level.WARNING, text, null);
    }

    public static void error(String text, Throwable cause) {
        log(System.Logger.Level.ERROR, text, cause);
    }

    private static void log(System.Logger.Level level, String text, @Nullable Throwable cause) {
        System.Logger logger = Opened.LOGGER;
        if (logger == null) {
            System.err.println(level + ": io.baresock: " + text + (cause == null ? "" : ": " + cause));
        } else if (cause == null) {
            logger.log(level, text);
        } else {
            logger.log(level, text, cause);
        }
    }

    private static final class Opened {

        static final System.@Nullable Logger LOGGER = open();

        private static System.@Nullable Logger open() {
            try {
                return System.getLogger("io.baresock");
            } catch (LinkageError | RuntimeException e) {
                return null;
            }
        }
    }
}
