/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 7: is this clock exact, and what follows if not. */
#include "exact.h"

#include "../common/counter.h"
#include "../common/judge.h"

static seL4_Bool exact;

/* A round is four instructions, of which a machine whose time they are executes 1,000 in a
   microsecond. */
enum { EXAMINATIONS = 16, EXAMINATION_US = 100, ROUNDS_PER_US = 250 };

static seL4_Word time_of_work(seL4_Word us)
{
    seL4_Word start = counter_now();
    seL4_Word rounds = us * ROUNDS_PER_US;

    __asm__ volatile("1: nop\n\tnop\n\tsubs %0, %0, #1\n\tb.ne 1b" : "+r"(rounds) : : "cc");
    return counter_now() - start;
}

/* A beginning between two ticks makes a difference of one, as does what is around the rounds;
   and now and then the kernel has something to do.  No host hits a tick so often by chance. */
void clock_examine_by(unsigned us)
{
    unsigned right = 0;

    for (unsigned i = 0; i < EXAMINATIONS; i++) {
        right += time_of_work(us) - counter_ticks(us) <= 2 ? 1 : 0;
    }
    exact = right >= EXAMINATIONS / 4 * 3;
}

void clock_examine(void)
{
    clock_examine_by(EXAMINATION_US);
}

seL4_Bool clock_is_exact(void)
{
    return exact;
}

static void check_of_clock_begin(seL4_Bool holds, const char *claim)
{
    if (holds || exact) {
        check_begin(holds, claim);
    } else {
        check_unknown_begin(claim, "how long the host stopped this machine");
    }
}

void check_of_clock(seL4_Bool holds, const char *claim)
{
    check_of_clock_begin(holds, claim);
    microkit_dbg_puts("\n");
}

static void put_decimal(seL4_Word value)
{
    if (value >= 10) {
        put_decimal(value / 10);
    }
    microkit_dbg_putc((int)('0' + value % 10));
}

void check_ticks(seL4_Word found, seL4_Word limit, const char *claim)
{
    check_of_clock_begin(found <= limit, claim);
    if (found > limit) {
        put_below("at most ");
        put_decimal(limit);
        microkit_dbg_puts(" ticks, found ");
        put_decimal(found);
    }
    microkit_dbg_puts("\n");
}

static void measured(const char *what)
{
    microkit_dbg_puts("measured: ");
    microkit_dbg_puts(what);
    microkit_dbg_puts(" ");
}

/* With two digits behind the point, rounded down. */
void measured_us(const char *what, seL4_Word ticks)
{
    seL4_Word hundredths = ticks * 100000 / counter_ticks(1000);

    measured(what);
    put_decimal(hundredths / 100);
    microkit_dbg_puts(hundredths % 100 < 10 ? ".0" : ".");
    put_decimal(hundredths % 100);
    microkit_dbg_puts(" us\n");
}

void measured_count(const char *what, seL4_Word count)
{
    measured(what);
    put_decimal(count);
    microkit_dbg_puts("\n");
}
