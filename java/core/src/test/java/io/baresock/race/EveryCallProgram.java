package io.baresock.race;

import static io.baresock.Bsd.AF_INET;
import static io.baresock.Bsd.AF_UNIX;
import static io.baresock.Bsd.SOCK_DGRAM;
import static io.baresock.Bsd.SOCK_STREAM;

import io.baresock.Baresock;
import io.baresock.Bsd;
import io.baresock.Sockaddr;
import io.baresock.Socket;
import io.baresock.arch.ExportedTypes;
import io.baresock.testkit.Patience;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Calls every public method and constructor of every exported type, in random order with random arguments: garbage, closed objects, and
 * what earlier calls gave. Arguments: the seed, how many calls at least, and how many seconds at least. It prints a line and ends with
 * status 0 if each call had a documented answer, and no other descriptor of the process was touched.
 */
public final class EveryCallProgram {

    /** It names this machine; a wrong value of an option has a type that no compiler lets through. */
    private static final Set<String> LEFT_OUT = Set.of("sethostname", "setOption");

    private static final Set<String> TAKES_OWNERSHIP = Set.of("adopt");
    private static final Set<String> GIVES_A_DESCRIPTOR =
            Set.of("socket", "accept", "accept4", "dup", "takeFd", "takePidfd", "detach");
    private static final Set<String> ENDS = Set.of("close", "closeAsync", "shutdown", "detach");
    private static final Set<String> GIVES_TWO = Set.of("socketpair", "pipe", "pipe2");

    private static final int OBJECTS_AT_START = 4;
    private static final long LOOK_AGAIN = 20;
    private static final int LOOKS_UNTIL_RESCUE = 10;
    private static final long HANGS_MILLIS = TimeUnit.SECONDS.toMillis(Patience.SECONDS) / 2; // it must say so itself
    private static final byte[] KNOWN = "not of this test".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final long seed;
    private final Random random;
    private final Pool pool;
    private final Arguments arguments;
    private List<Executable> members = List.of();
    private List<Class<?>> types = List.of();
    private final Map<Executable, Integer> results = new HashMap<>();
    private final Set<Executable> called = new HashSet<>();
    private final AtomicReference<Throwable> finding = new AtomicReference<>();
    private final AtomicLong calls = new AtomicLong();
    private volatile String current = "";
    private int next; // member of this turn of all

    private EveryCallProgram(long seed) {
        this.seed = seed;
        random = new Random(seed);
        pool = new Pool(random);
        arguments = new Arguments(random, pool);
    }

    /** Arguments: see the class. */
    public static void main(String[] args) {
        int status = 1;
        try {
            run(args);
            status = 0;
        } catch (Throwable e) {
            System.err.println(text(e));
        }
        Runtime.getRuntime().halt(status); // loops that nobody closed have threads
    }

    private static String text(Throwable e) {
        StringWriter all = new StringWriter();
        e.printStackTrace(new PrintWriter(all, true));
        return all.toString();
    }

