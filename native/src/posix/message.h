/* bs_message and msghdr: for the calls on one message, and for those on many. */
#ifndef BS_MESSAGE_H
#define BS_MESSAGE_H

#include "baresock.h"

#include <stdbool.h>
#include <sys/socket.h>

#include "cmsg_os.h"

/*
 * size_t with glibc, as in Linux; int and socklen_t on the BSDs and with musl, as in POSIX. With musl a padding member makes them as
 * long as the kernel's; it is 0 because an initialiser makes the msghdr.
 */
typedef __typeof__(((struct msghdr *)0)->msg_iovlen) bs_iovlen;
typedef __typeof__(((struct msghdr *)0)->msg_controllen) bs_controllen;

/*
 * Whether a message to send has only control messages and fd is a stream. The kernel then sends nothing, not even descriptors, and reports
 * success (unix_stream_sendmsg and tcp_sendmsg_locked). Asks the kernel only if there are no bytes.
 */
bool bs_message_is_control_alone(int32_t fd, const struct msghdr *header);
static inline bool bs_message_is_lost(int32_t fd, const struct msghdr *header) {
    return header->msg_controllen > 0 && bs_message_is_control_alone(fd, header);
}
/* sendmsg(2). -ENOMSG: the kernel would accept the message and lose it. */
int32_t bs_message_send(int32_t fd, const struct msghdr *header, int32_t flags);

/* The msghdr of a message to send; writes the headers of its control messages. */
struct msghdr bs_message_to_send(bs_message *message);

/* Closes the descriptors that Java did not take, forgets what was received, and zeroes the control buffer. */
void bs_message_clear(bs_message *message);
/* The msghdr to receive with. */
struct msghdr bs_message_to_receive(bs_message *message);
/* The kernel's flags of a received message: MSG_TRUNC and so on. */
static inline int32_t bs_message_flags(const struct msghdr *header) {
#ifdef BS_CMSG_CLOEXEC
    return header->msg_flags & ~BS_CMSG_CLOEXEC; /* what was asked for comes back with what happened */
#else
    return header->msg_flags;
#endif
}

/* Takes what the kernel wrote to the msghdr, descriptors first. */
void bs_message_received(bs_message *message, const struct msghdr *header);

#endif /* BS_MESSAGE_H */
