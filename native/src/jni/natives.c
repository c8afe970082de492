/* baresock.h as JNI methods: each drops the two arguments that JNI adds, and nothing else. Same order as the header. */
#include "natives.h"

#include "baresock.h"

#define NATIVE(result, name, call, ...)                                                                                \
    static result JNICALL jni_##name(JNIEnv *env, jclass cls, __VA_ARGS__) {                                           \
        (void)env;                                                                                                     \
        (void)cls;                                                                                                     \
        return call;                                                                                                   \
    }
#define NATIVE0(result, name, call)                                                                                    \
    static result JNICALL jni_##name(JNIEnv *env, jclass cls) {                                                        \
        (void)env;                                                                                                     \
        (void)cls;                                                                                                     \
        return call;                                                                                                   \
    }

// clang-format off
NATIVE0(jint, abiVersion, bs_abi_version())
NATIVE(jint, force, bs_force(mask), jint mask)
NATIVE(jint, constants, bs_constants(buf, cap), jlong buf, jint cap)
NATIVE(jint, strerror, bs_strerror(err, buf, cap), jint err, jlong buf, jint cap)
NATIVE(jint, uname, bs_uname(buf, cap), jlong buf, jint cap)

NATIVE(jlong, memoryMap, bs_memory_map(size), jlong size)
NATIVE(jint, memoryRenew, bs_memory_renew(address, size), jlong address, jlong size)
NATIVE(jint, memoryUnmap, bs_memory_unmap(address, size), jlong address, jlong size)

NATIVE(jint, socket, bs_socket(domain, type, protocol), jint domain, jint type, jint protocol)
NATIVE(jlong, socketpair, bs_socketpair(domain, type, protocol), jint domain, jint type, jint protocol)
NATIVE(jint, close, bs_close(fd), jint fd)
NATIVE(jint, dup, bs_dup(fd), jint fd)
NATIVE(jint, fcntl, bs_fcntl(fd, cmd, arg), jint fd, jint cmd, jlong arg)
NATIVE(jint, setNonblocking, bs_set_nonblocking(fd, on), jint fd, jint on)
NATIVE(jint, dup2, bs_dup2(fd, newfd), jint fd, jint newfd)
NATIVE(jlong, pipe, bs_pipe(flags), jint flags)
NATIVE(jint, ioctl, bs_ioctl(fd, request, arg), jint fd, jlong request, jlong arg)
NATIVE(jint, ioctlBounded, bs_ioctl_bounded(fd, request, arg, size), jint fd, jlong request, jlong arg, jint size)
NATIVE(jint, available, bs_available(fd), jint fd)
NATIVE(jint, sockatmark, bs_sockatmark(fd), jint fd)

NATIVE(jint, bind, bs_bind(fd, addr, addrlen), jint fd, jlong addr, jint addrlen)
NATIVE(jint, bindMode, bs_bind_mode(fd, addr, addrlen, mode), jint fd, jlong addr, jint addrlen, jint mode)
NATIVE(jint, connect, bs_connect(fd, addr, addrlen), jint fd, jlong addr, jint addrlen)
NATIVE(jint, listen, bs_listen(fd, backlog), jint fd, jint backlog)
NATIVE(jint, accept4, bs_accept4(fd, slot, flags), jint fd, jlong slot, jint flags)
NATIVE(jint, shutdown, bs_shutdown(fd, how), jint fd, jint how)
NATIVE(jint, getsockname, bs_getsockname(fd, slot), jint fd, jlong slot)
NATIVE(jint, getpeername, bs_getpeername(fd, slot), jint fd, jlong slot)

NATIVE(jint, getsockopt, bs_getsockopt(fd, level, name, value, cap),
       jint fd, jint level, jint name, jlong value, jint cap)
NATIVE(jint, getsockoptBounded, bs_getsockopt_bounded(fd, level, name, value, cap),
       jint fd, jint level, jint name, jlong value, jint cap)
