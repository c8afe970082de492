package io.baresock.internal.backend;

/** Hosts, services, protocols and interfaces: the part of {@link JniBackend} that knows them by name. */
abstract sealed class JniNames extends JniWaiting permits JniBackend {

    // names

    @Override
    public int getaddrinfo(long node, long service, long hints, long buf, int cap) {
        return Natives.getaddrinfo(node, service, hints, buf, cap);
    }

    @Override
    public int getnameinfo(long addr, int addrlen, int flags, long buf) {
        return Natives.getnameinfo(addr, addrlen, flags, buf);
    }

    @Override
    public int gaiStrerror(int error, long buf, int cap) {
        return Natives.gaiStrerror(error, buf, cap);
    }

    @Override
    public int gethostname(long buf, int cap) {
        return Natives.gethostname(buf, cap);
    }

    @Override
    public int sethostname(long name, int length) {
        return Natives.sethostname(name, length);
    }

    @Override
    public int gethostbyname(long name, int family, int cap, long buf) {
        return Natives.gethostbyname(name, family, cap, buf);
    }

    @Override
    public int gethostbyaddr(long addr, int length, int family, int cap, long buf) {
        return Natives.gethostbyaddr(addr, length, family, cap, buf);
    }

    @Override
    public int getservbyname(long name, long protocol) {
        return Natives.getservbyname(name, protocol);
    }

    @Override
    public int getservbyport(int port, long protocol, long buf, int cap) {
        return Natives.getservbyport(port, protocol, buf, cap);
    }

    @Override
    public int getprotobyname(long name) {
        return Natives.getprotobyname(name);
    }

    @Override
    public int getprotobynumber(int number, long buf, int cap) {
        return Natives.getprotobynumber(number, buf, cap);
    }

    @Override
    public int ifNametoindex(long name) {
        return Natives.ifNametoindex(name);
    }

    @Override
    public int ifIndextoname(int index, long buf, int cap) {
        return Natives.ifIndextoname(index, buf, cap);
    }

    @Override
    public int ifNameindex(long buf, int cap) {
        return Natives.ifNameindex(buf, cap);
    }
}
