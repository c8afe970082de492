import java.lang.reflect.Method;

/**
 * Loads the library as the jar does, with a class of another name in the place of Natives, as in a shaded jar. Run as
 * {@code java LoadCheck.java MODE LIBRARY}.
 */
final class LoadCheck {

    /** All that JNI_OnLoad registers; a method that is missing here makes loading fail. */
    static final class Relocated {
        static native int abiVersion();
        static native int force(int mask);
        static native int constants(long buf, int cap);
        static native int strerror(int err, long buf, int cap);
        static native int uname(long buf, int cap);
        static native int socket(int domain, int type, int protocol);
        static native long socketpair(int domain, int type, int protocol);
        static native int close(int fd);
        static native int dup(int fd);
        static native int fcntl(int fd, int cmd, long arg);
        static native int setNonblocking(int fd, int on);
        static native int bind(int fd, long addr, int addrlen);
        static native int connect(int fd, long addr, int addrlen);
        static native int listen(int fd, int backlog);
        static native int accept4(int fd, long slot, int flags);
        static native int shutdown(int fd, int how);
        static native int getsockname(int fd, long slot);
        static native int getpeername(int fd, long slot);
        static native int getsockopt(int fd, int level, int name, long value, int cap);
        static native int setsockopt(int fd, int level, int name, long value, int len);
        static native long getsockoptInt(int fd, int level, int name);
        static native int setsockoptInt(int fd, int level, int name, int value);
        static native int send(int fd, long buf, int len, int flags);
        static native int recv(int fd, long buf, int len, int flags);
        static native int sendto(int fd, long buf, int len, int flags, long addr, int addrlen);
        static native int recvfrom(int fd, long buf, int len, int flags, long slot);
        static native int pollOne(int fd, int wakefd, int events, long timeout);
        static native int connectWait(int fd, int wakefd, long addr, int addrlen, long timeout);
        static native int acceptWait(int fd, int wakefd, long slot, int flags, long timeout);
        static native int sendWait(
                int fd, int wakefd, long buf, int len, int flags, long addr, int addrlen, long timeout);
        static native int recvWait(int fd, int wakefd, long buf, int len, int flags, long slot, long timeout);
        static native long wakeOpen();
        static native int wakeSignal(long wake);
        static native int wakeDrain(long wake);
        static native int wakeClose(long wake);
    }

    public static void main(String[] args) throws Exception {
        String mode = args[0];
        String library = args[1];
        if (mode.equals("registers")) {
            System.setProperty("baresock.jni.class", Relocated.class.getName());
            System.load(library);
            callEveryMethod();
        } else if (mode.equals("reports-missing-class")) {
            System.setProperty("baresock.jni.class", "no.such.Natives");
            try {
                System.load(library);
            } catch (NoClassDefFoundError e) {
                check(e.getMessage().contains("no/such/Natives"), e.toString());
                return;
            }
            throw new AssertionError("loaded without its class");
        } else {
            throw new IllegalArgumentException(mode);
        }
    }

    /** Every method is bound; with a wake object or descriptor of -1 none can do harm. */
    private static void callEveryMethod() throws Exception {
        check(Relocated.abiVersion() > 0, "abiVersion");
        check(Relocated.constants(0, 0) > 0, "constants");
        long wake = Relocated.wakeOpen();
        int reader = (int) wake;
        check(wake >= 0 && Relocated.wakeSignal(wake) == 0, "wakeSignal");
        check(Relocated.pollOne(reader, -1, 1, -1) == 1, "pollOne");
        check(Relocated.wakeDrain(wake) == 0 && Relocated.pollOne(reader, -1, 1, 0) == 0, "wakeDrain");
        check(Relocated.wakeClose(wake) == 0, "wakeClose");
        for (Method method : Relocated.class.getDeclaredMethods()) {
            Class<?>[] types = method.getParameterTypes();
            Object[] arguments = new Object[types.length];
            for (int i = 0; i < types.length; i++) {
                arguments[i] = types[i] == int.class ? (Object) (i == 0 ? -1 : 0) : (Object) 0L;
            }
            if (types.length > 0 && types[0] == int.class) {
                method.invoke(null, arguments);
            }
        }
    }

    private static void check(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
