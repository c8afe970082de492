package io.baresock.echo;

import io.baresock.gate.Jvm;
import io.baresock.run.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The servers, and the command of each. */
enum Contestant {
    C("EchoBench.c", null, "echo_server"),
    C_RING("EchoBench.cRing", null, "echo_ring"),
    POLLER_FFM("EchoBench.poller backend=ffm", PollerEcho.class, "-Dbaresock.backend=ffm"),
    POLLER_JNI("EchoBench.poller backend=jni", PollerEcho.class, "-Dbaresock.backend=jni"),
    EVENT_LOOP_FFM("EchoBench.eventLoop backend=ffm", AsyncEcho.class, "-Dbaresock.backend=ffm"),
    EVENT_LOOP_JNI("EchoBench.eventLoop backend=jni", AsyncEcho.class, "-Dbaresock.backend=jni"),
    EVENT_LOOP_RING("EchoBench.eventLoopRing", AsyncEcho.class, "io_uring"),
    NIO("EchoBench.nio", NioEcho.class, ""),
    NETTY_EPOLL("EchoBench.nettyEpoll", NettyEcho.class, "epoll"),
    NETTY_IO_URING("EchoBench.nettyIoUring", NettyEcho.class, "io_uring");

    private static final int PROCESSES_OF_C = 3;

    private final String name;
    private final @Nullable Class<?> main;
    private final String argument;

    Contestant(String name, @Nullable Class<?> main, String argument) {
        this.name = name;
        this.main = main;
        this.argument = argument;
    }

    /** The cell for that many connections. */
    Cell cell(int connections) {
        return Cell.parse(name).with("connections", Integer.toString(connections));
    }

    /** How many processes of it serve in a round, one after the other. Processes of the same program differ by some percent. */
    int processes() {
        return main == null
                ? PROCESSES_OF_C
                : 1; // a program in C has no JVM to warm up, and all others are compared with C
    }

    /**
     * The command; an argument that begins with a hyphen is for the JVM.
     *
     * @param program where a program in C is
     */
    List<String> command(UnaryOperator<String> program) {
        if (main == null) {
            return List.of(program.apply(argument));
        }
        // The heap size is given, because the JVM's choice depends on the number of CPUs.
        List<String> options = new ArrayList<>(List.of("-Xms64m", "-Xmx256m"));
        if (main == NettyEcho.class) {
            options.addAll(NettyListener.options());
        }
        boolean option = argument.startsWith("-");
        if (option) {
            options.add(argument);
        }
        return Jvm.command(options, main, option || argument.isEmpty() ? List.of() : List.of(argument));
    }
}
