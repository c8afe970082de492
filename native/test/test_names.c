/* posix/names.c, posix/netdb.c, posix/netif.c. Nothing here asks a name server. */
#define _GNU_SOURCE
#include "support.h"

#include <net/if.h>
#include <netdb.h>
#include <sys/resource.h>

#include "names.h"

/* Memory of exactly size bytes, so that AddressSanitizer sees the first byte beyond it. */
static void *exactly(int64_t size) {
    void *p = malloc((size_t)size);
    assert_non_null(p);
    memset(p, 0x5a, (size_t)size);
    return p;
}

static void store_fillsExactlyWhatItSays(void **state) {
    (void)state;
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons(80)};
    struct sockaddr_storage largest = {.ss_family = 99};
    char name[] = "canonical.example";
    struct addrinfo third = {.ai_family = 99, .ai_addr = (void *)&largest, .ai_addrlen = sizeof largest};
    struct addrinfo second = {.ai_socktype = SOCK_RAW, .ai_next = &third};
    struct addrinfo first = {.ai_flags = 7,
                             .ai_family = AF_INET,
                             .ai_protocol = 6,
                             .ai_addr = (void *)&in,
                             .ai_addrlen = sizeof in,
                             .ai_canonname = name,
                             .ai_next = &second};
    const int64_t size = 16 + 3 * 160 + (int64_t)strlen(name);
    bs_addrinfo_list *list = exactly(size);
    assert_int_equal(bs_addrinfo_store(&first, list, (int32_t)size), size);
    assert_int_equal(list->error, 0);
    assert_int_equal(list->count, 3);
    assert_int_equal(list->items[0].flags, 7);
    assert_int_equal(list->items[0].family, AF_INET);
    assert_int_equal(list->items[0].protocol, 6);
    assert_int_equal(list->items[0].addr.length, sizeof in);
    assert_memory_equal(list->items[0].addr.bytes, &in, sizeof in);
    assert_int_equal(list->items[0].canon_length, strlen(name));
    assert_memory_equal((char *)list + list->items[0].canon_at, name, strlen(name));
    assert_int_equal(list->items[1].socktype, SOCK_RAW);
    assert_int_equal(list->items[1].addr.length, 0);
    assert_int_equal(list->items[1].canon_length, -1);
    assert_int_equal(list->items[2].addr.length, sizeof largest);
    free(list);
}

static void store_withoutRoom_saysHowMuchItNeeds(void **state) {
    (void)state;
    char name[] = "x";
    struct addrinfo one = {.ai_family = AF_INET, .ai_canonname = name};
    const int32_t size = 16 + 160 + 1;
    for (int32_t cap = 16; cap < size; cap++) {
        bs_addrinfo_list *list = exactly(cap);
        assert_int_equal(bs_addrinfo_store(&one, list, cap), size);
        assert_int_equal(list->count, 1);
        for (int32_t i = 16; i < cap; i++) {
            assert_int_equal(((unsigned char *)list)[i], 0x5a);
        }
        free(list);
    }
}

/* The bytes of the names that the C library gives for a literal without AI_CANONNAME: glibc gives none, musl the literal. */
static int32_t canon_size(const char *literal) {
    struct addrinfo hints = {.ai_flags = AI_NUMERICHOST};
    struct addrinfo *list;
    assert_int_equal(getaddrinfo(literal, "80", &hints, &list), 0);
    size_t size = list->ai_canonname == NULL ? 0 : strlen(list->ai_canonname);
    freeaddrinfo(list);
    return (int32_t)size;
}

static void getaddrinfo_ofALiteral_givesItsAddress(void **state) {
    (void)state;
    const int32_t size = 176 + canon_size("127.0.0.1");
    bs_gai_hints hints = {.flags = AI_NUMERICHOST, .family = AF_INET, .socktype = SOCK_STREAM};
    union {
        bs_addrinfo_list list;
        char bytes[1024];
    } out;
    assert_int_equal(bs_getaddrinfo("127.0.0.1", "80", &hints, &out.list, sizeof out), size);
    assert_int_equal(out.list.error, 0);
    assert_int_equal(out.list.count, 1);
    struct sockaddr_in *in = (void *)out.list.items[0].addr.bytes;
    assert_int_equal(in->sin_port, htons(80));
    assert_int_equal(in->sin_addr.s_addr, htonl(INADDR_LOOPBACK));
    assert_int_equal(bs_getaddrinfo("127.0.0.1", 0, &hints, &out.list, 16), size);
    assert_int_equal(bs_getaddrinfo("127.0.0.1", 0, &hints, &out.list, 15), -EINVAL);
    int64_t several = bs_getaddrinfo("::1", "80", 0, &out.list, sizeof out);
    assert_in_range(out.list.count, 1, 3);
    assert_int_equal(several, 16 + out.list.count * (160 + canon_size("::1")));
}

