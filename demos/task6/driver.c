/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 6, the driver: has the registers of a device, two pages for the device to
 * read and write, and its interrupt.  Somebody has taken it over, as in task 5:
 * it does what the judge orders, knows all addresses, and tries what it has not.
 */
#include <microkit.h>

#include "../common/device/edu.h"
#include "../common/probe.h"
#include "task6.h"

/* The second half of ORDER_COPY, which begins when the device has done the first. */
static struct {
    seL4_Bool due;
    seL4_Word to, bytes;
} second;

static seL4_Bool copying;     /* from when the device was told to until its interrupt */
static seL4_Bool must_report; /* when it is done */

static volatile seL4_Uint8 *device(void)
{
    return (volatile seL4_Uint8 *)DEVICE;
}

static void start(enum edu_direction direction, seL4_Word address, seL4_Word bytes)
{
    edu_copy(device(), direction, address, 0, bytes);
    copying = seL4_True;
}

static void write_letter(seL4_Word round)
{
    volatile seL4_Word *letter = (volatile seL4_Word *)LETTER;
    volatile seL4_Word *buffer = (volatile seL4_Word *)BUFFER;

    for (seL4_Word i = 0; i < PAGE_BYTES / sizeof(seL4_Word); i++) {
        letter[i] = filling(MARK_LETTER, round, i);
        buffer[i] = 0;
    }
}

/* Does it, or begins to; returns the word to report if it is done. */
static seL4_Word obey(enum order order, seL4_Word from, seL4_Word to, seL4_Word bytes)
{
    switch (order) {
    case ORDER_READ:
        return probe_read(from);
    case ORDER_WRITE:
        probe_write(to, 0);
        break;
    case ORDER_WRITE_LETTER:
        write_letter(from);
        break;
    case ORDER_COPY:
        start(EDU_IN, from, bytes);
        second.due = seL4_True;
        second.to = to;
        second.bytes = bytes;
        must_report = seL4_True;
        break;
    case ORDER_START:
        start(EDU_OUT, to, bytes);
        break;
    case ORDER_LOOK:
        return edu_is_copying(device());
    case ORDER_WAIT:
        must_report = copying;
        break;
    case ORDER_END:
        break;
    }
    return 0;
}

/* Reports and obeys until the device has to do something first, or there are no more orders. */
static void go_on(void)
{
    seL4_Word result = 0;

    do {
        microkit_msginfo answer;
        enum order order;

        microkit_mr_set(0, result);
        answer = microkit_ppcall(DRIVER_JUDGE, microkit_msginfo_new(0, 1));
        order = (enum order)microkit_msginfo_get_label(answer);
        if (order == ORDER_END) {
            return;
        }
        result = obey(order, microkit_mr_get(0), microkit_mr_get(1), microkit_mr_get(2));
    } while (!must_report);
}

static void device_done(void)
{
    edu_acknowledge(device());
    microkit_irq_ack(DRIVER_DEVICE);
    copying = seL4_False;
    if (second.due) {
        second.due = seL4_False;
        start(EDU_OUT, second.to, second.bytes);
    } else if (must_report) {
        must_report = seL4_False;
        go_on();
    }
}

void init(void)
{
}

void notified(microkit_channel ch)
{
    if (ch == DRIVER_JUDGE) {
        go_on();
    } else if (ch == DRIVER_DEVICE) {
        device_done();
    }
}
