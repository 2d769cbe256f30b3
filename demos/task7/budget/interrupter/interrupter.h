/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 7: a device that can be told to interrupt, and that then holds its line up
 * until it is told otherwise.  There are kinds; a board has the one that its facts
 * name (docs/boards.md).
 */
#pragma once

#include <microkit.h>

void interrupter_begin(volatile seL4_Uint32 *registers);
void interrupter_end(volatile seL4_Uint32 *registers);
