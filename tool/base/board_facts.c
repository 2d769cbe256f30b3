/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The boards, in the order of their folders' names.
 */
#include "board_facts.h"

#include <string.h>

/* The file is made by kernel/board/boards.awk. */
static const struct board_facts boards[] = {
#include <boards.h>
};

const struct board_facts *board_facts_find(const char *name)
{
    for (size_t i = 0; i < sizeof(boards) / sizeof(boards[0]); i += 1) {
        if (strcmp(boards[i].name, name) == 0) {
            return &boards[i];
        }
    }
    return NULL;
}

const struct board_facts *board_facts_at_level(unsigned exception_level)
{
    for (size_t i = 0; i < sizeof(boards) / sizeof(boards[0]); i += 1) {
        if (boards[i].exception_level == exception_level) {
            return &boards[i];
        }
    }
    return NULL;
}

const struct span *board_facts_bank(const struct board_facts *board, uint64_t address)
{
    for (size_t i = 0; i < board->ram_count; i += 1) {
        if (address >= board->ram[i].start && address < board->ram[i].end) {
            return &board->ram[i];
        }
    }
    return NULL;
}

uint64_t board_facts_ram_size(const struct board_facts *board)
{
    uint64_t size = 0;

    for (size_t i = 0; i < board->ram_count; i += 1) {
        size += board->ram[i].end - board->ram[i].start;
    }
    return size;
}
