/* SPDX-License-Identifier: BSD-2-Clause */
/* The parent's half of a clean restart. */
#include "revive.h"

static seL4_Word bytes_of(const struct ward *w)
{
    return w->bytes != 0 ? w->bytes : LIFE_BYTES;
}

static seL4_Word copy_checksum(const struct ward *w)
{
    seL4_Word sum = 0;

    for (seL4_Word at = 0; at < bytes_of(w); at += sizeof(seL4_Word)) {
        sum = life_checksum(sum, *(const volatile seL4_Word *)(w->pristine + at));
    }
    return sum;
}

/* Only the first life may: it has run nothing but start-up code. */
static seL4_Bool accept_seal(struct ward *w)
{
    volatile struct life_seal *seal = (volatile struct life_seal *)w->pristine;

    if (seal->sealed != 0) {
        w->seals_refused++;
        return seL4_False;
    }
    for (seL4_Word at = 0; at < bytes_of(w); at += sizeof(seL4_Word)) {
        *(volatile seL4_Word *)(w->pristine + at) =
            *(const volatile seL4_Word *)(w->outbox + at);
    }
    seal->sealed = 1;
    w->copy_checksum = copy_checksum(w);
    return seL4_True;
}

static void note_hello(struct ward *w)
{
    for (seL4_Uint8 i = 0; i < LIFE_HELLO_WORDS; i++) {
        w->last[i] = microkit_mr_get(i);
        if (w->lives == 0) {
            w->first[i] = w->last[i];
        }
    }
    w->lives++;
    w->clean += ward_is_clean(w) ? 1 : 0;
}

microkit_msginfo ward_answer(struct ward *w, microkit_msginfo msginfo)
{
    seL4_Word label = microkit_msginfo_get_label(msginfo);

    if (label == LIFE_SEAL && accept_seal(w)) {
        return microkit_msginfo_new(LIFE_OK, 0);
    }
    if (label == LIFE_HELLO && microkit_msginfo_get_count(msginfo) == LIFE_HELLO_WORDS) {
        note_hello(w);
        microkit_mr_set(0, w->lives - 1);
        return microkit_msginfo_new(LIFE_OK, 1);
    }
    return microkit_msginfo_new(LIFE_REFUSED, 0);
}

seL4_Bool ward_is_clean(const struct ward *w)
{
    seL4_Bool same = w->last[LIFE_HELLO_DIRT] == 0;

    for (unsigned i = 0; i < LIFE_HELLO_WORDS; i++) {
        same = same && w->last[i] == w->first[i];
    }
    return same;
}

seL4_Bool ward_copy_is_intact(const struct ward *w)
{
    return ward_seal(w)->sealed != 0 && copy_checksum(w) == w->copy_checksum;
}

/* The SDK moves the program counter; the code there does the rest. */
void ward_restart(const struct ward *w)
{
    microkit_pd_restart(w->child, ward_seal(w)->restart_entry);
}
