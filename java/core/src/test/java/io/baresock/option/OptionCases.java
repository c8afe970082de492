package io.baresock.option;

import io.baresock.SocketKind;
import io.baresock.SocketOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** A table of cases, and of options that cannot be tried, with the reason. */
class OptionCases {

    private final Map<SocketOption<?>, OptionCase<?>> cases = new LinkedHashMap<>();
    private final Map<SocketOption<?>, String> notHere = new LinkedHashMap<>();
    private SocketKind kind = SocketKind.UDP;

    /** The kind of socket of the options that follow and do not name their own. */
    final void usual(SocketKind usual) {
        kind = usual;
    }

    final <T> OptionCase<T> option(SocketOption<T> option) {
        OptionCase<T> c = new OptionCase<>(option, kind);
        if (cases.put(option, c) != null) {
            throw new IllegalStateException(option + " is there twice");
        }
        return c;
    }

    @SafeVarargs
    final void flags(SocketOption<Boolean>... options) {
        for (SocketOption<Boolean> o : options) {
            option(o).equal(true, false, true);
        }
    }

    final void notSettableHere(SocketOption<?> option, String why) {
        notHere.put(option, why);
    }

    final Map<SocketOption<?>, OptionCase<?>> cases() {
        return cases;
    }

    final Map<SocketOption<?>, String> notHere() {
        return notHere;
    }
}
