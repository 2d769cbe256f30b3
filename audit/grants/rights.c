/* SPDX-License-Identifier: BSD-2-Clause */
/* Rights and amounts in words. */
#include "rights.h"

#include <inttypes.h>
#include <stdbool.h>

#include "facts.h"

const char *rights_text(struct arena *arena, unsigned rights, uint64_t badge)
{
    const char *text = arena_format(arena, "%s%s%s%s%s", (rights & FACT_READ) != 0 ? " Read" : "",
                                    (rights & FACT_WRITE) != 0 ? " Write" : "",
                                    (rights & FACT_GRANT) != 0 ? " Grant" : "",
                                    (rights & FACT_GRANT_REPLY) != 0 ? " GrantReply" : "", "");

    if (badge != 0) {
        text = arena_format(arena, "%s badge 0x%" PRIx64, text, badge);
    }
    return text[0] == ' ' ? text + 1 : text;
}

const char *access_text(struct arena *arena, bool read, bool write, bool execute, bool cached)
{
    return arena_format(arena, "%c%c%c %s", read ? 'r' : '-', write ? 'w' : '-',
                        execute && cached ? 'x' : '-', cached ? "cached" : "uncached");
}

const char *time_text(struct arena *arena, const struct board_facts *board, uint64_t budget,
                      uint64_t period)
{
    uint64_t khz = board->timer_khz;

    return arena_format(arena, "budget %" PRIu64 " us in each %" PRIu64 " us", budget * 1000 / khz,
                        period * 1000 / khz);
}

const char *space_before(const char *text)
{
    return text[0] == '\0' ? "" : " ";
}