static void getaddrinfo_errors_areInTheRecord(void **state) {
    (void)state;
    bs_gai_hints hints = {.flags = AI_NUMERICHOST};
    bs_addrinfo_list out = {0};
    assert_int_equal(bs_getaddrinfo("no-literal", 0, &hints, &out, sizeof out), 16);
    assert_int_equal(out.error, EAI_NONAME);
    assert_int_equal(out.count, 0);
    hints.family = 4711;
    assert_int_equal(bs_getaddrinfo("127.0.0.1", 0, &hints, &out, sizeof out), 16);
    assert_int_equal(out.error, EAI_FAMILY);
    char text[64] = "";
    assert_int_equal(bs_gai_strerror(EAI_FAMILY, text, sizeof text), strlen(gai_strerror(EAI_FAMILY)));
    assert_string_equal(text, gai_strerror(EAI_FAMILY));
}

static void getnameinfo_asNumbers(void **state) {
    (void)state;
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons(80), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    bs_nameinfo out;
    assert_int_equal(bs_getnameinfo(SA(&in), sizeof in, NI_NUMERICHOST | NI_NUMERICSERV, &out), 0);
    assert_int_equal(out.error, 0);
    assert_int_equal(out.host_length, strlen("127.0.0.1"));
    assert_string_equal(out.host, "127.0.0.1");
    assert_string_equal(out.service, "80");
    assert_int_equal(bs_getnameinfo(SA(&in), 1, NI_NUMERICHOST, &out), 0);
    assert_int_equal(out.error, EAI_FAMILY);
    assert_int_equal(out.host_length, 0);
}

/* Found by fuzz-sockaddr: glibc read beyond the address. */
static void getnameinfo_ofAPath_endsWhereTheAddressDoes(void **state) {
    (void)state;
    struct sockaddr_un un = {.sun_family = AF_UNIX, .sun_path = "abcBEHIND"};
    bs_nameinfo out;
    int32_t length = (int32_t)offsetof(struct sockaddr_un, sun_path) + 3;
    assert_int_equal(bs_getnameinfo(SA(&un), length, NI_NUMERICHOST | NI_NUMERICSERV, &out), 0);
    if (out.error == 0) { /* not every C library has names of such addresses */
        assert_int_equal(out.service_length, 3);
        assert_memory_equal(out.service, "abc", 3);
    }
}

static void junk_isNotFound(void **state) {
    (void)state;
    char junk[256];
    memset(junk, '%', sizeof junk - 1);
    junk[sizeof junk - 1] = 0;
    char text[16];
    const char *const names[] = {"", "no such thing", junk, "\xff\xfe\n#"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_int_equal(bs_getprotobyname(names[i]), -ENOENT);
        assert_int_equal(bs_getservbyname(names[i], 0), -ENOENT);
        assert_int_equal(bs_getservbyname("http", names[i]), -ENOENT);
        assert_true(bs_if_nametoindex(names[i]) < 0);
    }
    assert_int_equal(bs_getprotobynumber(-1, text, sizeof text), -ENOENT);
    assert_int_equal(bs_getservbyport(0, "no such thing", text, sizeof text), -ENOENT);
    assert_int_equal(bs_if_indextoname(0x7fffffff, text, sizeof text), -ENXIO);
}

/* The first interface: its index, and its name. */
static int32_t first_index(char name[IF_NAMESIZE]) {
    struct if_nameindex *all = if_nameindex();
    assert_non_null(all);
    const int32_t index = (int32_t)all[0].if_index;
    assert_true(index > 0);
    strcpy(name, all[0].if_name);
    if_freenameindex(all);
    return index;
}

