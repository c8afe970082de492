package io.baresock.echo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who serves, and by which command. */
enum Contestant {
    C("c-epoll", "C, epoll", null, ""),
    POLLER_FFM("poller-ffm", "Baresock Poller, ffm", PollerEcho.class, "-Dbaresock.backend=ffm"),
    POLLER_JNI("poller-jni", "Baresock Poller, jni", PollerEcho.class, "-Dbaresock.backend=jni"),
    ASYNC("async", "Baresock EventLoop", AsyncEcho.class, ""),
    NIO("nio", "NIO Selector", NioEcho.class, ""),
    NETTY_EPOLL("netty-epoll", "Netty epoll", NettyEcho.class, "epoll"),
    NETTY_IO_URING("netty-io_uring", "Netty io_uring", NettyEcho.class, "io_uring");

    private final String id;
    private final String title;
    private final @Nullable Class<?> main;
    private final String argument;

    Contestant(String id, String title, @Nullable Class<?> main, String argument) {
        this.id = id;
        this.title = title;
        this.main = main;
        this.argument = argument;
    }

    /** Its name in the JSON. */
    String id() {
        return id;
    }

    /** Its name in the table. */
    String title() {
        return title;
    }

    List<String> command(Programs programs) {
        return main == null ? List.of(programs.server()) : java(main);
    }

    /** An argument that begins with a hyphen is the JVM's. */
    private List<String> java(Class<?> mainClass) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // On one CPU the JVM would choose this collector anyway; said, so that it is so where nothing is pinned.
        command.addAll(List.of("-XX:+UseSerialGC", "-Xms64m", "-Xmx256m"));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        if (mainClass == NettyEcho.class) {
            command.addAll(nettyAtItsBest());
        }
        if (argument.startsWith("-")) {
            command.add(argument);
        }
        command.addAll(List.of("-classpath", System.getProperty("java.class.path"), mainClass.getName()));
        if (!argument.isEmpty() && !argument.startsWith("-")) {
            command.add(argument);
        }
        return command;
    }

    /** Without Unsafe, which newer JDKs forbid by default, Netty's buffers are slower. */
    private static List<String> nettyAtItsBest() {
        List<String> flags = new ArrayList<>(List.of(
                "-Dio.netty.leakDetection.level=disabled",
                "-Dio.netty.noUnsafe=false",
                "-Dio.netty.tryReflectionSetAccessible=true",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED"));
        if (Runtime.version().feature() >= 23) {
            flags.add("--sun-misc-unsafe-memory-access=allow");
        }
        return flags;
    }
}
