/* What control messages say of a packet, as numbers. What is cut off is passed over like what did not come. */
#define _GNU_SOURCE
#define __APPLE_USE_RFC_3542 /* else macOS has IPV6_PKTINFO and its kin of RFC 2292 only: ip6(4) */
#include "batch.h"

#include <netinet/in.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>

#include "addr.h"
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

/* A number of one, two or four bytes, as systems differ; -1 if there is none. */
static int32_t number(const uint8_t *data, int32_t length) {
    if (length >= (int32_t)sizeof(int32_t)) {
        int32_t n;
        memcpy(&n, data, sizeof n);
        return n;
    }
    if (length >= (int32_t)sizeof(uint16_t)) {
        uint16_t n;
        memcpy(&n, data, sizeof n);
        return n;
    }
    return length == 1 ? data[0] : -1;
}

#if defined(__linux__) || defined(SCM_REALTIME)
static int64_t nanos_of(const uint8_t *data, int32_t length) {
    struct timespec t;
    if (length < (int32_t)sizeof t) {
        return -1;
    }
    memcpy(&t, data, sizeof t);
    return (int64_t)t.tv_sec * NANOS + t.tv_nsec;
}
#endif

static int64_t nanos_of_micros(const uint8_t *data, int32_t length) {
    struct timeval t;
    if (length < (int32_t)sizeof t) {
        return -1;
    }
    memcpy(&t, data, sizeof t);
    return (int64_t)t.tv_sec * NANOS + (int64_t)t.tv_usec * 1000;
}

static void local_is(bs_batch_columns *columns, int family, const void *address, size_t length) {
    columns->local_family = family;
    memcpy(columns->local, address, length);
}

static void fill_ip(bs_batch_columns *columns, int32_t type, const uint8_t *data, int32_t length) {
#ifdef IP_PKTINFO
    if (type == IP_PKTINFO && length >= (int32_t)sizeof(struct in_pktinfo)) {
        struct in_pktinfo info;
        memcpy(&info, data, sizeof info);
        local_is(columns, AF_INET, &info.ipi_spec_dst, sizeof info.ipi_spec_dst);
        columns->interface_index = (int32_t)info.ipi_ifindex;
        return;
    }
#endif
#ifdef IP_RECVDSTADDR
    if (type == IP_RECVDSTADDR && length >= (int32_t)sizeof(struct in_addr)) {
        local_is(columns, AF_INET, data, sizeof(struct in_addr));
        return;
    }
#endif
    /* Linux names the type after the option that is set, the BSDs after the one that asks for it: ip(4), ip(7). */
    if (type == IP_TOS || type == IP_RECVTOS) {
        columns->tos = number(data, length);
    } else if (type == IP_TTL || type == IP_RECVTTL) {
        columns->ttl = number(data, length);
    }
}

static void fill_ipv6(bs_batch_columns *columns, int32_t type, const uint8_t *data, int32_t length) {
    if (type == IPV6_PKTINFO && length >= (int32_t)sizeof(struct in6_pktinfo)) {
        struct in6_pktinfo info;
        memcpy(&info, data, sizeof info);
        local_is(columns, AF_INET6, &info.ipi6_addr, sizeof info.ipi6_addr);
        columns->interface_index = (int32_t)info.ipi6_ifindex;
    } else if (type == IPV6_TCLASS) {
        columns->tos = number(data, length);
    } else if (type == IPV6_HOPLIMIT) {
        columns->ttl = number(data, length);
    }
}

#ifdef __linux__
/* Three times: by software, no longer used, by the device. One that was not taken is zero: timestamping.rst. */
static void fill_timestamping(bs_batch_columns *columns, const uint8_t *data, int32_t length) {
    const int32_t one = (int32_t)sizeof(struct timespec);
    if (length < 3 * one) {
        return;
    }
    int64_t software = nanos_of(data, one);
    int64_t hardware = nanos_of(data + (ptrdiff_t)2 * one, one);
    columns->time_ns = software != 0 ? software : columns->time_ns;
    columns->hardware_ns = hardware != 0 ? hardware : columns->hardware_ns;
}
#endif

static void fill_socket(bs_batch_columns *columns, int32_t type, const uint8_t *data, int32_t length) {
    if (type == SCM_TIMESTAMP) {
        columns->time_ns = nanos_of_micros(data, length);
        return;
    }
#ifdef SCM_REALTIME
    if (type == SCM_REALTIME) {
        columns->time_ns = nanos_of(data, length);
    }
#endif
#ifdef __linux__
    if (type == TIMESTAMP_NEW) {
        columns->time_ns = nanos_of_micros(data, length);
    } else if (type == SO_TIMESTAMPNS || type == TIMESTAMPNS_NEW) {
        columns->time_ns = nanos_of(data, length);
    } else if (type == SO_TIMESTAMPING || type == TIMESTAMPING_NEW) {
        fill_timestamping(columns, data, length);
    } else if (type == SO_RXQ_OVFL && length >= (int32_t)sizeof(uint32_t)) {
        columns->drops = (uint32_t)number(data, length);
    }
#endif
}

void bs_columns_fill(bs_batch_columns *columns, const bs_message *message) {
    const uint8_t *all = bs_ptr(message->in.data);
    const bs_cmsg *records = bs_ptr(message->in.records);
    for (int32_t i = 0; i < message->in.count; i++) {
        const bs_cmsg *r = &records[i];
        const uint8_t *data = all + r->offset;
        if (r->level == SOL_SOCKET) {
            fill_socket(columns, r->type, data, r->length);
        } else if (r->level == IPPROTO_IP) {
            fill_ip(columns, r->type, data, r->length);
        } else if (r->level == IPPROTO_IPV6) {
            fill_ipv6(columns, r->type, data, r->length);
        }
#ifdef GRO
        else if (r->level == IPPROTO_UDP && r->type == GRO) {
            columns->gro_size = number(data, r->length);
        }
#endif
    }
}
