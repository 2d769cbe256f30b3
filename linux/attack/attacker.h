/* SPDX-License-Identifier: BSD-2-Clause */
/* What the attacker's parts share. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "channel.h"
#include "service.h"

static inline volatile struct exhibit *attacker_exhibit(void)
{
    return (volatile struct exhibit *)EXHIBIT;
}

/* POST_BYTES, which the service can read. */
extern unsigned char *attacker_post;

/* A connection to the service, to which the post was handed over. */
int attacker_connect(void);

/* Copies the exploit to offset `at` of the post; returns its bytes. */
size_t attacker_fill_post(size_t at);

/* Says that the post has a note of `bytes`.  False if the connection ended without an answer. */
bool attacker_note(int connection, size_t bytes);
