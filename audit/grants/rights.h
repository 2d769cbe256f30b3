/* SPDX-License-Identifier: BSD-2-Clause */
/* How rights and amounts are written, the same by whoever writes them. */
#pragma once

#include <stdbool.h>

#include "board_facts.h"
#include "memory.h"

/* "Read Write Grant GrantReply badge 0x1"; `rights`: enum fact_right; no badge if it is 0. */
const char *rights_text(struct arena *arena, unsigned rights, uint64_t badge);

/* "rw- cached"; what is not cached is not executed, whatever the description says. */
const char *access_text(struct arena *arena, bool read, bool write, bool execute, bool cached);

/* "budget 1000 us in each 2000 us", of ticks. */
const char *time_text(struct arena *arena, const struct board_facts *board, uint64_t budget,
                      uint64_t period);

/* " " before a text that is not empty. */
const char *space_before(const char *text);
