/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The serial port, for several monitors: each finds what uart.h says, as if the driver were its
 * own.  Lines are marked with a guest's letter (lines.h); Ctrl-] passes the keyboard to the next.
 */
#include <microkit.h>

#include "lines.h"
#include "uart.h"

/* Guest 0, `a`, is at channel 1, and so on. */
enum { UART_DRIVER = 0, FIRST_GUEST = 1 };
enum { PASS_ON = 0x1d };

static void put(uint8_t c);

static struct lines lines = {.put = put};
static struct keys keys[GUESTS];
static seL4_Word lost[GUESTS];
static seL4_Bool there[GUESTS]; /* it has called */

/* ---- The screen ---- */

static uint8_t out[UART_MOST];
static unsigned in_out;

static void flush(void)
{
    for (unsigned i = 0; i < in_out; i++) {
        microkit_mr_set((seL4_Uint8)i, out[i]);
    }
    if (in_out > 0) {
        (void)microkit_ppcall(UART_DRIVER,
                              microkit_msginfo_new(UART_WRITE, (seL4_Uint16)in_out));
    }
    in_out = 0;
}

static void put(uint8_t c)
{
    out[in_out++] = c;
    if (in_out == UART_MOST) {
        flush();
    }
}

/* The message is copied, for what goes to the driver is one as well. */
static void write(unsigned who, unsigned length)
{
    uint8_t text[UART_MOST];

    for (unsigned i = 0; i < length; i++) {
        text[i] = (uint8_t)microkit_mr_get((seL4_Uint8)i);
    }
    for (unsigned i = 0; i < length; i++) {
        lines_write(&lines, who, text[i]);
    }
    flush();
}

/* ---- The keyboard ---- */

/* To the next guest that there is; the one that has it, if there is no other. */
static void pass_on(void)
{
    unsigned who = lines.keyboard;

    do {
        who = (who + 1) % GUESTS;
    } while (!there[who] && who != lines.keyboard);
    lines_pass_keyboard(&lines, who);
    flush();
}

static void key(uint8_t c)
{
    unsigned who = lines.keyboard;
    seL4_Bool was_empty = keys[who].count == 0;

    if (c == PASS_ON) {
        pass_on();
    } else if (!keys_put(&keys[who], c)) {
        lost[who]++;
    } else if (was_empty) {
        microkit_notify(FIRST_GUEST + who);
    }
}

void init(void)
{
}

/* Until the driver has nothing: then it signals when there is something. */
void notified(microkit_channel ch)
{
    uint8_t text[UART_MOST];
    unsigned count;

    (void)ch;
    do {
        count = (unsigned)microkit_msginfo_get_count(
            microkit_ppcall(UART_DRIVER, microkit_msginfo_new(UART_READ, 0)));
        if (count > UART_MOST) {
            count = UART_MOST; /* more than there is room for, it never has */
        }
        for (unsigned i = 0; i < count; i++) {
            text[i] = (uint8_t)microkit_mr_get((seL4_Uint8)i);
        }
        for (unsigned i = 0; i < count; i++) {
            key(text[i]);
        }
    } while (count > 0);
}

/* ---- Monitors ---- */

static microkit_msginfo read(unsigned who)
{
    seL4_Uint16 length = 0;
    uint8_t c;

    while (length < UART_MOST && keys_get(&keys[who], &c)) {
        microkit_mr_set((seL4_Uint8)length++, c);
    }
    return microkit_msginfo_new(0, length);
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    seL4_Word length = microkit_msginfo_get_count(msginfo);
    unsigned who = (unsigned)ch - FIRST_GUEST;

    if (who >= GUESTS) {
        return microkit_msginfo_new(0, 0);
    }
    there[who] = seL4_True;
    switch (microkit_msginfo_get_label(msginfo)) {
    case UART_WRITE:
        write(who, length <= UART_MOST ? (unsigned)length : UART_MOST);
        return microkit_msginfo_new(0, 0);
    case UART_READ:
        return read(who);
    case UART_LOST:
        microkit_mr_set(0, lost[who]);
        return microkit_msginfo_new(0, 1);
    default:
        return microkit_msginfo_new(0, 0);
    }
}