NATIVE(jint, setsockopt, bs_setsockopt(fd, level, name, value, len),
       jint fd, jint level, jint name, jlong value, jint len)
NATIVE(jlong, getsockoptInt, bs_getsockopt_int(fd, level, name), jint fd, jint level, jint name)
NATIVE(jint, setsockoptInt, bs_setsockopt_int(fd, level, name, value), jint fd, jint level, jint name, jint value)

NATIVE(jint, send, bs_send(fd, buf, len, flags), jint fd, jlong buf, jint len, jint flags)
NATIVE(jint, recv, bs_recv(fd, buf, len, flags), jint fd, jlong buf, jint len, jint flags)
NATIVE(jint, sendto, bs_sendto(fd, buf, len, flags, addr, addrlen),
       jint fd, jlong buf, jint len, jint flags, jlong addr, jint addrlen)
NATIVE(jint, recvfrom, bs_recvfrom(fd, buf, len, flags, slot), jint fd, jlong buf, jint len, jint flags, jlong slot)

NATIVE(jint, sendmsg, bs_sendmsg(fd, message, flags), jint fd, jlong message, jint flags)
NATIVE(jint, recvmsg, bs_recvmsg(fd, message, flags), jint fd, jlong message, jint flags)
NATIVE(jint, messageDiscard, bs_message_discard(message), jlong message)
NATIVE(jint, readv, bs_readv(fd, iov, count), jint fd, jlong iov, jint count)
NATIVE(jint, writev, bs_writev(fd, iov, count), jint fd, jlong iov, jint count)
NATIVE(jint, cmsgLen, bs_cmsg_len(length), jint length)
NATIVE(jint, cmsgSpace, bs_cmsg_space(length), jint length)

NATIVE(jint, sendmmsg, bs_sendmmsg(fd, batch, first, count, flags),
       jint fd, jlong batch, jint first, jint count, jint flags)
NATIVE(jint, recvmmsg, bs_recvmmsg(fd, batch, first, count, flags),
       jint fd, jlong batch, jint first, jint count, jint flags)
NATIVE(jint, batchDiscard, bs_batch_discard(batch), jlong batch)
NATIVE(jint, batchRing, bs_batch_ring(batch), jlong batch)

NATIVE0(jint, gsoProbe, bs_gso_probe())
NATIVE(jint, sendSegments, bs_send_segments(fd, gso, buf, len, segment, flags, addr, addrlen),
       jint fd, jlong gso, jlong buf, jint len, jint segment, jint flags, jlong addr, jint addrlen)
NATIVE(jint, errors, bs_errors(fd, batch, errors, count), jint fd, jlong batch, jlong errors, jint count)

NATIVE(jlong, sendfile, bs_sendfile(out, in, offset, count), jint out, jint in, jlong offset, jlong count)
NATIVE(jlong, splice, bs_splice(in, in_offset, out, out_offset, count, flags),
       jint in, jlong in_offset, jint out, jlong out_offset, jlong count, jint flags)

NATIVE(jint, poll, bs_poll(fds, count, timeout), jlong fds, jint count, jlong timeout)
NATIVE(jint, select, bs_select(nfds, readfds, writefds, exceptfds, timeout),
       jint nfds, jlong readfds, jlong writefds, jlong exceptfds, jlong timeout)

NATIVE(jint, pollOne, bs_poll_one(fd, events, timeout), jint fd, jint events, jlong timeout)

NATIVE0(jlong, threadSelf, bs_thread_self())
NATIVE(jint, threadKick, bs_thread_kick(thread), jlong thread)
NATIVE(jint, alarmStart, bs_alarm_start(after), jlong after)
NATIVE(jint, alarmStop, bs_alarm_stop(alarm), jint alarm)

