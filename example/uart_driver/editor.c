/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A line editor: shows what is typed, takes back what is deleted, and answers each line with its
 * reverse.  Backspace deletes a character, Ctrl-U the line, Enter ends it, `quit` ends everything.
 */
#include "uart.h"

enum { UART = 0 };
enum { BELL = 7, BACKSPACE = 8, CTRL_U = 21, DELETE = 127 };
enum { LINE = 256 };

static char line[LINE];
static unsigned length;

static seL4_Word lines;
static seL4_Word characters; /* of all lines, without their ends */
static seL4_Bool over;

/* Characters to print: collected, because each message is a system call. */
static seL4_Uint8 pending[UART_MOST];
static seL4_Uint16 pending_count;

static void flush(void)
{
    for (seL4_Uint16 i = 0; i < pending_count; i++) {
        microkit_mr_set((seL4_Uint8)i, pending[i]);
    }
    if (pending_count > 0) {
        (void)microkit_ppcall(UART, microkit_msginfo_new(UART_WRITE, pending_count));
    }
    pending_count = 0;
}

static void print_char(char c)
{
    if (pending_count == UART_MOST) {
        flush();
    }
    pending[pending_count++] = (seL4_Uint8)c;
}

static void print(const char *s)
{
    for (; *s != '\0'; s++) {
        print_char(*s);
    }
}

static void print_number(seL4_Word x)
{
    char digits[21]; /* 2^64 - 1 has twenty, and the NUL */
    char *p = &digits[sizeof(digits) - 1];

    *p = '\0';
    do {
        *--p = (char)('0' + x % 10);
        x /= 10;
    } while (x != 0);
    print(p);
}

static seL4_Word lost(void)
{
    flush();
    (void)microkit_ppcall(UART, microkit_msginfo_new(UART_LOST, 0));
    return microkit_mr_get(0);
}

static void finish(void)
{
    seL4_Word drops = lost();

    print(drops == 0 ? "UART_DRIVER PASS " : "UART_DRIVER FAIL ");
    print_number(lines);
    print(" lines, ");
    print_number(characters);
    print(" characters, ");
    print_number(drops);
    print(" lost\n");
    over = seL4_True;
}

static seL4_Bool line_is(const char *s)
{
    unsigned i = 0;

    while (i < length && s[i] == line[i]) { /* s ends with a NUL, which no line contains */
        i++;
    }
    return i == length && s[i] == '\0';
}

static void answer(void)
{
    print("\n");
    lines++;
    characters += length;
    if (line_is("quit")) {
        finish();
        return;
    }
    for (unsigned i = length; i > 0; i--) {
        print_char(line[i - 1]);
    }
    length = 0;
    print("\n> ");
}

static void erase(unsigned n)
{
    for (; n > 0 && length > 0; n--) {
        length--;
        print("\b \b"); /* back, over it, back */
    }
}

static void type(char c)
{
    if (c == '\r' || c == '\n') {
        answer();
    } else if (c == BACKSPACE || c == DELETE) {
        erase(1);
    } else if (c == CTRL_U) {
        erase(length);
    } else if (c < ' ' || length == LINE) { /* other keys; no room: what is refused is not shown */
        print_char(BELL);
    } else {
        line[length++] = c;
        print_char(c);
    }
}

void init(void)
{
    print("Type a line, and it comes back reversed; `quit` ends this.\n> ");
    flush();
}

/* Reads until there is nothing left: the next signal comes only after that. */
void notified(microkit_channel ch)
{
    if (ch != UART) {
        return;
    }
    while (!over) {
        microkit_msginfo reply = microkit_ppcall(UART, microkit_msginfo_new(UART_READ, 0));
        seL4_Word count = microkit_msginfo_get_count(reply);
        char typed[UART_MOST];

        if (count == 0 || count > UART_MOST) {
            return;
        }
        for (seL4_Word i = 0; i < count; i++) { /* printing needs the message registers */
            typed[i] = (char)microkit_mr_get((seL4_Uint8)i);
        }
        for (seL4_Word i = 0; i < count && !over; i++) {
            type(typed[i]);
        }
        flush();
    }
}
