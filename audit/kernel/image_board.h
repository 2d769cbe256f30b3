/* SPDX-License-Identifier: BSD-2-Clause */
/* Where the kernel's `board` is filled in. */
#pragma once

/* A struct board that may be written. */
void *image_board(void);
