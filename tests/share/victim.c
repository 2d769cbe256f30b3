/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Measures how much time it does not get: it looks at the counter without end, and what lies
 * between two looks that are far apart was somebody else's.
 */
#include "share.h"
#include "../system/uart.h"

enum {
    WINDOW_US = 90000, /* less than the attackers' period: each has its budget once */
    BUDGET_US = 1000,
    ENTRIES_US = 20, /* a budget ends with the kernel entry that finds it used up */
    /* A twentieth, in pieces (docs/sdk.md). */
    MONITOR_SHARE = 20,
    MONITORS_BUDGET_US = sel4_debug_printing ? 50000 : 1000
};

struct share_notes *notes;
seL4_Word uart_vaddr;

static const char *const names[ATTACKS] = {
    [ATTACK_SEND] = "it sends to the monitor without end",
    [ATTACK_ASK] = "it asks to become passive without end",
    [ATTACK_CHILD] = "a child crashes in each of its lives",
    [ATTACK_ORPHAN] = "one without parent crashes in each of its lives",
};

static seL4_Word now(void)
{
    seL4_Word ticks;

    __asm__ volatile("isb\n mrs %0, cntpct_el0" : "=r"(ticks) : : "memory");
    return ticks;
}

static seL4_Word ticks_per_us(void)
{
    seL4_Word hertz;

    __asm__ volatile("mrs %0, cntfrq_el0" : "=r"(hertz));
    return hertz / 1000000;
}

/* Of the window that begins with `attack`, in microseconds. */
static seL4_Word time_lost(enum attack attack)
{
    seL4_Word us = ticks_per_us();
    seL4_Word start = now();
    seL4_Word last = start;
    seL4_Word lost = 0;

    notes->attack = attack;
    if (attack != ATTACK_NONE) {
        microkit_notify(attack);
    }
    while (last - start < WINDOW_US * us) {
        seL4_Word time = now();

        if (time - last > us) {
            lost += time - last;
        }
        last = time;
    }
    notes->attack = ATTACK_NONE;
    return lost / us;
}

/* The most that it may lose, if it loses `without` without an attack. */
static seL4_Word most_lost(enum attack attack, seL4_Word without)
{
    seL4_Word attackers = attack == ATTACK_CHILD || attack == ATTACK_ORPHAN ? 2 : 1;
    seL4_Word most = without + attackers * BUDGET_US + ENTRIES_US;

    if (attack == ATTACK_ORPHAN) {
        most += MONITORS_BUDGET_US + WINDOW_US / MONITOR_SHARE;
    }
    return most;
}

static void print_number(seL4_Word number)
{
    char digits[21];
    char *first = digits + sizeof(digits) - 1;

    *first = '\0';
    do {
        *--first = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    uart_print(first);
}

/* What the monitor was to print may be unfinished, in the middle of a line. */
static void judge(enum attack attack, seL4_Word lost, seL4_Word most)
{
    uart_print("\n");
    uart_print(lost > most ? "FAIL  " : notes->tries[attack] == 0 ? "FAIL  not tried: " : "ok    ");
    uart_print(names[attack]);
    if (lost > most) {
        uart_print(": lost ");
        print_number(lost);
        uart_print(" us, not at most ");
        print_number(most);
    }
    uart_print("\n");
}

void init(void)
{
    seL4_Word without = time_lost(ATTACK_NONE);

    for (enum attack attack = ATTACK_SEND; attack < ATTACKS; attack++) {
        judge(attack, time_lost(attack), most_lost(attack, without));
    }
    uart_print("\nthe end\n");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
