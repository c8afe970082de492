/*
 * MSG_CMSG_CLOEXEC where it is needed and not where it is refused. Descriptors come by AF_UNIX alone (SCM_RIGHTS, SCM_PIDFD: unix(7)).
 * Some other families look at every flag and refuse one that they do not know (packet_recvmsg of net/packet, isotp_recvmsg and
 * j1939_sk_recvmsg of net/can): so what refuses it, and is not AF_UNIX, is received from without it. The number of such a
 * descriptor is remembered until it is closed here, and the next receives are one system call again.
 */
#ifndef BS_FDS_FLAG_H
#define BS_FDS_FLAG_H

#include <stdbool.h>
#include <stdint.h>

/* MSG_CMSG_CLOEXEC, or 0 where nothing can come, and where the OS has no such flag. */
int32_t bs_fds_flag(int32_t fd);
/*
 * Whether a receive that ended with result is to be made again without *flag, which is 0 then. A remembered number may be another
 * socket's by now: what comes without the flag is made close-on-exec when it is taken over (message.c).
 */
bool bs_fds_flag_refused(int32_t fd, int32_t result, int32_t *flag);
/* The descriptor is closed: its number says nothing any more. */
void bs_fds_flag_forget(int32_t fd);

#endif /* BS_FDS_FLAG_H */