    private static void run(String[] args) throws Exception {
        long seed = Long.parseLong(args[0]);
        EveryCallProgram program = new EveryCallProgram(seed);
        int[] strangers = new int[2];
        if (Bsd.socketpair(AF_UNIX, SOCK_DGRAM, 0, strangers) != 0) {
            throw new AssertionError("no socket pair");
        }
        Bsd.send(strangers[0], direct(KNOWN), 0);
        program.findMembers();
        program.watched(Long.parseLong(args[1]), Long.parseLong(args[2]));
        ByteBuffer b = ByteBuffer.allocateDirect(100);
        int n = Bsd.recv(strangers[1], b, Bsd.MSG_DONTWAIT);
        int next = Bsd.recv(strangers[1], ByteBuffer.allocateDirect(1), Bsd.MSG_DONTWAIT);
        if (n != KNOWN.length || !b.flip().equals(ByteBuffer.wrap(KNOWN)) || next != -Bsd.EAGAIN) {
            throw new AssertionError(
                    "seed " + seed + ": a socket that nobody was given has other data: " + n + ", " + next);
        }
        System.out.println(program.summary());
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    private String summary() {
        Set<String> never = new TreeSet<>();
        for (Executable m : called) {
            if (!results.containsKey(m)) {
                never.add(m.getDeclaringClass().getSimpleName() + "." + m.getName());
            }
        }
        System.err.println("called, and never with a result: " + never);
        Set<String> missed = new TreeSet<>();
        for (Executable m : members) {
            if (!called.contains(m)) {
                missed.add(m.getDeclaringClass().getSimpleName() + "." + m.getName());
            }
        }
        System.err.println("never called: " + missed);
        long successes = results.values().stream().mapToLong(n -> n).sum();
        return "members=" + members.size() + " called=" + called.size() + " succeeded=" + results.size() + " calls="
                + calls + " results=" + successes;
    }

    private void findMembers() throws Exception {
        types = ExportedTypes.all();
        Set<Executable> found = new HashSet<>(); // what is inherited is found in each subclass
        for (Class<?> type : types) {
            if (!Modifier.isAbstract(type.getModifiers()) || type.isInterface()) {
                found.addAll(List.of(type.getConstructors()));
            }
            for (Method m : type.getMethods()) {
                boolean ours = m.getDeclaringClass().getName().startsWith("io.baresock.");
                if (ours && !m.isBridge() && !LEFT_OUT.contains(m.getName())) {
                    found.add(m);
                }
            }
        }
        members = new ArrayList<>(found);
        members.sort(Comparator.comparing(Executable::toGenericString));
    }

    /** Runs the calls on another thread. This one ends what waits: a call that gets garbage may wait for what never comes. */
    private void watched(long count, long seconds) throws Exception {
        Thread worker = new Thread(
                () -> {
                    try {
                        run(count, seconds);
                    } catch (Throwable e) {
                        finding.compareAndSet(null, e);
                    }
                },
                "every-call");
        worker.setDaemon(true);
        worker.start();
        long seen = -1;
        int looks = 0;
        for (; worker.isAlive(); worker.join(LOOK_AGAIN)) {
            looks = seen == calls.get() ? looks + 1 : 0;
            seen = calls.get();
            if (looks > 0 && looks % LOOKS_UNTIL_RESCUE == 0) {
                endWaits();
            }
            if (looks * LOOK_AGAIN > HANGS_MILLIS) {
                AssertionError hung = new AssertionError("seed " + seed + ": hangs: " + current);
                hung.setStackTrace(worker.getStackTrace());
                throw hung;
            }
        }
        if (finding.get() != null) {
            throw new AssertionError("seed " + seed + ", call " + calls + ": " + current, finding.get());
        }
    }

    /** On threads of their own: a call that ran meanwhile may have changed a mode again, and what would not wait waits. */
    private void endWaits() {
        for (AutoCloseable c : pool.closeable()) {
            rescue(c::close);
        }
        rescue(() -> pool.descriptors().forEach(EveryCallProgram::endWaits));
    }

    private static void rescue(RandomCalls.Call call) {
        Thread t = new Thread(() -> RandomCalls.run(call), "rescue");
        t.setDaemon(true);
        t.start();
    }

    private static void endWaits(int fd) {
        Bsd.shutdown(fd, Bsd.SHUT_RDWR);
        Bsd.fcntl(fd, Bsd.F_SETFL, Bsd.O_NONBLOCK);
        if (Baresock.hasConstant("F_GETPIPE_SZ") && Bsd.fcntl(fd, Bsd.F_GETPIPE_SZ, 0) > 0) {
            Bsd.writev(fd, direct(KNOWN)); // wakes a read of an empty pipe; the change of the mode does not
            Bsd.readv(fd, ByteBuffer.allocateDirect(1 << 16)); // and a write of a full one
        }
    }

    private void run(long count, long seconds) throws Throwable {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (calls.get() < count || System.nanoTime() - end < 0) {
            if (calls.get() % 500 == 0) {
                start();
            }
            one();
            calls.incrementAndGet();
        }
    }

    /** Some good objects, without which few calls would come far. */
    private void start() throws Exception {
        for (int i = 0; i < OBJECTS_AT_START; i++) {
            for (Socket s : Socket.pair(AF_UNIX, i % 2 == 0 ? SOCK_STREAM : SOCK_DGRAM, 0)) {
                give(Socket.class, s);
            }
            give(Socket.class, Socket.open(AF_INET, SOCK_DGRAM, 0).bind(Sockaddr.parse("127.0.0.1:0")));
            pool.keep(Bsd.socket(AF_INET, SOCK_DGRAM | Bsd.SOCK_NONBLOCK, 0));
        }
        give(Sockaddr.class, Sockaddr.parse("127.0.0.1:9"));
        for (Object sample : Samples.make(types)) {
            keep(sample);
        }
        for (Class<?> type : types) {
            if (type.isInterface()) {
                give(type, arguments.made(type));
            }
        }
    }

    private void give(Class<?> type, Object value) {
        if (pool.add(type, value) instanceof AutoCloseable old) {
            RandomCalls.run(old::close);
        }
    }

    private void one() throws Throwable {
        if (next == members.size()) {
            Collections.shuffle(members, random);
            next = 0;
        }
        Executable member = members.get(next++);
        if (ENDS.contains(member.getName()) && called.contains(member) && random.nextInt(10) > 0) {
            return; // else most calls would be on closed objects
        }
        Object target = null;
        if (member instanceof Method m && !Modifier.isStatic(m.getModifiers())) {
            target = pool.one(((Method) member).getDeclaringClass());
            if (target == null) {
                return;
            }
        }
        Parameter[] parameters = member.getParameters();
        Object[] values = Arrays.stream(parameters).map(arguments::of).toArray();
        current = member + Arrays.deepToString(values);
        called.add(member);
        Object result;
        try {
            result = member instanceof Constructor<?> c
                    ? c.newInstance(values)
                    : ((Method) member).invoke(target, values);
        } catch (InvocationTargetException e) {
            judge(member, values, e.getCause());
            return;
        }
        results.merge(member, 1, Integer::sum);
        keep(member, values, result);
    }

    private void judge(Executable member, Object[] values, Throwable answer) {
        boolean hasNull = Arrays.stream(values)
                .anyMatch(v -> v == null
                        || v instanceof Object[] a && Arrays.asList(a).contains(null)
                        || v instanceof Collection<?> c && c.contains(null));
        boolean isRefusedNull = answer instanceof NullPointerException && hasNull;
        if (!isRefusedNull) {
            RandomCalls.judge(member, current, answer);
        }
    }

    private void keep(Executable member, Object[] values, Object result) {
        String name = member.getName();
        boolean ofBsd = member.getDeclaringClass() == Bsd.class;
        boolean closed = ofBsd && name.equals("close") && (int) result == 0;
        if (closed || TAKES_OWNERSHIP.contains(name) && values[0] instanceof Integer) {
            pool.forget((int) values[0]);
            if (!closed) {
                keep(result);
            }
        } else if (ofBsd && GIVES_TWO.contains(name) && (int) result == 0) {
            int[] two = (int[]) values[values.length - (name.equals("pipe2") ? 2 : 1)];
            pool.keep(two[0]);
            pool.keep(two[1]);
        } else if (result instanceof Integer fd && fd >= 0 && givesDescriptor(member)) {
            pool.keep(fd);
        } else if (result != null) {
            keep(result);
        }
    }

    /** Socket.detach does, the static ones of filters do not. */
    private static boolean givesDescriptor(Executable member) {
        boolean hasOne = member.getDeclaringClass() == Bsd.class || !Modifier.isStatic(member.getModifiers());
        return hasOne && GIVES_A_DESCRIPTOR.contains(member.getName());
    }

    private void keep(Object result) {
        if (result instanceof Object[] all) {
            for (Object o : all) {
                if (o != null) {
                    keep(o);
                }
            }
        } else if (result.getClass().getName().startsWith("io.baresock.")) {
            for (Class<?> t = result.getClass(); t != Object.class; t = t.getSuperclass()) {
                give(t, result);
            }
        }
    }
}
