/* fchmod(2) on a socket is EINVAL here, so for a moment the node would have the umask's permissions and not its own. */
#include "baresock.h"

#include <errno.h>

int32_t bs_bind_mode(int32_t fd, const struct sockaddr *addr, int32_t addrlen, int32_t mode) {
    (void)fd;
    (void)addr;
    (void)addrlen;
    (void)mode;
    return -EOPNOTSUPP;
}
