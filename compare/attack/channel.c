/* SPDX-License-Identifier: BSD-2-Clause */
/* Requests over Unix sockets: the server's loop and the client's call. */
#include "channel.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { CONNECTIONS = 8, HISTORY = 64, HEADER_BYTES = offsetof(struct message, words) };

__thread seL4_Word message_words[MESSAGE_WORDS];

union control {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(sizeof(int))];
};

static size_t message_bytes(const struct message *message)
{
    return HEADER_BYTES + message->count * sizeof(seL4_Word);
}

static bool well_formed(const struct message *message, ssize_t bytes)
{
    return bytes >= (ssize_t)HEADER_BYTES && message->count <= MESSAGE_WORDS &&
           (size_t)bytes >= message_bytes(message);
}

/* Receives a packet; a descriptor that came with it goes to *descriptor, else -1. */
static ssize_t receive(int connection, struct message *message, int *descriptor)
{
    union control control;
    struct iovec vector = { .iov_base = message, .iov_len = sizeof(*message) };
    struct msghdr header = { .msg_iov = &vector,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof(control.bytes) };
    ssize_t bytes = recvmsg(connection, &header, MSG_CMSG_CLOEXEC);
    const struct cmsghdr *first = CMSG_FIRSTHDR(&header);

    *descriptor = -1;
    if (bytes > 0 && first != NULL && first->cmsg_type == SCM_RIGHTS) {
        memcpy(descriptor, CMSG_DATA(first), sizeof(*descriptor));
    }
    return bytes;
}

static microkit_channel caller(const struct server *server, int connection, seL4_Word claim)
{
    struct ucred credentials;
    socklen_t length = sizeof(credentials);

    if (server->identify == NULL) {
        return (microkit_channel)claim;
    }
    if (getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &credentials, &length) != 0) {
        return 0;
    }
    return server->identify(credentials.uid);
}

static void handle(const struct server *server, microkit_channel ch, struct message *message)
{
    microkit_msginfo info;

    for (seL4_Word i = 0; i < message->count; i++) {
        microkit_mr_set(i, message->words[i]);
    }
    info = server->handle(ch, microkit_msginfo_new(message->label, message->count));
    message->label = info.label;
    message->count = info.count;
    for (seL4_Word i = 0; i < message->count; i++) {
        message->words[i] = microkit_mr_get(i);
    }
}

/* False if the connection is to be closed. */
static bool answer(const struct server *server, int connection, struct message *message)
{
    int descriptor;
    ssize_t bytes = receive(connection, message, &descriptor);
    microkit_channel ch;

    if (!well_formed(message, bytes)) {
        return false;
    }
    ch = caller(server, connection, message->claim);
    if (message->label == LABEL_POST && server->adopt != NULL && descriptor >= 0) {
        server->adopt(ch, descriptor);
        message->count = 0;
    } else {
        handle(server, ch, message);
    }
    if (descriptor >= 0) {
        (void)close(descriptor);
    }
    return send(connection, message, message_bytes(message), MSG_NOSIGNAL) >= 0;
}

_Noreturn void channel_serve(const struct server *server)
{
    /* The last requests, so that a debugger sees what led to a crash. */
    struct message history[HISTORY];
    struct pollfd polled[1 + CONNECTIONS] = { { .fd = server->listener, .events = POLLIN } };
    size_t served = 0;

    for (int i = 1; i <= CONNECTIONS; i++) {
        polled[i] = (struct pollfd){ .fd = -1, .events = POLLIN };
    }
    for (;;) {
        (void)poll(polled, 1 + CONNECTIONS, -1);
        for (int i = 1; i <= CONNECTIONS; i++) {
            if (polled[i].fd < 0 && (polled[0].revents & POLLIN) != 0) {
                polled[i].fd = accept4(server->listener, NULL, NULL, SOCK_CLOEXEC);
                polled[0].revents = 0;
                continue;
            }
            if (polled[i].fd >= 0 && polled[i].revents != 0 &&
                !answer(server, polled[i].fd, &history[served++ % HISTORY])) {
                (void)close(polled[i].fd);
                polled[i].fd = -1;
            }
        }
    }
}

int channel_connect(const char *path)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int connection = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

    (void)snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
    if (connection >= 0 &&
        connect(connection, (const struct sockaddr *)&address, sizeof(address)) != 0) {
        (void)close(connection);
        return -1;
    }
    return connection;
}

static bool send_with(int connection, struct message *message, int descriptor)
{
    union control control;
    struct iovec vector = { .iov_base = message, .iov_len = message_bytes(message) };
    struct msghdr header = { .msg_iov = &vector,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof(control.bytes) };

    memset(&control, 0, sizeof(control));
    control.header = (struct cmsghdr){ .cmsg_len = CMSG_LEN(sizeof(int)),
                                       .cmsg_level = SOL_SOCKET,
                                       .cmsg_type = SCM_RIGHTS };
    memcpy(CMSG_DATA(&control.header), &descriptor, sizeof(descriptor));
    return sendmsg(connection, &header, MSG_NOSIGNAL) >= 0;
}

bool channel_call(int connection, struct message *message, int descriptor)
{
    int none;

    if (descriptor >= 0 ? !send_with(connection, message, descriptor) :
                          send(connection, message, message_bytes(message), MSG_NOSIGNAL) < 0) {
        return false;
    }
    return well_formed(message, receive(connection, message, &none));
}
