/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the tool plans with of the boards that it makes images for: made of
 * kernel/board/NAME/board.txt, as the kernel's own constants are (a test of the
 * tool compares).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct span {
    uint64_t start;
    uint64_t end; /* exclusive */
};

/* What the kernel never gives away, as in "interrupt controller". */
struct reserved_span {
    struct span span;
    const char *what;
};

struct board_facts {
    const char *name;
    const struct span *ram; /* its banks, ascending */
    size_t ram_count;
    const struct reserved_span *reserved; /* ascending */
    size_t reserved_count;
    unsigned irq_count;
    unsigned timer_khz;
    unsigned exception_level; /* of the kernel: 1 or 2 */
    bool smc; /* its firmware answers the kernel's secure monitor calls */
    uint64_t smmu; /* its address; 0: the board has none */
};

/* NULL if there is no such board. */
const struct board_facts *board_facts_find(const char *name);

/* The first board whose kernel runs at this exception level, or NULL. */
const struct board_facts *board_facts_at_level(unsigned exception_level);

/* The bank that `address` is in; NULL: none. */
const struct span *board_facts_bank(const struct board_facts *board, uint64_t address);

/* Bytes in all banks. */
uint64_t board_facts_ram_size(const struct board_facts *board);
