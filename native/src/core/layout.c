/* The memory layouts that Java and C share, checked at compile time. */
#define _GNU_SOURCE
#include "baresock.h"

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>

_Static_assert(sizeof(void *) == 8, "addresses and handles travel as int64_t; only 64-bit platforms are supported");
_Static_assert(sizeof(int) == 4, "int arguments are passed as int32_t");
_Static_assert(EAGAIN == EWOULDBLOCK, "the wait loops test for EAGAIN alone");

_Static_assert(sizeof(bs_sockaddr_slot) == 136, "bs_sockaddr_slot size");
_Static_assert(offsetof(bs_sockaddr_slot, length) == 0, "bs_sockaddr_slot.length");
_Static_assert(offsetof(bs_sockaddr_slot, reserved) == 4, "bs_sockaddr_slot.reserved");
_Static_assert(offsetof(bs_sockaddr_slot, bytes) == 8, "bs_sockaddr_slot.bytes");
_Static_assert(sizeof(struct sockaddr_storage) <= 128, "an address of any family fits bs_sockaddr_slot.bytes");

_Static_assert(sizeof(bs_poller_event) == 16, "bs_poller_event size");
_Static_assert(offsetof(bs_poller_event, token) == 0, "bs_poller_event.token");
_Static_assert(offsetof(bs_poller_event, events) == 8, "bs_poller_event.events");
_Static_assert(offsetof(bs_poller_event, flags) == 12, "bs_poller_event.flags");

_Static_assert(sizeof(bs_ring_command) == 32, "bs_ring_command size");
_Static_assert(offsetof(bs_ring_command, token) == 0, "bs_ring_command.token");
_Static_assert(offsetof(bs_ring_command, address) == 8, "bs_ring_command.address");
_Static_assert(offsetof(bs_ring_command, op) == 16, "bs_ring_command.op");
_Static_assert(offsetof(bs_ring_command, fd) == 20, "bs_ring_command.fd");
_Static_assert(offsetof(bs_ring_command, length) == 24, "bs_ring_command.length");
_Static_assert(sizeof(bs_loop_ring) == 40, "bs_loop_ring size");
_Static_assert(offsetof(bs_loop_ring, commands) == 0, "bs_loop_ring.commands");
_Static_assert(offsetof(bs_loop_ring, buffers) == 8, "bs_loop_ring.buffers");
_Static_assert(offsetof(bs_loop_ring, capacity) == 16, "bs_loop_ring.capacity");
_Static_assert(offsetof(bs_loop_ring, count) == 20, "bs_loop_ring.count");
_Static_assert(offsetof(bs_loop_ring, buffer_count) == 24, "bs_loop_ring.buffer_count");
_Static_assert(offsetof(bs_loop_ring, buffer_length) == 28, "bs_loop_ring.buffer_length");
_Static_assert(offsetof(bs_loop_ring, completions) == 32, "bs_loop_ring.completions");
_Static_assert(offsetof(bs_loop_ring, sends) == 36, "bs_loop_ring.sends");

_Static_assert(sizeof(struct iovec) == 16, "iovec size");
_Static_assert(offsetof(struct iovec, iov_base) == 0, "iovec.iov_base");
_Static_assert(offsetof(struct iovec, iov_len) == 8, "iovec.iov_len");

_Static_assert(sizeof(bs_cmsg) == 16, "bs_cmsg size");
_Static_assert(offsetof(bs_cmsg, level) == 0, "bs_cmsg.level");
_Static_assert(offsetof(bs_cmsg, type) == 4, "bs_cmsg.type");
_Static_assert(offsetof(bs_cmsg, offset) == 8, "bs_cmsg.offset");
_Static_assert(offsetof(bs_cmsg, length) == 12, "bs_cmsg.length");

_Static_assert(sizeof(bs_control) == 24, "bs_control size");
_Static_assert(offsetof(bs_control, data) == 0, "bs_control.data");
_Static_assert(offsetof(bs_control, records) == 8, "bs_control.records");
_Static_assert(offsetof(bs_control, capacity) == 16, "bs_control.capacity");
_Static_assert(offsetof(bs_control, record_capacity) == 20, "bs_control.record_capacity");

