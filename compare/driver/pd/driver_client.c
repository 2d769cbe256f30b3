/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The driver's client: is served, sets off the bug, and is served again; in
 * between it asks another service, too.  Prints what driver_guest.c prints on
 * Linux.
 */
#include "../../../demos/common/safe_server.h"
#include "../../pd/ticks.h"
#include "../../pd/uart.h"
#include "driver_pd.h"

enum { CHANNEL_DRIVER = 1, CHANNEL_PARENT = 2, CHANNEL_SAFE = 3 };
enum { REQUESTS = 100, FAULTS = 50, OLD_VALUE = 7 };

seL4_Word page_vaddr; /* set by the tool */

/* What the request that is under way is for. */
static enum { SERVE_BEFORE, KEEP_VALUE, SET_OFF, SERVE_AFTER, READ_OLD, FINISHED } phase;

static seL4_Word requests, faults, lost, old_values;
static seL4_Word started, asked, interrupted, per_request;

static volatile struct driver_page *page(void)
{
    return (volatile struct driver_page *)page_vaddr;
}

static void ask(seL4_Word command, seL4_Word value)
{
    page()->request.command = command;
    page()->request.index = 3;
    page()->request.value = value;
    requests++;
    microkit_notify(CHANNEL_DRIVER);
}

static void set_off(void)
{
    phase = SET_OFF;
    asked = pd_ticks();
    ask(BANK_CALIBRATE, 0);
}

/* Whether a service that has nothing to do with the driver answers, and right. */
static seL4_Bool bystander_serves(void)
{
    seL4_Bool right = seL4_True;

    for (seL4_Word number = 1; number <= REQUESTS; number++) {
        for (seL4_Uint8 i = 0; i < SAFE_WORDS; i++) {
            microkit_mr_set(i, safe_question(number, i));
        }
        (void)microkit_ppcall(CHANNEL_SAFE, microkit_msginfo_new(SAFE_WORK, SAFE_WORDS));
        right = right && microkit_mr_get(1) == safe_answer(safe_question(number, 1));
    }
    return right;
}

static void print(const char *what, seL4_Word value)
{
    uart_puts(what);
    uart_number(value);
    uart_puts("\n");
}

static void report(void)
{
    phase = FINISHED;
    microkit_notify(CHANNEL_PARENT);
    print("SHOW pd driver_request instructions each, 100 requests: ", per_request);
    print("SHOW pd driver_restarts times the driver was set off and served again: ", faults);
    print("SHOW pd driver_state of its registers, still there after a restart: ", old_values);
    print("DRIVER pd system_survives ", bystander_serves() ? 1 : 0);
    print("DRIVER pd requests_lost ", lost / FAULTS);
    print("DRIVER pd service_interrupted_instructions ",
          interrupted * INSTRUCTIONS_PER_TICK / FAULTS);
    uart_puts("DRIVER DONE\n");
}

/* The driver has answered. */
static void answered(void)
{
    switch (phase) {
    case SERVE_BEFORE:
        if (requests < REQUESTS) {
            ask(BANK_READ, 0);
            return;
        }
        per_request = (pd_ticks() - started) * INSTRUCTIONS_PER_TICK / REQUESTS;
        phase = KEEP_VALUE;
        ask(BANK_WRITE, OLD_VALUE);
        return;
    case KEEP_VALUE:
        set_off();
        return;
    case SERVE_AFTER:
        interrupted += pd_ticks() - asked;
        phase = READ_OLD;
        ask(BANK_READ, 0);
        return;
    case READ_OLD:
        old_values += page()->request.value == OLD_VALUE;
        faults++;
        if (faults == FAULTS) {
            report();
            return;
        }
        phase = KEEP_VALUE;
        ask(BANK_WRITE, OLD_VALUE);
        return;
    default:
        uart_puts("MISSING pd:driver an answer was not expected\nDRIVER DONE\n");
        phase = FINISHED;
    }
}

void init(void)
{
    uart_init();
    (void)bystander_serves();
    started = pd_ticks();
    ask(BANK_READ, 0);
}

void notified(microkit_channel ch)
{
    if (ch == CHANNEL_DRIVER && phase != FINISHED) {
        answered();
    } else if (ch == CHANNEL_PARENT && phase == SET_OFF) {
        lost += requests - page()->answered;
        requests = page()->answered;
        phase = SERVE_AFTER;
        ask(BANK_READ, 0);
    }
}
