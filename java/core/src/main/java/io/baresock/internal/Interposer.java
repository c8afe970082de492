package io.baresock.internal;

import io.baresock.internal.backend.Backend;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Lets a test put something between Java and the C ABI, for example to inject faults: a function that gets the backend when it is loaded.
 * It is not API: the module does not export this package.
 */
public final class Interposer {

    private static @Nullable UnaryOperator<Backend> function;
    private static boolean tooLate;

    private Interposer() {}

    /**
     * Sets the function.
     *
     * @throws IllegalStateException if the library is loaded already
     */
    public static synchronized void install(UnaryOperator<Backend> f) {
        if (tooLate) {
            throw new IllegalStateException("the library is loaded already");
        }
        function = f;
    }

    static synchronized Backend interpose(Backend backend) {
        tooLate = true;
        return function == null ? backend : function.apply(backend);
    }
}
