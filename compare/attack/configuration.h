/* SPDX-License-Identifier: BSD-2-Clause */
/* How the system under attack is configured, and who its users are. */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

/* User ids.  In a configuration of one user, everybody is APP. */
enum {
    UID_ROOT = 0,
    UID_MAIL = 8,
    UID_WEB = 33,
    UID_DATABASE = 114,
    UID_APP = 1000,
    UID_LEDGER,
    UID_SAFE,
    UID_CLIENT,
    UID_ATTACKER,
    UID_ALICE
};

/* Channels of safe_server's clients. */
enum { SAFE_OF_NOBODY, SAFE_OF_CLIENT, SAFE_OF_LEDGER };

struct configuration {
    const char *name;
    bool one_process; /* safe_server is a thread of the service */
    bool users;       /* separate users, and all that a careful engineer would add */
    uid_t uid;        /* of everybody, if not `users` */
};

/* The configuration of this name, without `_hardened`; NULL if there is none. */
const struct configuration *configuration_find(const char *name);
