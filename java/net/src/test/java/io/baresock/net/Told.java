package io.baresock.net;

import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a socket said, line by line, in a form that does not depend on the ports. Thread-safe where one thread tells at a time. */
final class Told {

    private final List<String> lines = new ArrayList<>();
    private final Map<Integer, String> ports = new ConcurrentHashMap<>();

    List<String> lines() {
        return lines;
    }

    /** From now on the port has this name. */
    void name(int port, String name) {
        ports.put(port, name);
    }

    /** Tells what a call returns, or its exception with the message. */
    void says(String call, Case.Body<?> body) {
        tell(call, body, true);
    }

    /** Tells what a call without a result does. */
    void does(String call, Case.Step step) {
        says(call, () -> {
            step.run();
            return "done";
        });
    }

    /** The same for a call that the kernel refuses: Baresock's message has more in it than the JDK's. */
    void refuses(String call, Case.Step step) {
        tell(
                call,
                () -> {
                    step.run();
                    return "done";
                },
                false);
    }

    private void tell(String call, Case.Body<?> body, boolean whole) {
        String said;
        try {
            said = text(body.run());
        } catch (Exception e) {
            said = failure(e, whole);
        }
        lines.add(call + ": " + said);
    }

    private String failure(Exception e, boolean whole) {
        String sent = e instanceof InterruptedIOException i ? " after " + i.bytesTransferred : "";
        return e.getClass().getName() + (whole ? " (" + e.getMessage() + ")" : "") + sent;
    }

    private String text(Object value) {
        String text = value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value);
        if (value instanceof Integer n && ports.containsKey(n)) {
            return ports.get(n);
        }
        if (value instanceof SocketAddress || text.contains("port=")) {
            for (Map.Entry<Integer, String> port : ports.entrySet()) {
                text = text.replaceAll("([:=])" + port.getKey() + "\\b", "$1" + port.getValue());
            }
        }
        return text;
    }
}
