/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Constants of the proofs' board; see core/board.h.
 */
#pragma once

#define BOARD_IRQ_LINES 4
