/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Protected calls: the round trip from a caller to a server that answers with
 * the message it got, and back; every word is compared.
 */
#include "console.h"
#include "runner.h"

enum { LABEL = 1 }; /* not 0: that is what microkit_ppcall returns if there is no such channel */

/* Word `i` of a call. */
static inline seL4_Word word(seL4_Word i)
{
    return 0x1000 + i;
}

/* One round trip; 0 if label and count came back as they were sent. */
static inline seL4_Word call(microkit_channel ch, seL4_Uint8 words)
{
    microkit_msginfo sent = microkit_msginfo_new(LABEL, words);

    for (seL4_Uint8 i = 0; i < words; i++) {
        microkit_mr_set(i, word(i));
    }
    return microkit_ppcall(ch, sent).words[0] ^ sent.words[0];
}

static seL4_Bool words_are_back(seL4_Uint8 words)
{
    seL4_Bool back = seL4_True;

    for (seL4_Uint8 i = 0; i < words; i++) {
        back = back && microkit_mr_get(i) == word(i);
    }
    return back;
}

/* Inlined, so that channel and length are constants, as they are in most programs. */
static inline __attribute__((always_inline)) seL4_Bool measure(const struct row *row,
                                                               microkit_channel ch,
                                                               seL4_Uint8 words)
{
    seL4_Word wrong = 0;
    seL4_Word ticks;

    for (unsigned i = 0; i < WARM_UP; i++) {
        (void)call(ch, words);
    }
    ticks = bench_begin();
    for (unsigned i = 0; i < ITERATIONS; i++) {
        bench_repetition();
        wrong |= call(ch, words);
    }
    ticks = bench_end() - ticks;
    console_row(row->name, ticks, ITERATIONS, wrong == 0 && words_are_back(words));
    return seL4_True;
}

seL4_Bool call_passive_0(const struct row *row)
{
    return measure(row, CHANNEL_PASSIVE, 0);
}

seL4_Bool call_passive_4(const struct row *row)
{
    return measure(row, CHANNEL_PASSIVE, 4);
}

seL4_Bool call_passive_8(const struct row *row)
{
    return measure(row, CHANNEL_PASSIVE, 8);
}

seL4_Bool call_passive_64(const struct row *row)
{
    return measure(row, CHANNEL_PASSIVE, 64);
}

seL4_Bool call_active_0(const struct row *row)
{
    return measure(row, CHANNEL_ACTIVE, 0);
}

seL4_Bool call_active_4(const struct row *row)
{
    return measure(row, CHANNEL_ACTIVE, 4);
}

seL4_Bool call_active_8(const struct row *row)
{
    return measure(row, CHANNEL_ACTIVE, 8);
}

seL4_Bool call_active_64(const struct row *row)
{
    return measure(row, CHANNEL_ACTIVE, 64);
}
