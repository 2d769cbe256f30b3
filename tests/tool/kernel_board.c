/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Compiles the kernel's description of the board into the tool's tests.
 */
#include "kernel_board.h"

#include "../../kernel/board/qemu_virt_aarch64_el1/board.c"

unsigned kernel_board_max_irq(void)
{
    return board.max_irq;
}

unsigned kernel_board_timer_irq(void)
{
    return board.timer_irq;
}
