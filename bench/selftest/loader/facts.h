/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What only the loader can find out, as it hands it to the initial task: in the
 * last bytes of the page at the end of that task's image, which is the loader's
 * (loader/boot_image.h) and which the initial task can read until it gives it up.
 */
#pragma once

#define FACTS_MAGIC 0x7374636166706c73ull /* "slpfacts", little-endian */

enum { FACTS_CACHES = 7, FACTS_OFFSET = 4096 - 256 };

/* Registers as the Arm ARM describes them, "AArch64 System Register Descriptions". */
struct facts {
    unsigned long long magic;
    unsigned long long level; /* the exception level that the machine was started at */
    unsigned long long midr;
    unsigned long long revidr;
    unsigned long long mpidr;
    unsigned long long ctr;
    unsigned long long clidr;
    unsigned long long ccsidr[FACTS_CACHES][2]; /* of each level: data or unified, instructions */
    unsigned long long mmfr0;
    unsigned long long timer_hz; /* CNTFRQ_EL0 */
    unsigned long long ram_size; /* bytes of the board's RAM that the loader found */
};
