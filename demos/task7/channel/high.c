/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The sender: has the secret, and is told by somebody when a symbol begins.  For a 1 it does
 * something, for a 0 it does not.
 */
#include "channel.h"
#include "traces.h"

enum { VSPACE = 3, CODE = 0x200000, CODE_BYTES = 0x1000 };

uintptr_t secret_vaddr;
uintptr_t planted_vaddr; /* where the description plants one */

static unsigned index;
static uint64_t call_ticks; /* what the call below takes */

static seL4_Bool next_bit(void)
{
    return covert_bit(channel_key(secret_vaddr), index++);
}

/* About the longest call that a component can make without an interrupt. */
static void call_kernel(void)
{
    (void)seL4_ARM_VSpace_Clean_Data(VSPACE, CODE, CODE + CODE_BYTES);
}

/* How long that is depends on the kernel: the least of some is one that nothing interrupted. */
static uint64_t measure_call(void)
{
    enum { TRIES = 8 };
    uint64_t least = UINT64_MAX;

    for (unsigned i = 0; i < TRIES; i++) {
        uint64_t before = counter_now();

        call_kernel();
        uint64_t ticks = counter_now() - before;
        least = ticks < least ? ticks : least;
    }
    return least;
}

/* High cannot know when its slice ends to the tick: where in a call that is, is another place in
   each of the first PLACES symbols, and then again, so that few of them end between two calls. */
static void call_until_slice_ends(void)
{
    enum { PLACES = 8 };

    channel_spin_until(counter_now() + call_ticks * (index % PLACES) / PLACES);
    uint64_t last = counter_now();
    uint64_t now = last;

    while (now - last < counter_ticks(ROUND_US) / 4) {
        call_kernel();
        last = now;
        now = counter_now();
    }
}

/* In the kernel when the next symbol begins, or not: in the middle of a call, however long that
   takes, so that a few instructions more or less on the way there make no difference. */
static void until_next_symbol(seL4_Bool in_kernel)
{
    uint64_t symbol = counter_ticks(SYMBOL_US);
    uint64_t end = (counter_now() / symbol + 1) * symbol;

    channel_spin_until(end - call_ticks / 2);
    if (in_kernel) {
        call_kernel();
    }
    channel_spin_until(end);
}

static void timer_at(uint64_t at)
{
    __asm__ volatile("msr cntp_cval_el0, %0\n\tmsr cntp_ctl_el0, %1\n\tisb"
                     : : "r"(at), "r"((seL4_Word)1) : "memory");
}

static void timer_off(void)
{
    __asm__ volatile("msr cntp_ctl_el0, %0\n\tisb" : : "r"((seL4_Word)2) : "memory");
}

static void send_one(microkit_channel ch)
{
    switch (ch) {
    case HIGH_WORK:
    case HIGH_SHARE:
        channel_spin_until(counter_now() + counter_ticks(WORK_US));
        break;
    case HIGH_LATE:
        call_until_slice_ends();
        break;
    case HIGH_REFILL:
        channel_spin_until(counter_now() + counter_ticks(ROUND_US / 2)); /* beyond its budget */
        break;
    case HIGH_TIMER:
        timer_at(counter_now() + counter_ticks(TO_LOW_US));
        break;
    default:
        break;
    }
}

void init(void)
{
    call_ticks = measure_call();
}

void notified(microkit_channel ch)
{
    if (ch == HIGH_IRQ) {
        timer_off();
        microkit_irq_ack(HIGH_IRQ);
        return;
    }
    seL4_Bool bit = next_bit();

    if (ch == HIGH_STATE) {
        traces_leave(bit);
    } else if (ch == HIGH_KERNEL) {
        until_next_symbol(bit);
    } else if (ch == HIGH_PLANT) {
        *(volatile uint32_t *)planted_vaddr = bit ? 1 : 0;
    } else if (bit) {
        send_one(ch);
    }
}