_Static_assert(sizeof(bs_message_java) == 104, "bs_message_java size");
_Static_assert(offsetof(bs_message_java, iov) == 0, "bs_message_java.iov");
_Static_assert(offsetof(bs_message_java, iov_count) == 8, "bs_message_java.iov_count");
_Static_assert(offsetof(bs_message_java, to_length) == 12, "bs_message_java.to_length");
_Static_assert(offsetof(bs_message_java, to) == 16, "bs_message_java.to");
_Static_assert(offsetof(bs_message_java, from) == 24, "bs_message_java.from");
_Static_assert(offsetof(bs_message_java, out) == 32, "bs_message_java.out");
_Static_assert(offsetof(bs_message_java, out_length) == 56, "bs_message_java.out_length");
_Static_assert(offsetof(bs_message_java, out_count) == 60, "bs_message_java.out_count");
_Static_assert(offsetof(bs_message_java, in) == 64, "bs_message_java.in");
_Static_assert(offsetof(bs_message_java, fds) == 88, "bs_message_java.fds");
_Static_assert(offsetof(bs_message_java, fd_capacity) == 96, "bs_message_java.fd_capacity");
_Static_assert(offsetof(bs_message_java, reserved) == 100, "bs_message_java.reserved");

_Static_assert(sizeof(bs_message_c) == 24, "bs_message_c size");
_Static_assert(offsetof(bs_message_c, flags) == 0, "bs_message_c.flags");
_Static_assert(offsetof(bs_message_c, in_length) == 4, "bs_message_c.in_length");
_Static_assert(offsetof(bs_message_c, in_count) == 8, "bs_message_c.in_count");
_Static_assert(offsetof(bs_message_c, fd_count) == 12, "bs_message_c.fd_count");
_Static_assert(offsetof(bs_message_c, pidfd) == 16, "bs_message_c.pidfd");
_Static_assert(offsetof(bs_message_c, reserved) == 20, "bs_message_c.reserved");

_Static_assert(sizeof(bs_message) == 128, "bs_message size");
_Static_assert(offsetof(bs_message, java) == 0, "bs_message.java");
_Static_assert(offsetof(bs_message, c) == 104, "bs_message.c");

_Static_assert(sizeof(bs_batch_slot) == 16, "bs_batch_slot size");
_Static_assert(offsetof(bs_batch_slot, length) == 0, "bs_batch_slot.length");
_Static_assert(offsetof(bs_batch_slot, capacity) == 4, "bs_batch_slot.capacity");
_Static_assert(offsetof(bs_batch_slot, bytes) == 8, "bs_batch_slot.bytes");
_Static_assert(offsetof(bs_batch_slot, flags) == 12, "bs_batch_slot.flags");

_Static_assert(sizeof(bs_batch_columns) == 64, "bs_batch_columns size");
_Static_assert(offsetof(bs_batch_columns, local) == 0, "bs_batch_columns.local");
_Static_assert(offsetof(bs_batch_columns, local_family) == 16, "bs_batch_columns.local_family");
_Static_assert(offsetof(bs_batch_columns, interface_index) == 20, "bs_batch_columns.interface_index");
_Static_assert(offsetof(bs_batch_columns, tos) == 24, "bs_batch_columns.tos");
_Static_assert(offsetof(bs_batch_columns, ttl) == 28, "bs_batch_columns.ttl");
_Static_assert(offsetof(bs_batch_columns, time_ns) == 32, "bs_batch_columns.time_ns");
_Static_assert(offsetof(bs_batch_columns, hardware_ns) == 40, "bs_batch_columns.hardware_ns");
_Static_assert(offsetof(bs_batch_columns, drops) == 48, "bs_batch_columns.drops");
_Static_assert(offsetof(bs_batch_columns, gro_size) == 56, "bs_batch_columns.gro_size");

_Static_assert(sizeof(bs_batch_java) == 80, "bs_batch_java size");
_Static_assert(offsetof(bs_batch_java, messages) == 0, "bs_batch_java.messages");
_Static_assert(offsetof(bs_batch_java, slots) == 8, "bs_batch_java.slots");
_Static_assert(offsetof(bs_batch_java, headers) == 16, "bs_batch_java.headers");
_Static_assert(offsetof(bs_batch_java, stride) == 24, "bs_batch_java.stride");
_Static_assert(offsetof(bs_batch_java, capacity) == 28, "bs_batch_java.capacity");
_Static_assert(offsetof(bs_batch_java, gso) == 32, "bs_batch_java.gso");
_Static_assert(offsetof(bs_batch_java, columns_at) == 40, "bs_batch_java.columns_at");
_Static_assert(offsetof(bs_batch_java, buffers) == 48, "bs_batch_java.buffers");
_Static_assert(offsetof(bs_batch_java, buffer_stride) == 56, "bs_batch_java.buffer_stride");
_Static_assert(offsetof(bs_batch_java, buffer_length) == 60, "bs_batch_java.buffer_length");
_Static_assert(offsetof(bs_batch_java, prefix) == 64, "bs_batch_java.prefix");
_Static_assert(offsetof(bs_batch_java, foreign) == 68, "bs_batch_java.foreign");
_Static_assert(offsetof(bs_batch_java, ring_from) == 72, "bs_batch_java.ring_from");
_Static_assert(offsetof(bs_batch_java, reserved) == 76, "bs_batch_java.reserved");