/* glibc says ENOENT, or no errno: as if there were no such interface. */
static void interfaces_withoutADescriptor_sayWhy(void **state) {
    (void)state;
    char name[IF_NAMESIZE];
    const int32_t index = first_index(name);
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    const struct rlimit none = {.rlim_cur = 0, .rlim_max = before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    char back[IF_NAMESIZE];
    const int32_t of_name = bs_if_nametoindex(name);
    const int32_t of_index = bs_if_indextoname(index, back, sizeof back);
    const int32_t of_all = bs_if_nameindex(0, 0);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    assert_int_equal(of_name, -EMFILE);
    assert_int_equal(of_index, -EMFILE);
    assert_int_equal(of_all, -EMFILE);
}

static void interfaces_haveNamesAndIndexes(void **state) {
    (void)state;
    int32_t size = bs_if_nameindex(0, 0);
    assert_true(size > 0);
    char *all = exactly(size + 1);
    assert_int_equal(bs_if_nameindex(all, size), size);
    all[size] = 0;
    char *name;
    int32_t index = (int32_t)strtol(all, &name, 10);
    char *end = strchr(++name, '\n');
    assert_non_null(end);
    *end = 0;
    assert_int_equal(bs_if_nametoindex(name), index);
    char back[IF_NAMESIZE] = "";
    assert_int_equal(bs_if_indextoname(index, back, sizeof back), strlen(name));
    assert_string_equal(back, name);
    /* Too little room: the text is cut, and the result is the whole length. */
    char one = 0;
    assert_int_equal(bs_if_indextoname(index, &one, 1), strlen(name));
    assert_int_equal(one, name[0]);
    free(all);
}

static void hostname_isTheSystemsOwn(void **state) {
    (void)state;
    char expected[256] = "";
    char name[256] = "";
    assert_int_equal(gethostname(expected, sizeof expected - 1), 0);
    assert_int_equal(bs_gethostname(name, sizeof name), strlen(expected));
    assert_string_equal(name, expected);
}

static void hostEntry_fillsExactlyWhatItSays(void **state) {
    (void)state;
    const char name[] = "192.0.2.1";
    int32_t size = (int32_t)sizeof(bs_host_entry) + 4 + (int32_t)sizeof name;
    int32_t names = 1;
    const struct hostent *h = gethostbyname2(name, AF_INET);
    assert_non_null(h);
    for (char **a = h->h_aliases; *a != NULL; a++) { /* musl: the name again */
        size += (int32_t)strlen(*a) + 1;
        names++;
    }
    bs_host_entry *entry = exactly(size);
    assert_int_equal(bs_gethostbyname(name, AF_INET, size, entry), size);
    assert_int_equal(entry->error, 0);
    assert_int_equal(entry->family, AF_INET);
    assert_int_equal(entry->address_length, 4);
    assert_int_equal(entry->addresses, 1);
    assert_int_equal(entry->names, names);
    const unsigned char address[] = {192, 0, 2, 1};
    assert_memory_equal(entry + 1, address, 4);
    assert_string_equal((char *)(entry + 1) + 4, name);
    /* Without room for all: only the header, and the result is the size that it needs. */
    assert_int_equal(bs_gethostbyname(name, AF_INET, (int32_t)sizeof *entry, entry), size);
    assert_int_equal(bs_gethostbyname(name, AF_INET, 8, entry), -EINVAL);
    assert_int_equal(bs_gethostbyaddr(address, -1, AF_INET, size, entry), -EINVAL);
    /* An address with a wrong length for its family. */
    assert_int_equal(bs_gethostbyaddr(address, 3, AF_INET, size, entry), sizeof *entry);
    assert_int_not_equal(entry->error, 0);
    free(entry);
}

static void hostname_isNotSetToWhatIsTooLong(void **state) {
    (void)state;
    char name[256];
    memset(name, 'x', sizeof name);
    int32_t r = bs_sethostname(name, sizeof name);
    assert_true(r == -EINVAL || r == -EPERM);
    assert_int_equal(bs_sethostname(name, -1), -EINVAL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(store_fillsExactlyWhatItSays),
        cmocka_unit_test(store_withoutRoom_saysHowMuchItNeeds),
        cmocka_unit_test(getaddrinfo_ofALiteral_givesItsAddress),
        cmocka_unit_test(getaddrinfo_errors_areInTheRecord),
        cmocka_unit_test(getnameinfo_asNumbers),
        cmocka_unit_test(getnameinfo_ofAPath_endsWhereTheAddressDoes),
        cmocka_unit_test(junk_isNotFound),
        cmocka_unit_test(interfaces_haveNamesAndIndexes),
        cmocka_unit_test(interfaces_withoutADescriptor_sayWhy),
        cmocka_unit_test(hostname_isTheSystemsOwn),
        cmocka_unit_test(hostEntry_fillsExactlyWhatItSays),
        cmocka_unit_test(hostname_isNotSetToWhatIsTooLong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
