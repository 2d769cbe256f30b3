/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The most interrupts that a board's kernel may know: a GICv2 has no more.  How many
 * the kernel that is looked at has, its own `board` says.
 */
#pragma once

#define BOARD_IRQ_LINES 1020
