/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The checksum at the end of a log, by which lost characters are noticed: on the
 * way from a board there is a serial cable, and nobody repeats what it loses.
 * Adler-32 (RFC 1950, 2.2 and 8): one that programs of all kinds, and awk, can
 * compute.
 */
#pragma once

#include <stdint.h>

enum { ADLER32_START = 1 };

/* The sum of what `sum` is of, and one byte more. */
static inline uint32_t adler32_add(uint32_t sum, unsigned char byte)
{
    uint32_t low = ((sum & 0xffff) + byte) % 65521;
    uint32_t high = ((sum >> 16) + low) % 65521;

    return high << 16 | low;
}
