/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Build configuration "benchmark".  Constants rather than macros, so that every
 * configuration compiles every line; chosen by the include path.
 */
#pragma once

enum {
    CONFIG_DEBUG_BUILD = 0, /* debug system calls, console output, assertions */
    CONFIG_CHECK = 0,       /* check all invariants after every kernel entry */
    CONFIG_BENCHMARK = 1,   /* benchmark system calls, PMU open to user code */
    CONFIG_DOMAINS = 16,    /* between which time is divided */
    CONFIG_DOMAIN_SLICES = 100, /* of their schedule */
    CONFIG_PRIORITIES = 256 /* of threads; a multiple of 64, at most those of the ABI */
};
