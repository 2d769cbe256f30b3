/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What U-Boot's `go 0x10000000` does on a Raspberry Pi 4: a jump at EL2 with MMU
 * and caches on, all of memory mapped to itself.  Says so on the UART.
 *
 * Register fields: Arm ARM, "AArch64 System Register Descriptions".
 */
#include "uart/mini_uart.h"

#define UART 0xfe215000
#define NORMAL 0x00000701       /* block, MAIR index 0, accessed, inner shareable */
#define DEVICE 0x00000405       /* block, MAIR index 1, accessed */
#define TCR_EL2 0x80813519      /* 39 bits, 4 KiB pages, cacheable walks, 36 physical bits */
#define SCTLR_ON 0x30c51835     /* RES1 bits, M, C, I */

    .text
    .global _start
_start:
    adr     x0, table
    mov     x1, #NORMAL
    str     x1, [x0]
    mov     x1, #DEVICE
    movk    x1, #0xc000, lsl #16
    str     x1, [x0, #24]
    dsb     sy
    mov     x1, #0x00ff         /* index 0: write-back; 1: Device-nGnRnE */
    msr     mair_el2, x1
    ldr     x1, =TCR_EL2
    msr     tcr_el2, x1
    msr     ttbr0_el2, x0
    isb
    tlbi    alle2
    dsb     sy
    ldr     x1, =SCTLR_ON
    msr     sctlr_el2, x1
    isb
    adr     x0, text
    ldr     x2, =UART
1:  ldrb    w1, [x0], #1
    cbz     w1, 2f
    str     w1, [x2, #UART_DATA]
    b       1b
2:  ldr     x1, =0x10000000
    br      x1

text:
    .asciz  "## Starting application at 0x10000000 ...\r\n"
    .balign 4
    .ltorg
    .balign 4096
table:
    .skip   4096
