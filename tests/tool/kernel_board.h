/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel says of the board's interrupts, for the tool to agree with.
 */
#pragma once

unsigned kernel_board_max_irq(void);
unsigned kernel_board_timer_irq(void);
