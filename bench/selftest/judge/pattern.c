/* SPDX-License-Identifier: BSD-2-Clause */
/* The words of the memory test. */
#include "pattern.h"

/* The lower half is that of the address; the upper one is its complement, but for what the address
   has above 4 GiB: from the first the second can be told, so no two are the same. */
static inline uint64_t pattern(uint64_t paddr, uint64_t inverted)
{
    return paddr ^ ~paddr << 32 ^ inverted;
}

void pattern_write(void *at, uint64_t paddr, uint64_t bytes, uint64_t inverted)
{
    uint64_t *word = at;
    uint64_t end = paddr + bytes;

    for (; paddr < end; paddr += sizeof(*word)) {
        *word++ = pattern(paddr, inverted);
    }
}

static void note_wrong(struct pattern_result *result, uint64_t paddr, uint64_t found,
                       uint64_t expected)
{
    if (result->wrong++ == 0) {
        result->first = paddr;
        result->found = found;
        result->expected = expected;
    }
}

void pattern_read(const void *at, uint64_t paddr, uint64_t bytes, uint64_t inverted,
                  struct pattern_result *result)
{
    const volatile uint64_t *word = at;
    uint64_t end = paddr + bytes;

    for (; paddr < end; paddr += sizeof(*word)) {
        uint64_t found = *word++;

        if (found != pattern(paddr, inverted)) {
            note_wrong(result, paddr, found, pattern(paddr, inverted));
        }
    }
}
