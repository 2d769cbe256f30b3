/* SPDX-License-Identifier: BSD-2-Clause */
/* A client of safe_server over a socket (channel.h), which keeps books as the server does. */
#pragma once

#include <stdbool.h>

#include "safe_server.h"

struct safe_calls {
    int connection;   /* -1: none */
    seL4_Word number; /* of the next request */
    seL4_Word sum;    /* running checksum */
};

#define SAFE_CALLS_INIT {.connection = -1, .sum = SAFE_CHECKSUM_START}

enum safe_came { SAFE_CAME_RIGHT, SAFE_CAME_WRONG, SAFE_CAME_NOTHING };

/* Connects, and goes on where the server says that it is.  False if that is not where the client
   was; true, with no connection or where it was, if there is nobody to ask. */
bool safe_calls_connect(struct safe_calls *calls);

/* Asks for work.  SAFE_CAME_NOTHING: there is no connection, or now no more. */
enum safe_came safe_calls_ask(struct safe_calls *calls);
