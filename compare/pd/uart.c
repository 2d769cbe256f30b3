/* SPDX-License-Identifier: BSD-2-Clause */
/* A PL011, as QEMU's virt machine has it (Arm DDI 0183, "Summary of registers"). */
#include "uart.h"

enum { UART_DR = 0x00, UART_FR = 0x18, UART_CR = 0x30 };
enum { UART_FR_TXFF = 1 << 5, UART_CR_UARTEN = 1 << 0, UART_CR_TXE = 1 << 8 };

seL4_Word uart_vaddr;

static volatile seL4_Uint32 *reg(seL4_Word offset)
{
    return (volatile seL4_Uint32 *)(uart_vaddr + offset);
}

void uart_init(void)
{
    *reg(UART_CR) |= UART_CR_UARTEN | UART_CR_TXE;
}

void uart_puts(const char *s)
{
    for (; *s != '\0'; s++) {
        while (*reg(UART_FR) & UART_FR_TXFF) {
        }
        *reg(UART_DR) = (seL4_Uint8)*s;
    }
}

static void put_in_base(seL4_Word value, unsigned base)
{
    char digits[21]; /* 2^64 - 1 has twenty, and the NUL */
    char *p = &digits[sizeof(digits) - 1];

    *p = '\0';
    do {
        *--p = "0123456789abcdef"[value % base];
        value /= base;
    } while (value != 0);
    uart_puts(p);
}

void uart_number(seL4_Word value)
{
    put_in_base(value, 10);
}

void uart_hex(seL4_Word value)
{
    uart_puts("0x");
    put_in_base(value, 16);
}
