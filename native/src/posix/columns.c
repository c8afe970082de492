/* The control messages of a packet, as numbers. A message that is cut off counts as missing. */
#define _GNU_SOURCE
#include "batch.h"

#include <netinet/in.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>

#include "cmsg.h"
#include "cmsg_os.h"

#define NANOS INT64_C(1000000000)

#ifdef __linux__
/* Newer than the headers of some distributions: asm-generic/socket.h (5.1), linux/udp.h (5.0). */
#define TIMESTAMP_NEW    63
#define TIMESTAMPNS_NEW  64
#define TIMESTAMPING_NEW 65
#define GRO              104
#endif

void bs_columns_clear(bs_batch_columns *columns) {
    *columns = (bs_batch_columns){
        .interface_index = -1, .tos = -1, .ttl = -1, .time_ns = -1, .hardware_ns = -1, .drops = -1, .gro_size = -1};
}

/* One control message of a received message. */
typedef struct item {
    const bs_message *message;
    const bs_cmsg *record;
} item;

static bool read_whole(const item *it, void *value, size_t size) {
    return bs_cmsg_read(it->message, it->record, 0, value, size);
}

/*
 * A number of four bytes, or in its short form; -1 for another size. A short form of one byte is never the rest of a cut number,
 * but one of two bytes may be.
 */
static int32_t number(const item *it, size_t short_form) {
    int32_t n;
    uint16_t two;
    uint8_t one;
    const size_t length = (size_t)it->record->length;
    if (length == sizeof n && read_whole(it, &n, sizeof n)) {
        return n;
    }
    if (length != short_form) {
        return -1;
    }
    if (length == sizeof two && !bs_cmsg_may_be_cut(it->message, it->record) && read_whole(it, &two, sizeof two)) {
        return two;
    }
    return length == sizeof one && read_whole(it, &one, sizeof one) ? one : -1;
}

/* -1 for a time that does not fit in 64 bits of nanoseconds: before 1678 or after 2262. */
static int64_t nanos(int64_t seconds, int64_t rest) {
    int64_t whole;
    return __builtin_mul_overflow(seconds, NANOS, &whole) || __builtin_add_overflow(whole, rest, &whole) ? -1 : whole;
}

#if defined(__linux__) || defined(SCM_REALTIME)
static int64_t nanos_of_spec(const struct timespec *t) {
    return nanos((int64_t)t->tv_sec, (int64_t)t->tv_nsec);
}

static int64_t nanos_of(const item *it) {
    struct timespec t;
    return read_whole(it, &t, sizeof t) ? nanos_of_spec(&t) : -1;
}
#endif

static int64_t nanos_of_micros(const item *it) {
    struct timeval t;
    int64_t rest;
    if (!read_whole(it, &t, sizeof t) || __builtin_mul_overflow((int64_t)t.tv_usec, INT64_C(1000), &rest)) {
        return -1;
    }
    return nanos((int64_t)t.tv_sec, rest);
}

static void local_is(bs_batch_columns *columns, int family, const void *address, size_t length) {
    columns->local_family = family;
    memcpy(columns->local, address, length);
}

static void fill_ip(bs_batch_columns *columns, const item *it) {
    const int32_t type = it->record->type;
#ifdef IP_PKTINFO
    struct in_pktinfo info;
    if (type == IP_PKTINFO && read_whole(it, &info, sizeof info)) {
        local_is(columns, AF_INET, &info.ipi_spec_dst, sizeof info.ipi_spec_dst);
        columns->interface_index = (int32_t)info.ipi_ifindex;
        return;
    }
#endif
#ifdef IP_RECVDSTADDR
    struct in_addr destination;
    if (type == IP_RECVDSTADDR && read_whole(it, &destination, sizeof destination)) {
        local_is(columns, AF_INET, &destination, sizeof destination);
        return;
    }
#endif
    /*
     * On Linux the type has the name of the value, on the BSDs that of the option that asks for it: ip(7), ip(4). The type of service is
     * a byte on all systems; the TTL is an int on Linux and a byte on the BSDs.
     */
    if (type == IP_TOS || type == IP_RECVTOS) {
        columns->tos = number(it, sizeof(uint8_t));
    } else if (type == IP_TTL) {
        columns->ttl = number(it, sizeof(int32_t));
    } else if (type == IP_RECVTTL) {
        columns->ttl = number(it, sizeof(uint8_t));
    }
}

static void fill_ipv6(bs_batch_columns *columns, const item *it) {
    const int32_t type = it->record->type;
    struct in6_pktinfo info;
    if (type == IPV6_PKTINFO && read_whole(it, &info, sizeof info)) {
        local_is(columns, AF_INET6, &info.ipi6_addr, sizeof info.ipi6_addr);
        columns->interface_index = (int32_t)info.ipi6_ifindex;
    } else if (type == IPV6_TCLASS) {
        columns->tos = number(it, sizeof(int32_t));
    } else if (type == IPV6_HOPLIMIT) {
        columns->ttl = number(it, sizeof(int32_t));
    }
}

#ifdef __linux__
/* Three times: of software, unused, of the device. A time that was not taken is zero: timestamping.rst. */
static void fill_timestamping(bs_batch_columns *columns, const item *it) {
    struct timespec times[3];
    if (!read_whole(it, times, sizeof times)) {
        return;
    }
    int64_t software = nanos_of_spec(&times[0]);
    int64_t hardware = nanos_of_spec(&times[2]);
    columns->time_ns = software != 0 ? software : columns->time_ns;
    columns->hardware_ns = hardware != 0 ? hardware : columns->hardware_ns;
}
#endif

static void fill_socket(bs_batch_columns *columns, const item *it) {
    const int32_t type = it->record->type;
    if (type == SCM_TIMESTAMP) {
        columns->time_ns = nanos_of_micros(it);
        return;
    }
#ifdef SCM_REALTIME
    if (type == SCM_REALTIME) {
        columns->time_ns = nanos_of(it);
    }
#endif
#ifdef __linux__
    uint32_t drops;
    if (type == TIMESTAMP_NEW) {
        columns->time_ns = nanos_of_micros(it);
    } else if (type == SO_TIMESTAMPNS || type == TIMESTAMPNS_NEW) {
        columns->time_ns = nanos_of(it);
    } else if (type == SO_TIMESTAMPING || type == TIMESTAMPING_NEW) {
        fill_timestamping(columns, it);
    } else if (type == SO_RXQ_OVFL && read_whole(it, &drops, sizeof drops)) {
        columns->drops = drops;
    }
#endif
}

void bs_columns_fill(bs_batch_columns *columns, const bs_message *message) {
    const bs_cmsg *records = message->java.in.records;
    for (int32_t i = 0; i < message->c.in_count; i++) {
        const item it = {.message = message, .record = &records[i]};
        if (records[i].level == SOL_SOCKET) {
            fill_socket(columns, &it);
        } else if (records[i].level == IPPROTO_IP) {
            fill_ip(columns, &it);
        } else if (records[i].level == IPPROTO_IPV6) {
            fill_ipv6(columns, &it);
        }
#ifdef GRO
        else if (records[i].level == IPPROTO_UDP && records[i].type == GRO) {
            columns->gro_size = number(&it, sizeof(uint16_t));
        }
#endif
    }
}
