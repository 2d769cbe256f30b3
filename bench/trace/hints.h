/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The hints by which the programs of the benchmark tell plugins what they do
 * (bench/bench.h, bench/linux/bench.h): HINT #112 to #115, which mean nothing to
 * the processor (Arm ARM, A64 encoding of HINT).
 */
#pragma once

enum {
    HINT_BEGIN = 0xd5032e1f,      /* of a measured section */
    HINT_END = 0xd5032e3f,        /* of it */
    HINT_REPETITION = 0xd5032e5f, /* a repetition begins */
    HINT_ROW = 0xd5032e7f,        /* the row is about to be printed */
};