_Static_assert(sizeof(bs_batch_both) == 16, "bs_batch_both size");
_Static_assert(offsetof(bs_batch_both, pending) == 0, "bs_batch_both.pending");
_Static_assert(offsetof(bs_batch_both, changed) == 4, "bs_batch_both.changed");
_Static_assert(offsetof(bs_batch_both, used) == 8, "bs_batch_both.used");
_Static_assert(offsetof(bs_batch_both, ready) == 12, "bs_batch_both.ready");

_Static_assert(sizeof(bs_batch_c) == 32, "bs_batch_c size");
_Static_assert(offsetof(bs_batch_c, columns) == 0, "bs_batch_c.columns");
_Static_assert(offsetof(bs_batch_c, in_capacity) == 4, "bs_batch_c.in_capacity");
_Static_assert(offsetof(bs_batch_c, ring) == 8, "bs_batch_c.ring");
_Static_assert(offsetof(bs_batch_c, last) == 16, "bs_batch_c.last");
_Static_assert(offsetof(bs_batch_c, ring_step) == 20, "bs_batch_c.ring_step");
_Static_assert(offsetof(bs_batch_c, by_ring) == 24, "bs_batch_c.by_ring");

_Static_assert(sizeof(bs_batch) == 128, "bs_batch size");
_Static_assert(offsetof(bs_batch, java) == 0, "bs_batch.java");
_Static_assert(offsetof(bs_batch, both) == 80, "bs_batch.both");
_Static_assert(offsetof(bs_batch, c) == 96, "bs_batch.c");

_Static_assert(sizeof(bs_gso_java) == 24, "bs_gso_java size");
_Static_assert(offsetof(bs_gso_java, plain) == 0, "bs_gso_java.plain");
_Static_assert(offsetof(bs_gso_java, plain_capacity) == 8, "bs_gso_java.plain_capacity");
_Static_assert(offsetof(bs_gso_java, max_segments) == 12, "bs_gso_java.max_segments");
_Static_assert(offsetof(bs_gso_java, min_run) == 16, "bs_gso_java.min_run");
_Static_assert(offsetof(bs_gso_java, reserved) == 20, "bs_gso_java.reserved");

_Static_assert(sizeof(bs_gso_c) == 24, "bs_gso_c size");
_Static_assert(offsetof(bs_gso_c, segments) == 0, "bs_gso_c.segments");
_Static_assert(offsetof(bs_gso_c, singles) == 8, "bs_gso_c.singles");
_Static_assert(offsetof(bs_gso_c, plain_total) == 16, "bs_gso_c.plain_total");

_Static_assert(sizeof(bs_gso) == 48, "bs_gso size");
_Static_assert(offsetof(bs_gso, java) == 0, "bs_gso.java");
_Static_assert(offsetof(bs_gso, c) == 24, "bs_gso.c");

_Static_assert(sizeof(bs_error) == 168, "bs_error size");
_Static_assert(offsetof(bs_error, errnum) == 0, "bs_error.errnum");
_Static_assert(offsetof(bs_error, origin) == 4, "bs_error.origin");
_Static_assert(offsetof(bs_error, type) == 8, "bs_error.type");
_Static_assert(offsetof(bs_error, code) == 12, "bs_error.code");
_Static_assert(offsetof(bs_error, info) == 16, "bs_error.info");
_Static_assert(offsetof(bs_error, data) == 24, "bs_error.data");
_Static_assert(offsetof(bs_error, offender) == 32, "bs_error.offender");

