/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Requests over Unix sockets: what a protected procedure call is on Bulkhead.
 * One request or reply is one packet (SOCK_SEQPACKET).
 */
#pragma once

#include <microkit.h>
#include <stdbool.h>
#include <sys/types.h>

#define SAFE_SOCKET "/run/safe"
#define LEDGER_SOCKET "/run/ledger"

/* A request with this label hands over the caller's post: a descriptor comes with it. */
enum { LABEL_POST = 0x1000 };

struct message {
    seL4_Word claim; /* who the sender says that it is */
    seL4_Word label;
    seL4_Word count; /* of words */
    seL4_Word words[MESSAGE_WORDS];
};

struct server {
    int listener;
    /* The channel of a caller with this user id.  NULL: the server has no way to tell, and believes
       the claim in the message. */
    microkit_channel (*identify)(uid_t uid);
    microkit_msginfo (*handle)(microkit_channel ch, microkit_msginfo info);
    /* Takes the descriptor of `ch`'s post; may be NULL. */
    void (*adopt)(microkit_channel ch, int descriptor);
};

/* Answers requests for ever. */
_Noreturn void channel_serve(const struct server *server);

/* A connection to the socket at `path`, or -1. */
int channel_connect(const char *path);

/* Sends the request, with a descriptor if that is not -1, and replaces it by the reply.  False if
   the connection broke. */
bool channel_call(int connection, struct message *message, int descriptor);
