/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The component that has to keep working while its neighbours crash, loop and
 * are taken over: it answers requests, keeps a running checksum of all that it
 * was asked and answered, and holds a secret.
 *
 * Nothing in here defends it.  What does is that nobody else's memory,
 * capabilities or time reach this far.
 */
#include <microkit.h>

#include "safe_server.h"

/* In memory and nowhere else: whoever wants it must read it here. */
enum { SECRET_WORDS = 4 };
seL4_Word safe_secret[SECRET_WORDS] = {
    0x6d616e7920736d61ull, 0x6c6c2077616c6c73ull, 0x206b656570206f75ull, 0x7420746865207365ull,
};

/* Set by the tool (setvar_vaddr) in a system that has a page for the secret.  The address of a
   page, unlike one inside the program, means the same in every component. */
seL4_Word safe_vault_vaddr;

seL4_Word safe_served;
seL4_Word safe_sum = SAFE_CHECKSUM_START;

/*
 * Word by word: read, answer, add both to the checksum.  The beat comes in the
 * middle of that, so that what it sets off finds a half-finished request.
 */
static microkit_msginfo do_work(seL4_Bool beat)
{
    seL4_Word answers[SAFE_WORDS];

    for (seL4_Uint8 i = 0; i < SAFE_WORDS; i++) {
        seL4_Word word = microkit_mr_get(i);

        answers[i] = i == 0 ? word : safe_answer(word);
        safe_sum = safe_checksum(safe_checksum(safe_sum, word), answers[i]);
        if (beat && i == SAFE_WORDS / 2) {
            microkit_notify(SAFE_CHANNEL_BEAT);
        }
    }
    safe_served++;
    for (seL4_Uint8 i = 0; i < SAFE_WORDS; i++) {
        microkit_mr_set(i, answers[i]);
    }
    microkit_mr_set(SAFE_WORDS, safe_sum);
    return microkit_msginfo_new(SAFE_OK, SAFE_WORDS + 1);
}

static microkit_msginfo tell_status(void)
{
    microkit_mr_set(0, safe_served);
    microkit_mr_set(1, safe_sum);
    return microkit_msginfo_new(SAFE_OK, 2);
}

static volatile seL4_Word *secret(void)
{
    return safe_vault_vaddr != 0 ? (volatile seL4_Word *)safe_vault_vaddr : safe_secret;
}

/* Shows that the secret is what it was, without telling it. */
static microkit_msginfo prove_secret(void)
{
    seL4_Word digest = safe_checksum(SAFE_CHECKSUM_START, microkit_mr_get(0));

    for (unsigned i = 0; i < SECRET_WORDS; i++) {
        digest = safe_checksum(digest, secret()[i]);
    }
    microkit_mr_set(0, digest);
    return microkit_msginfo_new(SAFE_OK, 1);
}

/* Moves the secret to the page that it has, if it has one. */
void init(void)
{
    for (unsigned i = 0; safe_vault_vaddr != 0 && i < SECRET_WORDS; i++) {
        secret()[i] = safe_secret[i];
        safe_secret[i] = 0;
    }
}

void notified(microkit_channel ch)
{
    (void)ch; /* a signal tells this server nothing */
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    seL4_Word label = microkit_msginfo_get_label(msginfo);
    seL4_Word count = microkit_msginfo_get_count(msginfo);

    if ((label == SAFE_WORK || label == SAFE_WORK_BEAT) && count == SAFE_WORDS) {
        return do_work(label == SAFE_WORK_BEAT);
    }
    if (label == SAFE_STATUS && count == 0) {
        return tell_status();
    }
    if (label == SAFE_PROVE && count == 1) {
        return prove_secret();
    }
    if (label == SAFE_WHO) {
        microkit_mr_set(0, ch); /* all clients are served alike, but they are not the same */
        return microkit_msginfo_new(SAFE_OK, 1);
    }
    return microkit_msginfo_new(SAFE_REFUSED, 0);
}
