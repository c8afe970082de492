/* getaddrinfo(3) and getnameinfo(3), their results in flat records. */
#define _GNU_SOURCE
#include "baresock.h"
#include "names.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "text.h"

/* A list of another length cannot be right; it keeps the sums below from overflowing. */
#define RESULT_MAX INT64_C(0x7fffffff)

static int64_t stored_size(const struct addrinfo *list, int32_t *count) {
    int64_t size = sizeof(bs_addrinfo_list);
    *count = 0;
    for (const struct addrinfo *a = list; a != NULL; a = a->ai_next) {
        size += (int64_t)sizeof(bs_addrinfo) + (a->ai_canonname == NULL ? 0 : (int64_t)strlen(a->ai_canonname));
        ++*count;
    }
    return size;
}

/* Writes one item and its name, which begins at text; returns where the next name begins. */
static char *store_item(const struct addrinfo *a, bs_addrinfo *item, char *base, char *text) {
    *item = (bs_addrinfo){.flags = a->ai_flags,
                          .family = a->ai_family,
                          .socktype = a->ai_socktype,
                          .protocol = a->ai_protocol,
                          .canon_length = -1};
    if (a->ai_addr != NULL) {
        size_t length = a->ai_addrlen < sizeof item->addr.bytes ? a->ai_addrlen : sizeof item->addr.bytes;
        memcpy(item->addr.bytes, a->ai_addr, length);
        item->addr.length = (int32_t)length;
    }
    if (a->ai_canonname != NULL) {
        size_t length = strlen(a->ai_canonname);
        memcpy(text, a->ai_canonname, length);
        item->canon_at = (int32_t)(text - base);
        item->canon_length = (int32_t)length;
        text += length;
    }
    return text;
}

int64_t bs_addrinfo_store(const struct addrinfo *list, bs_addrinfo_list *out, int32_t cap) {
    int32_t count;
    int64_t size = stored_size(list, &count);
    *out = (bs_addrinfo_list){.count = count};
    if (size > cap) {
        return size;
    }
    char *text = (char *)(out->items + count);
    bs_addrinfo *item = out->items;
    for (const struct addrinfo *a = list; a != NULL; a = a->ai_next) {
        text = store_item(a, item++, (char *)out, text);
    }
    return size;
}

int32_t bs_getaddrinfo(const char *node, const char *service, const bs_gai_hints *hints, bs_addrinfo_list *buf,
                       int32_t cap) {
    if (cap < (int32_t)sizeof(bs_addrinfo_list)) {
        return -EINVAL;
    }
    struct addrinfo wanted = {0};
    if (hints != NULL) {
        wanted.ai_flags = hints->flags;
        wanted.ai_family = hints->family;
        wanted.ai_socktype = hints->socktype;
        wanted.ai_protocol = hints->protocol;
    }
    struct addrinfo *list = NULL;
    int error;
    do {
        errno = 0;
        /* No hints are not the same as empty ones: glibc takes AI_V4MAPPED | AI_ADDRCONFIG then. */
        error = getaddrinfo(node, service, hints == NULL ? NULL : &wanted, &list);
    } while (error == EAI_SYSTEM && errno == EINTR);
    if (error != 0) {
        *buf = (bs_addrinfo_list){.error = error, .errnum = error == EAI_SYSTEM ? errno : 0};
        return sizeof(bs_addrinfo_list);
    }
    int64_t size = bs_addrinfo_store(list, buf, cap);
    freeaddrinfo(list);
    return size > RESULT_MAX ? -EOVERFLOW : (int32_t)size;
}

int32_t bs_getnameinfo(const struct sockaddr *addr, int32_t addrlen, int32_t flags, bs_nameinfo *out) {
    /* glibc reads the path of an AF_UNIX address up to a NUL, whatever its length is; this copy has one. */
    struct {
        struct sockaddr_storage addr;
        char end;
    } copy = {0};
    size_t length = addrlen < 0 ? 0 : (size_t)addrlen;
    length = length < sizeof copy.addr ? length : sizeof copy.addr;
    if (length > 0) {
        memcpy(&copy.addr, addr, length);
    }
    int error;
    do {
        errno = 0;
        error = getnameinfo((const struct sockaddr *)&copy.addr, (socklen_t)length, out->host, sizeof out->host,
                            out->service, sizeof out->service, flags);
    } while (error == EAI_SYSTEM && errno == EINTR);
    out->error = error;
    out->errnum = error == EAI_SYSTEM ? errno : 0;
    out->host_length = error == 0 ? (int32_t)strlen(out->host) : 0;
    out->service_length = error == 0 ? (int32_t)strlen(out->service) : 0;
    return 0;
}

int32_t bs_gai_strerror(int32_t error, char *buf, int32_t cap) {
    bs_text text = bs_text_at(buf, cap);
    bs_text_append(&text, gai_strerror(error));
    return (int32_t)text.length;
}

int32_t bs_sethostname(const char *name, int32_t length) {
    if (length < 0) {
        return -EINVAL;
    }
#if defined(__linux__)
    int r = sethostname(name, (size_t)length);
#else
    int r = sethostname(name, length);
#endif
    return r < 0 ? -errno : 0;
}

int32_t bs_gethostname(char *buf, int32_t cap) {
    char name[1025]; /* POSIX allows 255; NI_MAXHOST is what systems take */
    if (gethostname(name, sizeof name) < 0) {
        return -errno;
    }
    name[sizeof name - 1] = 0; /* a name that was cut need not be terminated: gethostname(2) */
    bs_text text = bs_text_at(buf, cap);
    bs_text_append(&text, name);
    return (int32_t)text.length;
}
