/*
 * /etc/services and /etc/protocols. glibc and FreeBSD have functions that fill the caller's memory. musl and macOS return
 * static memory, so there a lock protects the calls of this library from each other.
 */
#define _GNU_SOURCE
#include "baresock.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <stddef.h>

#include "text.h"

/* An entry that was found. strings has room for any usual line; -ERANGE: it was too small. */
typedef struct lookup {
    struct servent serv;
    struct protoent proto;
    char strings[8192];
    int error;
} lookup;

#if defined(__GLIBC__) || defined(__FreeBSD__)

static void begin(lookup *l) {
    l->error = 0;
}

static void end(void) {
}

static const struct servent *serv_by_name(lookup *l, const char *name, const char *protocol) {
    struct servent *found = NULL;
    l->error = getservbyname_r(name, protocol, &l->serv, l->strings, sizeof l->strings, &found);
    return found;
}

static const struct servent *serv_by_port(lookup *l, int port, const char *protocol) {
    struct servent *found = NULL;
    l->error = getservbyport_r(port, protocol, &l->serv, l->strings, sizeof l->strings, &found);
    return found;
}

static const struct protoent *proto_by_name(lookup *l, const char *name) {
    struct protoent *found = NULL;
    l->error = getprotobyname_r(name, &l->proto, l->strings, sizeof l->strings, &found);
    return found;
}

static const struct protoent *proto_by_number(lookup *l, int number) {
    struct protoent *found = NULL;
    l->error = getprotobynumber_r(number, &l->proto, l->strings, sizeof l->strings, &found);
    return found;
}

#else

static pthread_mutex_t netdb_lock = PTHREAD_MUTEX_INITIALIZER;

static void begin(lookup *l) {
    l->error = 0;
    (void)pthread_mutex_lock(&netdb_lock);
}

static void end(void) {
    (void)pthread_mutex_unlock(&netdb_lock);
}

static const struct servent *serv_by_name(lookup *l, const char *name, const char *protocol) {
    (void)l;
    return getservbyname(name, protocol);
}

static const struct servent *serv_by_port(lookup *l, int port, const char *protocol) {
    (void)l;
    return getservbyport(port, protocol);
}

static const struct protoent *proto_by_name(lookup *l, const char *name) {
    (void)l;
    return getprotobyname(name);
}

static const struct protoent *proto_by_number(lookup *l, int number) {
    (void)l;
    return getprotobynumber(number);
}

#endif

static int32_t not_found(const lookup *l) {
    return l->error == ERANGE ? -ERANGE : -ENOENT;
}

static int32_t text_length(const char *s, char *buf, int32_t cap) {
    bs_text text = bs_text_at(buf, cap);
    bs_text_append(&text, s);
    return (int32_t)text.length;
}

int32_t bs_getservbyname(const char *name, const char *protocol) {
    lookup l;
    begin(&l);
    const struct servent *found = serv_by_name(&l, name, protocol);
    int32_t r = found == NULL ? not_found(&l) : ntohs((uint16_t)found->s_port);
    end();
    return r;
}

int32_t bs_getservbyport(int32_t port, const char *protocol, char *buf, int32_t cap) {
    lookup l;
    begin(&l);
    const struct servent *found = serv_by_port(&l, htons((uint16_t)port), protocol);
    int32_t r = found == NULL ? not_found(&l) : text_length(found->s_name, buf, cap);
    end();
    return r;
}

int32_t bs_getprotobyname(const char *name) {
    lookup l;
    begin(&l);
    const struct protoent *found = proto_by_name(&l, name);
    int32_t r = found == NULL ? not_found(&l) : found->p_proto;
    end();
    return r;
}

int32_t bs_getprotobynumber(int32_t number, char *buf, int32_t cap) {
    lookup l;
    begin(&l);
    const struct protoent *found = proto_by_number(&l, number);
    int32_t r = found == NULL ? not_found(&l) : text_length(found->p_name, buf, cap);
    end();
    return r;
}
