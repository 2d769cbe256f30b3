/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The receiver: measures when the judge asks for it, and puts the readings where the judge can see
 * them.  It knows the preamble, and nothing of the secret.
 */
#include "channel.h"
#include "listen.h"
#include "traces.h"

uintptr_t heard_vaddr;
uintptr_t planted_vaddr; /* where the description plants one */

static unsigned measured; /* so many experiments */

static struct covert_record *record(void)
{
    return channel_record(heard_vaddr, measured);
}

static uint32_t look_at_page(void)
{
    return *(const volatile uint32_t *)planted_vaddr;
}

/* How late the clock's signal comes; the last one is answered. */
static void note_beat(void)
{
    uint32_t late = (uint32_t)(counter_now() % counter_ticks(SYMBOL_US));

    record()->symbols[record()->count++] = (struct covert_symbol){{late}};
    if (record()->count == COVERT_SENT) {
        microkit_notify(LOW_WOKEN);
    }
}

static void measure(microkit_channel ch)
{
    struct listener listener = {counter_now, counter_ticks(SYMBOL_US), GAP_TICKS};

    switch (ch) {
    case LOW_LISTEN:
        listen_fixed(&listener, record());
        break;
    case LOW_STATE:
        listen_state(&listener, traces_read, record());
        break;
    case LOW_PAGE:
        listen_state(&listener, look_at_page, record());
        break;
    case LOW_SLICES:
        listener.symbol = counter_ticks(ROUND_US);
        listen_slices(&listener, record());
        break;
    default:
        break;
    }
}

void init(void)
{
}

void notified(microkit_channel ch)
{
    if (ch == LOW_BEAT) {
        note_beat();
    } else if (ch == LOW_WOKEN) {
        record()->count = 0;
    } else {
        measure(ch);
        measured++;
        microkit_notify(ch);
    }
}
