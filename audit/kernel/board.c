/* SPDX-License-Identifier: BSD-2-Clause */
/* The board: constant for the kernel, here what the kernel that is looked at has for it. */
#define board board_of_image
#include "board.h"
#undef board

#include "image_board.h"

struct board_of_image board;

void *image_board(void)
{
    return &board;
}