NATIVE0(jlong, pollerOpen, bs_poller_open())
NATIVE(jint, pollerClose, bs_poller_close(poller), jlong poller)
NATIVE(jint, pollerFd, bs_poller_fd(poller), jlong poller)
NATIVE(jint, pollerCtl, bs_poller_ctl(poller, op, fd, events, token),
       jlong poller, jint op, jint fd, jint events, jlong token)
NATIVE(jint, pollerWait, bs_poller_wait(poller, events, cap, timeout, spin),
       jlong poller, jlong events, jint cap, jlong timeout, jlong spin)
NATIVE(jint, pollerWake, bs_poller_wake(poller), jlong poller)
NATIVE0(jint, barrierOpen, bs_barrier_open())
NATIVE0(jint, barrier, bs_barrier())
NATIVE(jint, pollerSetBusyPoll, bs_poller_set_busy_poll(poller, usecs, budget, prefer),
       jlong poller, jint usecs, jint budget, jint prefer)
NATIVE(jlong, pollerGetBusyPoll, bs_poller_get_busy_poll(poller), jlong poller)

NATIVE(jint, getaddrinfo, bs_getaddrinfo(node, service, hints, buf, cap),
       jlong node, jlong service, jlong hints, jlong buf, jint cap)
NATIVE(jint, getnameinfo, bs_getnameinfo(addr, addrlen, flags, buf), jlong addr, jint addrlen, jint flags, jlong buf)
NATIVE(jint, gaiStrerror, bs_gai_strerror(error, buf, cap), jint error, jlong buf, jint cap)
NATIVE(jint, gethostname, bs_gethostname(buf, cap), jlong buf, jint cap)
NATIVE(jint, sethostname, bs_sethostname(name, length), jlong name, jint length)
NATIVE(jint, gethostbyname, bs_gethostbyname(name, family, cap, buf), jlong name, jint family, jint cap, jlong buf)
NATIVE(jint, gethostbyaddr, bs_gethostbyaddr(addr, length, family, cap, buf),
       jlong addr, jint length, jint family, jint cap, jlong buf)
NATIVE(jint, getservbyname, bs_getservbyname(name, protocol), jlong name, jlong protocol)
NATIVE(jint, getservbyport, bs_getservbyport(port, protocol, buf, cap), jint port, jlong protocol, jlong buf, jint cap)
NATIVE(jint, getprotobyname, bs_getprotobyname(name), jlong name)
NATIVE(jint, getprotobynumber, bs_getprotobynumber(number, buf, cap), jint number, jlong buf, jint cap)
NATIVE(jint, ifNametoindex, bs_if_nametoindex(name), jlong name)
NATIVE(jint, ifIndextoname, bs_if_indextoname(index, buf, cap), jint index, jlong buf, jint cap)
NATIVE(jint, ifNameindex, bs_if_nameindex(buf, cap), jlong buf, jint cap)

/* The one that makes an object: FFM has its own way to see memory as a ByteBuffer. */
static jobject JNICALL jni_memoryView(JNIEnv *env, jclass cls, jlong address, jint size) {
    (void)cls;
    return (*env)->NewDirectByteBuffer(env, (void *)(intptr_t)address, size);
}

#define METHOD(name, signature) {(char *)#name, (char *)signature, (void *)jni_##name}

