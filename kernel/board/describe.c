/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Runs where the SDK is built, not on the board: prints platform_gen.json, from
 * which builders learn where a board has memory, and where devices that a
 * component may be given.  It is linked with that board's board.c.
 */
#include <inttypes.h>
#include <stdio.h>

#include "board.h"

/* The kernel hands out everything below 2^40 that is neither memory nor its own (core/boot.c). */
#define DEVICES_END (1ull << 40)

static const char *separator = "";

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static void print_range(uint64_t start, uint64_t end)
{
    if (start < end) {
        printf("%s\n        {\"start\": %" PRIu64 ", \"end\": %" PRIu64 "}", separator, start, end);
        separator = ",";
    }
}

/* What is in [start, end) but not reserved. */
static void print_unreserved(uint64_t start, uint64_t end)
{
    for (unsigned i = 0; i < board.reserved_count; i++) {
        const struct phys_range *own = &board.reserved[i];

        if (own->start < end && own->end > start) {
            print_range(start, own->start);
            start = least(own->end, end);
        }
    }
    print_range(start, end);
}

int main(void)
{
    uint64_t at = 0; /* up to here all is listed */

    printf("{\n    \"devices\": [");
    for (unsigned i = 0; i < board.ram_count; i++) {
        print_unreserved(at, board.ram[i].start);
        at = board.ram[i].end;
    }
    print_unreserved(at, DEVICES_END);
    separator = "";
    printf("\n    ],\n    \"memory\": [");
    for (unsigned i = 0; i < board.ram_count; i++) {
        print_unreserved(board.ram[i].start, board.ram[i].end);
    }
    printf("\n    ]\n}\n");
    return 0;
}