/* The data of control messages, which io.baresock.ReceivedControl and ControlBuilder read and write. */
_Static_assert(sizeof(struct in6_pktinfo) == 20, "in6_pktinfo size");
_Static_assert(offsetof(struct in6_pktinfo, ipi6_ifindex) == 16, "in6_pktinfo.ipi6_ifindex");
_Static_assert(sizeof(struct timespec) == 16, "timespec size");
_Static_assert(sizeof(struct timeval) == 16, "timeval size");
_Static_assert(offsetof(struct timespec, tv_nsec) == 8, "timespec.tv_nsec");
_Static_assert(offsetof(struct timeval, tv_usec) == 8, "timeval.tv_usec");
#ifdef IP_PKTINFO
_Static_assert(sizeof(struct in_pktinfo) == 12, "in_pktinfo size");
_Static_assert(offsetof(struct in_pktinfo, ipi_spec_dst) == 4, "in_pktinfo.ipi_spec_dst");
_Static_assert(offsetof(struct in_pktinfo, ipi_addr) == 8, "in_pktinfo.ipi_addr");
#endif
#ifdef SCM_CREDENTIALS
_Static_assert(sizeof(struct ucred) == 12, "ucred size");
_Static_assert(offsetof(struct ucred, uid) == 4, "ucred.uid");
_Static_assert(offsetof(struct ucred, gid) == 8, "ucred.gid");
#endif

_Static_assert(sizeof(struct pollfd) == 8, "pollfd size");
_Static_assert(offsetof(struct pollfd, fd) == 0 && sizeof((struct pollfd *)0)->fd == 4, "pollfd.fd");
_Static_assert(offsetof(struct pollfd, events) == 4 && sizeof((struct pollfd *)0)->events == 2, "pollfd.events");
_Static_assert(offsetof(struct pollfd, revents) == 6, "pollfd.revents");

_Static_assert(sizeof(bs_addrinfo) == 160, "bs_addrinfo size");
_Static_assert(offsetof(bs_addrinfo, flags) == 0, "bs_addrinfo.flags");
_Static_assert(offsetof(bs_addrinfo, family) == 4, "bs_addrinfo.family");
_Static_assert(offsetof(bs_addrinfo, socktype) == 8, "bs_addrinfo.socktype");
_Static_assert(offsetof(bs_addrinfo, protocol) == 12, "bs_addrinfo.protocol");
_Static_assert(offsetof(bs_addrinfo, canon_at) == 16, "bs_addrinfo.canon_at");
_Static_assert(offsetof(bs_addrinfo, canon_length) == 20, "bs_addrinfo.canon_length");
_Static_assert(offsetof(bs_addrinfo, addr) == 24, "bs_addrinfo.addr");
_Static_assert(offsetof(bs_addrinfo_list, error) == 0, "bs_addrinfo_list.error");
_Static_assert(offsetof(bs_addrinfo_list, errnum) == 4, "bs_addrinfo_list.errnum");
_Static_assert(offsetof(bs_addrinfo_list, count) == 8, "bs_addrinfo_list.count");
_Static_assert(offsetof(bs_addrinfo_list, items) == 16, "bs_addrinfo_list.items");
_Static_assert(sizeof(bs_gai_hints) == 16, "bs_gai_hints size");
_Static_assert(offsetof(bs_gai_hints, family) == 4, "bs_gai_hints.family");
_Static_assert(offsetof(bs_gai_hints, socktype) == 8, "bs_gai_hints.socktype");
_Static_assert(offsetof(bs_gai_hints, protocol) == 12, "bs_gai_hints.protocol");
_Static_assert(sizeof(bs_nameinfo) == 1304, "bs_nameinfo size");
_Static_assert(offsetof(bs_nameinfo, host_length) == 8, "bs_nameinfo.host_length");
_Static_assert(offsetof(bs_nameinfo, service_length) == 12, "bs_nameinfo.service_length");
_Static_assert(offsetof(bs_nameinfo, host) == 16, "bs_nameinfo.host");
_Static_assert(offsetof(bs_nameinfo, service) == 1048, "bs_nameinfo.service");

_Static_assert(sizeof(bs_host_entry) == 24, "bs_host_entry size");
_Static_assert(offsetof(bs_host_entry, errnum) == 4, "bs_host_entry.errnum");
_Static_assert(offsetof(bs_host_entry, family) == 8, "bs_host_entry.family");
_Static_assert(offsetof(bs_host_entry, address_length) == 12, "bs_host_entry.address_length");
_Static_assert(offsetof(bs_host_entry, addresses) == 16, "bs_host_entry.addresses");
_Static_assert(offsetof(bs_host_entry, names) == 20, "bs_host_entry.names");