const JNINativeMethod bs_natives[] = {
    METHOD(abiVersion, "()I"),
    METHOD(force, "(I)I"),
    METHOD(constants, "(JI)I"),
    METHOD(strerror, "(IJI)I"),
    METHOD(uname, "(JI)I"),
    METHOD(memoryMap, "(J)J"),
    METHOD(memoryRenew, "(JJ)I"),
    METHOD(memoryUnmap, "(JJ)I"),
    METHOD(memoryView, "(JI)Ljava/nio/ByteBuffer;"),
    METHOD(socket, "(III)I"),
    METHOD(socketpair, "(III)J"),
    METHOD(close, "(I)I"),
    METHOD(dup, "(I)I"),
    METHOD(fcntl, "(IIJ)I"),
    METHOD(setNonblocking, "(II)I"),
    METHOD(dup2, "(II)I"),
    METHOD(pipe, "(I)J"),
    METHOD(ioctl, "(IJJ)I"),
    METHOD(ioctlBounded, "(IJJI)I"),
    METHOD(available, "(I)I"),
    METHOD(sockatmark, "(I)I"),
    METHOD(bind, "(IJI)I"),
    METHOD(bindMode, "(IJII)I"),
    METHOD(connect, "(IJI)I"),
    METHOD(listen, "(II)I"),
    METHOD(accept4, "(IJI)I"),
    METHOD(shutdown, "(II)I"),
    METHOD(getsockname, "(IJ)I"),
    METHOD(getpeername, "(IJ)I"),
    METHOD(getsockopt, "(IIIJI)I"),
    METHOD(getsockoptBounded, "(IIIJI)I"),
    METHOD(setsockopt, "(IIIJI)I"),
    METHOD(getsockoptInt, "(III)J"),
    METHOD(setsockoptInt, "(IIII)I"),
    METHOD(send, "(IJII)I"),
    METHOD(recv, "(IJII)I"),
    METHOD(sendto, "(IJIIJI)I"),
    METHOD(recvfrom, "(IJIIJ)I"),
    METHOD(sendmsg, "(IJI)I"),
    METHOD(recvmsg, "(IJI)I"),
    METHOD(messageDiscard, "(J)I"),
    METHOD(readv, "(IJI)I"),
    METHOD(writev, "(IJI)I"),
    METHOD(cmsgLen, "(I)I"),
    METHOD(cmsgSpace, "(I)I"),
    METHOD(sendmmsg, "(IJIII)I"),
    METHOD(recvmmsg, "(IJIII)I"),
    METHOD(batchDiscard, "(J)I"),
    METHOD(batchRing, "(J)I"),
    METHOD(gsoProbe, "()I"),
    METHOD(sendSegments, "(IJJIIIJI)I"),
    METHOD(errors, "(IJJI)I"),
    METHOD(sendfile, "(IIJJ)J"),
    METHOD(splice, "(IJIJJI)J"),
    METHOD(poll, "(JIJ)I"),
    METHOD(select, "(IJJJJ)I"),
    METHOD(pollOne, "(IIJ)I"),
    METHOD(threadSelf, "()J"),
    METHOD(threadKick, "(J)I"),
    METHOD(alarmStart, "(J)I"),
    METHOD(alarmStop, "(I)I"),
    METHOD(pollerOpen, "()J"),
    METHOD(pollerClose, "(J)I"),
    METHOD(pollerFd, "(J)I"),
    METHOD(pollerCtl, "(JIIIJ)I"),
    METHOD(pollerWait, "(JJIJJ)I"),
    METHOD(pollerWake, "(J)I"),
    METHOD(barrierOpen, "()I"),
    METHOD(barrier, "()I"),
    METHOD(pollerSetBusyPoll, "(JIII)I"),
    METHOD(pollerGetBusyPoll, "(J)J"),
    METHOD(getaddrinfo, "(JJJJI)I"),
    METHOD(getnameinfo, "(JIIJ)I"),
    METHOD(gaiStrerror, "(IJI)I"),
    METHOD(gethostname, "(JI)I"),
    METHOD(sethostname, "(JI)I"),
    METHOD(gethostbyname, "(JIIJ)I"),
    METHOD(gethostbyaddr, "(JIIIJ)I"),
    METHOD(getservbyname, "(JJ)I"),
    METHOD(getservbyport, "(IJJI)I"),
    METHOD(getprotobyname, "(J)I"),
    METHOD(getprotobynumber, "(IJI)I"),
    METHOD(ifNametoindex, "(J)I"),
    METHOD(ifIndextoname, "(IJI)I"),
    METHOD(ifNameindex, "(JI)I"),
};
// clang-format on

const jint bs_natives_count = sizeof bs_natives / sizeof bs_natives[0];
