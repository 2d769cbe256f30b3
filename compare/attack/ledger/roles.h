/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts of the system under attack.  Each is the program `ledger` (or
 * `ledger_hardened`), started with the name of its role: service.c.
 */
#pragma once

#include <microkit.h>
#include <stdbool.h>

#include "configuration.h"
#include "exhibit.h"
#include "score.h"

static inline struct exhibit *exhibit(void)
{
    return (struct exhibit *)EXHIBIT;
}

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
