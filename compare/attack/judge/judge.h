/* SPDX-License-Identifier: BSD-2-Clause */
/* The judge's parts: what the system under attack is, what is true of it, and the verdicts. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "configuration.h"
#include "exhibit.h"
#include "score.h"

struct judged {
    const char *name; /* of the configuration, as printed */
    bool hardened;
    const struct configuration *configuration;
    volatile struct exhibit *exhibit;
    volatile struct score *score;
    int safe_listener, ledger_listener;
    pid_t parts[COMPONENTS]; /* 0: a thread of the service */
};

/* Makes the system and starts its parts. */
void set_up(struct judged *judged);

/* Answers what the injected code asked. */
void verdict_answer(struct judged *judged);

/* Prints a count, REACH, after it was checked. */
void verdict_reach(const struct judged *judged, const char *what, unsigned got, unsigned tried);

/* Prints what is shown beside a count, SHOW. */
void verdict_show(const struct judged *judged, const char *id, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
