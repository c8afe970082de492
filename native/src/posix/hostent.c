/*
 * gethostbyname(3) and gethostbyaddr(3), for the aliases that getaddrinfo(3) does not return. Linux and FreeBSD have functions that
 * fill the caller's memory. On other systems a lock protects the calls of this library from each other.
 */
#define _GNU_SOURCE
#include "baresock.h"

#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define ROOM_FIRST ((size_t)8192)
#define ROOM_LAST  ((size_t)1 << 20) /* more than any answer of a name server */
#define RESULT_MAX INT64_C(0x7fffffff)

/* The question: a name, or an address. */
typedef struct query {
    const char *name; /* NULL: by address */
    const void *addr;
    socklen_t addrlen;
    int family;
} query;

#ifndef NETDB_INTERNAL
#define NETDB_INTERNAL (-1) /* musl */
#endif
#ifndef EAI_NODATA
#define EAI_NODATA EAI_NONAME
#endif

static int32_t eai_of(int h_error) {
    switch (h_error) {
    case HOST_NOT_FOUND:
        return EAI_NONAME;
    case TRY_AGAIN:
        return EAI_AGAIN;
    case NO_RECOVERY:
        return EAI_FAIL;
    case NO_DATA:
        return EAI_NODATA;
    default:
        return EAI_SYSTEM;
    }
}

/* Writes the entry, or only its header if there is no room for all. Returns the length of all. */
static int64_t store(const struct hostent *h, bs_host_entry *out, int32_t cap) {
    int64_t size = (int64_t)sizeof *out + (int64_t)strlen(h->h_name) + 1;
    *out = (bs_host_entry){.family = h->h_addrtype, .address_length = h->h_length, .names = 1};
    for (char **a = h->h_addr_list; *a != NULL; a++) {
        size += h->h_length;
        out->addresses++;
    }
    for (char **a = h->h_aliases; *a != NULL; a++) {
        size += (int64_t)strlen(*a) + 1;
        out->names++;
    }
    if (size > cap) {
        return size;
    }
    char *at = (char *)(out + 1);
    for (char **a = h->h_addr_list; *a != NULL; a++) {
        memcpy(at, *a, (size_t)h->h_length);
        at += h->h_length;
    }
    size_t n = strlen(h->h_name) + 1;
    memcpy(at, h->h_name, n);
    at += n;
    for (char **a = h->h_aliases; *a != NULL; a++) {
        n = strlen(*a) + 1;
        memcpy(at, *a, n);
        at += n;
    }
    return size;
}

static int32_t failed(bs_host_entry *out, int h_error, int errnum) {
    int32_t error = eai_of(h_error);
    *out = (bs_host_entry){.error = error, .errnum = error == EAI_SYSTEM ? errnum : 0};
    return sizeof(bs_host_entry);
}

static int32_t result_of(int64_t size) {
    return size > RESULT_MAX ? -EOVERFLOW : (int32_t)size;
}

#if defined(__linux__) || defined(__FreeBSD__)

static int32_t look_up(const query *q, bs_host_entry *buf, int32_t cap) {
    struct hostent entry;
    for (size_t room = ROOM_FIRST;; room *= 4) {
        char *strings = malloc(room);
        if (strings == NULL) {
            return -ENOMEM;
        }
        struct hostent *found = NULL;
        int h_error = NETDB_INTERNAL;
        int error = q->name != NULL
                        ? gethostbyname2_r(q->name, q->family, &entry, strings, room, &found, &h_error)
                        : gethostbyaddr_r(q->addr, q->addrlen, q->family, &entry, strings, room, &found, &h_error);
        bool larger = error == ERANGE && room < ROOM_LAST;
        int32_t r = 0;
        if (!larger) {
            r = found != NULL ? result_of(store(found, buf, cap)) : failed(buf, h_error, error);
        }
        free(strings);
        if (!larger) {
            return r;
        }
    }
}

#else

static pthread_mutex_t hostent_lock = PTHREAD_MUTEX_INITIALIZER;

static int32_t look_up(const query *q, bs_host_entry *buf, int32_t cap) {
    (void)pthread_mutex_lock(&hostent_lock);
    const struct hostent *found =
        q->name != NULL ? gethostbyname2(q->name, q->family) : gethostbyaddr(q->addr, q->addrlen, q->family);
    int32_t r = found != NULL ? result_of(store(found, buf, cap)) : failed(buf, h_errno, errno);
    (void)pthread_mutex_unlock(&hostent_lock);
    return r;
}

#endif

int32_t bs_gethostbyname(const char *name, int32_t family, int32_t cap, bs_host_entry *buf) {
    if (cap < (int32_t)sizeof(bs_host_entry)) {
        return -EINVAL;
    }
    query q = {.name = name, .family = family};
    return look_up(&q, buf, cap);
}

int32_t bs_gethostbyaddr(const void *addr, int32_t length, int32_t family, int32_t cap, bs_host_entry *buf) {
    if (cap < (int32_t)sizeof(bs_host_entry) || length < 0) {
        return -EINVAL;
    }
    query q = {.addr = addr, .addrlen = (socklen_t)length, .family = family};
    return look_up(&q, buf, cap);
}
