/* SPDX-License-Identifier: BSD-2-Clause */
/* Hears what each program found, and sums up. */
#include "sections.h"

/* How many programs there are: patched into the linked file. */
__attribute__((section(".programs"), used)) static char programs[RECORD_BYTES];

static seL4_Word heard, right;

static void put(const char *before, seL4_Word number)
{
    microkit_dbg_puts(before);
    microkit_dbg_put32((seL4_Uint32)number);
}

static void conclude(void)
{
    put(right == heard ? "SECTIONS PASS " : "SECTIONS FAIL ", right);
    put("/", heard);
    microkit_dbg_puts("\n");
}

/* Label 0: what was found; 1: also whether the answer arrived. */
microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    seL4_Word wrong = microkit_mr_get(WORD_WRONG);

    if (microkit_msginfo_get_label(msginfo) == 0) {
        put("program ", ch);
        put(": checks ", microkit_mr_get(WORD_CHECKS));
        put(", wrong ", wrong);
        put(", first ", microkit_mr_get(WORD_FIRST_WRONG));
        microkit_dbg_puts("\n");
        for (seL4_Uint8 i = WORD_PATTERN; i < WORDS; i++) {
            wrong += microkit_mr_get(i) != pattern(i);
            microkit_mr_set(i, pattern(i) + (wrong == 0));
        }
        return microkit_msginfo_new(0, WORDS);
    }
    heard++;
    right += wrong == 0;
    if (heard == record_number(programs)) {
        conclude();
    }
    return microkit_msginfo_new(0, 0);
}

void init(void)
{
}

void notified(microkit_channel ch)
{
    (void)ch;
}
