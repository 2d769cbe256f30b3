/* SPDX-License-Identifier: BSD-2-Clause */
/* Printing, by polling the board's UART as firmware has set it up. */
#include "page.h"

#include "board_uart.h"
#include "log/adler32.h"

enum { SUBJECT_COLUMNS = 11 };

static seL4_Word uart;
static seL4_Uint32 sum = ADLER32_START;
static seL4_Word checks;
static seL4_Word failures;
static seL4_Bool in_line; /* of which the end is to come */

void page_open(seL4_Word vaddr)
{
    uart = vaddr;
}

static void send(char c)
{
    volatile seL4_Uint32 *status = (volatile seL4_Uint32 *)(uart + UART_STATUS);

    while ((*status & UART_ROOM_MASK) != UART_ROOM_VALUE) {
    }
    *(volatile seL4_Uint32 *)(uart + UART_DATA) = (seL4_Uint8)c;
}

void page_print(const char *s)
{
    for (; *s != '\0'; s++) {
        if (*s == '\n') {
            send('\r');
        }
        send(*s);
        sum = adler32_add(sum, (unsigned char)*s);
        in_line = *s != '\n';
    }
}

static void print_based(seL4_Word x, seL4_Word base, unsigned least)
{
    char digits[21]; /* 2^64 - 1 has twenty, and the NUL */
    char *p = &digits[sizeof(digits) - 1];

    *p = '\0';
    do {
        *--p = "0123456789abcdef"[x % base];
        x /= base;
    } while (x != 0 || &digits[sizeof(digits) - 1] - p < (long)least);
    page_print(p);
}

void page_number(seL4_Word x)
{
    print_based(x, 10, 1);
}

void page_hex(seL4_Word x)
{
    page_print("0x");
    print_based(x, 16, 1);
}

void page_line(const char *subject)
{
    unsigned columns = 0;

    if (in_line) {
        page_print("\n");
    }
    page_print(subject);
    for (; subject[columns] != '\0'; columns++) {
    }
    do {
        page_print(" ");
        columns++;
    } while (columns < SUBJECT_COLUMNS);
}

void page_check(const char *what, seL4_Bool holds)
{
    checks++;
    if (!holds) {
        failures++;
        page_line("WRONG");
        page_print(what);
        page_print("\n");
    }
}

void page_end(void)
{
    seL4_Uint32 before = sum;

    page_print(failures == 0 ? "SELFTEST PASS " : "SELFTEST FAIL ");
    page_number(checks - failures);
    page_print(" of ");
    page_number(checks);
    page_print(" checks, checksum ");
    print_based(before, 16, 8);
    page_print("\n");
}
