/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What every attempt of the attacker takes: the exploit in a post, a connection to
 * the service, and a look at what came of it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "channel.h"
#include "exhibit.h"

static inline volatile struct exhibit *attacker_exhibit(void)
{
    return (volatile struct exhibit *)EXHIBIT;
}

/* POST_BYTES, which the service can read. */
extern unsigned char *attacker_post;

/* Makes it, before anything else; ends the process if that fails. */
void attacker_make_post(void);

/* A connection to the service that listens at `path`, to which the post was handed over. */
int attacker_connect_to(const char *path);
int attacker_connect(void);

/* Copies the exploit to offset `at` of the post; returns its bytes. */
size_t attacker_fill_post(size_t at);

/* Says that the post has a note of `bytes`.  False if the connection ended without an answer. */
bool attacker_note(int connection, size_t bytes);

/* After a request without an answer: waits until the service has ended or the injected code has
   begun, when there were so many deaths and lives before.  True if the latter. */
bool attacker_settle(uint64_t deaths, uint64_t lives);

/* Waits until the client is connected, if the injected code wants that. */
void attacker_wait_for_client(void);

/* Notes that a variant of the attack was brought to its end. */
void attacker_finish(enum variant variant);
