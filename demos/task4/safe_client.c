/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A client of safe_server's that never stops asking, checks every word that
 * comes back, and notes how long it is kept waiting.  It has the lowest
 * priority of all, so whatever anybody takes is taken from it.
 */
#include <microkit.h>

#include "../common/safe_client.h"
#include "crashes.h"
#include "task4.h"

enum { CHANNEL_SERVER = 1 };

/* Set by the tool (setvar_vaddr). */
seL4_Word orders_vaddr;
seL4_Word tally_vaddr;
seL4_Word pulse_vaddr;

/* What the server's running checksum must be. */
static seL4_Word sum = SAFE_CHECKSUM_START;

/* The request at hand, and what came of it. */
static seL4_Word label;
static microkit_msginfo reply;

/* hold.S: calls `function`; returns how many of the registers that it watches have changed. */
seL4_Word hold_registers(void (*function)(void));

static const volatile struct task4_orders *orders(void)
{
    return (const volatile struct task4_orders *)orders_vaddr;
}

static volatile struct task4_tally *tally(void)
{
    return (volatile struct task4_tally *)tally_vaddr;
}

static void call_server(void)
{
    reply = microkit_ppcall(CHANNEL_SERVER, microkit_msginfo_new(label, SAFE_WORDS));
}

static void ask(seL4_Word number)
{
    label = number % TASK4_BEAT_EVERY == 0 ? SAFE_WORK_BEAT : SAFE_WORK;
    for (seL4_Uint8 i = 0; i < SAFE_WORDS; i++) {
        microkit_mr_set(i, safe_question(number, i));
    }
    tally()->asked++;
    tally()->registers_changed += hold_registers(call_server);
    if (!safe_work_is_right(reply, number, &sum)) {
        tally()->wrong++;
    }
    tally()->answered++;
}

/*
 * The loop counts its turns.  If the count has changed since the last request,
 * the loop has kept us waiting: for as many turns as it made, and these took no
 * longer than it is since then.  So turns divided by the highest speed ever
 * seen is the time it took from us, without what an emulator's host took.
 */
static void note_wait(void)
{
    static seL4_Word last_pulse;
    static seL4_Word last_time;
    seL4_Word pulse = *(const volatile seL4_Word *)pulse_vaddr;
    seL4_Word now = task4_counter();
    seL4_Word turns = pulse - last_pulse;
    seL4_Word ticks = now - last_time;

    last_pulse = pulse;
    last_time = now;
    if (orders()->watch == 0 || turns == 0 || turns >> 32 != 0) { /* or the page was wiped */
        return;
    }
    tally()->loop_turns += turns;
    if (ticks >= task4_ticks(TASK4_BUDGET_US / 4) &&
        (turns << TASK4_SPEED_SHIFT) / ticks > tally()->loop_speed) {
        tally()->loop_speed = (turns << TASK4_SPEED_SHIFT) / ticks;
    }
}

static seL4_Word prove_secret(void)
{
    microkit_mr_set(0, 42);
    (void)microkit_ppcall(CHANNEL_SERVER, microkit_msginfo_new(SAFE_PROVE, 1));
    return microkit_mr_get(0);
}

static void compare_with_server(seL4_Word first_proof)
{
    (void)microkit_ppcall(CHANNEL_SERVER, microkit_msginfo_new(SAFE_STATUS, 0));
    tally()->lost = tally()->asked - microkit_mr_get(0);
    tally()->sum_same = microkit_mr_get(1) == sum;
    tally()->secret_same = prove_secret() == first_proof;
}

void init(void)
{
    seL4_Word proof = prove_secret();

    for (seL4_Word number = 1; orders()->finish == 0; number++) {
        ask(number);
        note_wait();
    }
    compare_with_server(proof);
    microkit_notify(TASK4_CHANNEL_CLIENT);
}

void notified(microkit_channel ch)
{
    (void)ch;
}
