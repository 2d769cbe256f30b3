/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system under attack: its parts, and how it is configured.  Each part is the
 * program `ledger` (or `ledger_hardened`), started with the name of its role.
 */
#pragma once

#include <microkit.h>
#include <stdbool.h>
#include <sys/types.h>

#include "exhibit.h"
#include "score.h"

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
const struct configuration *service_configuration(const char *name);

static inline struct exhibit *exhibit(void)
{
    return (struct exhibit *)EXHIBIT;
}

/* A page at `address` that forked children do not get. */
void service_private_page(unsigned long address);

/* Gives this process a random word at COOKIE, which nobody else is to read or write. */
void service_draw_cookie(void);

/* Serves safe_server's clients; its secret is drawn at random.  `identify`: by user id. */
_Noreturn void safe_serve(int listener, bool identify);

/* The service with the bug; safe_server is in the same process if the configuration says so. */
_Noreturn void ledger_serve(const struct configuration *configuration);

/* The client of both; tells its score. */
_Noreturn void client_run(bool careful);

/* Gives up all that the service does not need: rights, files, system calls.  Ends the process if
   that fails. */
void lockdown_before_connect(void);
void lockdown(void);
