/* SPDX-License-Identifier: BSD-2-Clause */
/* Output of the benchmark's figures through the PL011. */
#include "console.h"

#include "log/adler32.h"
#include "bench.h"

/* PL011 registers (Arm DDI 0183, "Summary of registers"). */
enum { UART_DR = 0x00, UART_FR = 0x18, UART_CR = 0x30 };
enum { UART_FR_TXFF = 1 << 5, UART_CR_UARTEN = 1 << 0, UART_CR_TXE = 1 << 8 };

static seL4_Word uart_base;
static seL4_Uint32 sum = ADLER32_START; /* of all that was printed */

static volatile seL4_Uint32 *uart(seL4_Word offset)
{
    return (volatile seL4_Uint32 *)(uart_base + offset);
}

void console_open(seL4_Word vaddr)
{
    uart_base = vaddr;
    *uart(UART_CR) |= UART_CR_UARTEN | UART_CR_TXE;
}

void console_print(const char *s)
{
    for (; *s != '\0'; s++) {
        while (*uart(UART_FR) & UART_FR_TXFF) {
        }
        *uart(UART_DR) = (seL4_Uint8)*s;
        sum = adler32_add(sum, (unsigned char)*s);
    }
}

void console_number(seL4_Word x)
{
    char digits[21]; /* 2^64 - 1 has twenty, and the NUL */
    char *p = &digits[sizeof(digits) - 1];

    *p = '\0';
    do {
        *--p = (char)('0' + x % 10);
        x /= 10;
    } while (x != 0);
    console_print(p);
}

void console_row(const char *row, seL4_Word ticks, seL4_Word times, seL4_Bool right)
{
    seL4_Word tenths = ticks * INSTRUCTIONS_PER_TICK * 10 / times;

    bench_row();
    console_print("BENCH ");
    console_print(row);
    if (!right) {
        console_print(" FAILED: a result was not what it must be\n");
        return;
    }
    console_print(" ");
    console_number(tenths / 10);
    console_print(".");
    console_number(tenths % 10);
    console_print("\n");
}

/* A tick is a tick, and here as many instructions. */
void console_late(const char *row, seL4_Word ticks, seL4_Word times, seL4_Bool right)
{
    console_row(row, ticks, times, right);
}

void console_done(void)
{
    seL4_Uint32 rest = sum;
    char digits[9];

    for (unsigned i = 0; i < 8; i++) {
        digits[i] = "0123456789abcdef"[rest >> 28];
        rest <<= 4;
    }
    digits[8] = '\0';
    console_print("BENCH DONE ");
    console_print(digits);
    console_print("\n");
}
