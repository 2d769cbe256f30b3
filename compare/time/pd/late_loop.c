/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The loop: how late it begins, at worst, in instructions.
 *
 *     TIME pd <id> <value>
 */
#include "late.h"

#include "../../pd/uart.h"

enum { TIMER = 1, HOG_ABOVE = 2, HOG_BELOW = 3 };

static seL4_Word due;   /* the next beginning; 0: not known yet */
static seL4_Word count; /* periods with these hogs */
static seL4_Word worst; /* in ticks */
static seL4_Word sum;
static seL4_Bool above; /* the second hog was started, too */

static void put(const char *word, const char *id, const char *what, seL4_Word ticks)
{
    uart_puts(word);
    uart_puts(id);
    uart_puts(what);
    uart_number(ticks * INSTRUCTIONS_PER_TICK);
    uart_puts("\n");
}

static void report(void)
{
    const char *id = above ? "late_below_important" : "late_beside_ordinary";

    put("TIME pd ", id, " ", worst);
    put("SHOW pd ", id, " on average ", sum / LOOP_PERIODS);
    count = 0;
    worst = 0;
    sum = 0;
    if (above) {
        uart_puts("TIME DONE\n");
    }
}

void init(void)
{
    uart_init();
    microkit_notify(HOG_BELOW);
}

/* What is done between two measurements makes it miss a beginning, so it looks for the next one. */
void notified(microkit_channel ch)
{
    seL4_Word now = pd_ticks();

    (void)ch;
    if (due == 0) {
        due = now / late_period() * late_period() + late_period();
        return;
    }
    sum += now - due;
    worst = now - due > worst ? now - due : worst;
    due += late_period();
    if (++count == LOOP_PERIODS) {
        report();
        above = seL4_True;
        microkit_notify(HOG_ABOVE);
        due = 0;
    }
}
