package io.baresock.internal.backend;

import static io.baresock.internal.backend.FfmHandles.*;

/** Hosts, services, protocols and interfaces: the part of {@link FfmBackend} that knows them by name. */
abstract sealed class FfmNames extends FfmWaiting permits FfmBackend {

    // names

    @Override
    public int getaddrinfo(long node, long service, long hints, long buf, int cap) {
        try {
            return (int) GETADDRINFO.invokeExact(node, service, hints, buf, cap);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int getnameinfo(long addr, int addrlen, int flags, long buf) {
        try {
            return (int) GETNAMEINFO.invokeExact(addr, addrlen, flags, buf);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int gaiStrerror(int error, long buf, int cap) {
        try {
            return (int) GAI_STRERROR.invokeExact(error, buf, cap);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int gethostname(long buf, int cap) {
        try {
            return (int) GETHOSTNAME.invokeExact(buf, cap);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int sethostname(long name, int length) {
        try {
            return (int) SETHOSTNAME.invokeExact(name, length);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int gethostbyname(long name, int family, int cap, long buf) {
        try {
            return (int) GETHOSTBYNAME.invokeExact(name, family, cap, buf);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int gethostbyaddr(long addr, int length, int family, int cap, long buf) {
        try {
            return (int) GETHOSTBYADDR.invokeExact(addr, length, family, cap, buf);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int getservbyname(long name, long protocol) {
        try {
            return (int) GETSERVBYNAME.invokeExact(name, protocol);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int getservbyport(int port, long protocol, long buf, int cap) {
        try {
            return (int) GETSERVBYPORT.invokeExact(port, protocol, buf, cap);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int getprotobyname(long name) {
        try {
            return (int) GETPROTOBYNAME.invokeExact(name);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int getprotobynumber(int number, long buf, int cap) {
        try {
            return (int) GETPROTOBYNUMBER.invokeExact(number, buf, cap);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int ifNametoindex(long name) {
        try {
            return (int) IF_NAMETOINDEX.invokeExact(name);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int ifIndextoname(int index, long buf, int cap) {
        try {
            return (int) IF_INDEXTONAME.invokeExact(index, buf, cap);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    @Override
    public int ifNameindex(long buf, int cap) {
        try {
            return (int) IF_NAMEINDEX.invokeExact(buf, cap);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }
}
