/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The code that the attacker injects into the service on Linux: what
 * demos/task5/payload.c is on Bulkhead.  It goes for everything, one try after the
 * other, and leaves what it got in the exhibit.
 */
#include "payload.h"

#include "payload_tools.h"
#include "system_calls.h"

_Noreturn void payload_main(void);

static unsigned long items_of(unsigned long step)
{
    switch (step) {
    case STEP_READ_SECRET:
    case STEP_WRITE_SECRET:
    case STEP_WRITE_POST:
        return WAYS;
    case STEP_READ_KERNEL:
    case STEP_WRITE_KERNEL:
    case STEP_MEMORY:
    case STEP_CPU:
        return 3;
    case STEP_READ_DEVICE:
    case STEP_WRITE_DEVICE:
        return 1 + DEVICES;
    case STEP_WRITE_PROGRAM:
    case STEP_STORAGE:
        return 2;
    case STEP_READ_MEMORY:
    case STEP_WRITE_MEMORY:
        return COMPONENTS * WAYS;
    case STEP_READ_FILES:
    case STEP_WRITE_FILES:
        return FILES;
    case STEP_ENTRIES:
        return SYSTEM_CALLS;
    case STEP_SERVICES:
        return SOCKETS;
    case STEP_IDENTITIES:
        return CLAIMS;
    case STEP_STOP:
        return 2 * COMPONENTS + 1;
    default:
        return 1;
    }
}

static void do_item(unsigned long step, unsigned long item)
{
    switch (step) {
    case STEP_READ_FILES:
    case STEP_WRITE_FILES:
    case STEP_SERVICES:
        files_item(step, item);
        break;
    case STEP_ENTRIES:
    case STEP_IDENTITIES:
    case STEP_STOP:
    case STEP_MACHINE:
        calls_item(step, item);
        break;
    case STEP_CPU:
    case STEP_MEMORY:
    case STEP_CHILDREN:
    case STEP_DESCRIPTORS:
    case STEP_STORAGE:
        exhaust_item(step, item);
        break;
    default:
        memory_item(step, item);
    }
}

/* The life before ended in the middle of a try. */
static void go_on(void)
{
    unsigned long step = found()->step;

    if (step == STEP_ENTRIES) {
        calls_died();
    }
    found()->fatal[step]++;
    found()->done[step]++;
    found()->item++;
    found()->armed = 0;
}

static void try_next(void)
{
    unsigned long step = found()->step;

    if (found()->item == 0) {
        ask(ASK_BEFORE);
    }
    if (found()->item >= items_of(step)) {
        ask(ASK_AFTER);
        found()->item = 0;
        found()->step = step + 1;
        return;
    }
    found()->armed = 1;
    do_item(step, found()->item);
    found()->armed = 0;
    found()->done[step]++;
    found()->item++;
}

_Noreturn void payload_main(void)
{
    found()->lives++;
    if (found()->armed != 0) {
        go_on();
    } else if (found()->step == STEP_NONE) {
        found()->step = STEP_NONE + 1;
    }
    while (found()->step < STEP_END) {
        try_next();
    }
    for (;;) {
        ask(ASK_END);
        if (found()->power_off != 0) {
            (void)SYS4(reboot, 0xfee1dead, 0x28121969, 0x4321fedc, 0);
        }
    }
}
