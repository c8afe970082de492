/*
 * Options whose length is not the number of bytes that the kernel writes. From the source of Linux 6.18: net/core/filter.c,
 * net/ipv4/igmp.c, net/ipv6/mcast.c, net/ipv4/tcp_ao.c.
 */
#ifndef BS_SOCKOPT_OS_H
#define BS_SOCKOPT_OS_H

#include <linux/filter.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

#define BS_TCP_AO_FIRST 38 /* TCP_AO_ADD_KEY of linux/tcp.h, Linux 6.7 */

/* The bytes of one unit of the option's length. */
static inline int32_t bs_option_unit(int32_t level, int32_t name) {
    return level == SOL_SOCKET && name == SO_GET_FILTER ? (int32_t)sizeof(struct sock_filter) : 1;
}

/* Reduces a count inside the value to the room of the value. */
static inline void bs_option_clamp(int32_t level, int32_t name, char *value, int32_t size) {
    size_t count_at;
    size_t items_at;
    size_t item;
    if (level == IPPROTO_IP && name == IP_MSFILTER) {
        count_at = offsetof(struct ip_msfilter, imsf_numsrc);
        items_at = offsetof(struct ip_msfilter, imsf_slist);
        item = sizeof(struct in_addr);
    } else if ((level == IPPROTO_IP || level == IPPROTO_IPV6) && name == MCAST_MSFILTER) {
        count_at = offsetof(struct group_filter, gf_numsrc);
        items_at = offsetof(struct group_filter, gf_slist);
        item = sizeof(struct sockaddr_storage);
    } else {
        return;
    }
    if ((size_t)size < items_at) {
        return; /* less than the header: EINVAL */
    }
    uint32_t count;
    memcpy(&count, value + count_at, sizeof count);
    size_t room = ((size_t)size - items_at) / item;
    if (count > room) {
        count = (uint32_t)room;
        memcpy(value + count_at, &count, sizeof count);
    }
}

/*
 * Whether the kernel surely writes at most four bytes if it gets four; then an int on the stack is enough. True for these levels,
 * except for some names; other levels may have other rules.
 */
static inline bool bs_option_keeps_to_int(int32_t level, int32_t name) {
    switch (level) {
    case SOL_SOCKET:
        return name != SO_GET_FILTER;
    case IPPROTO_TCP:
        return name < BS_TCP_AO_FIRST;
    case IPPROTO_IP:
    case IPPROTO_IPV6:
        return name != MCAST_MSFILTER && name != IP_MSFILTER;
    default:
        return level == IPPROTO_UDP;
    }
}

#endif /* BS_SOCKOPT_OS_H */
