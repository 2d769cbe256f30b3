/* SPDX-License-Identifier: BSD-2-Clause */
/* What a board's self-test counted: the page that `make compare PI_LOG=FILE` is given. */
#pragma once

#include "findings.h"

enum { BOARD_ROWS = 64 };

/* Figures as the page has them; NULL: it has none. */
struct board_row {
    const char *id;
    const char *least; /* cycles of one repetition */
    const char *median;
    const char *most;
    const char *mean;         /* cycles of many repetitions, each */
    const char *instructions; /* that the board counted */
};

struct board {
    const char *name; /* version, board and configuration */
    bool emulated;    /* its timer is an emulator's */
    struct board_row rows[BOARD_ROWS];
    size_t row_count;
};

/* Reads the file `name`, whose checksum bench/selftest/pi_log.sh has looked at.  A line of cycles
   that has another form is a problem, and so is a file that is no such page. */
void board_load(struct board *board, struct findings *findings, const char *name);
