/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel for tests/kernel/target/test_benchmark.c: what benchmark builds have, in one that prints
 * and asserts.
 */
#pragma once

enum {
    CONFIG_DEBUG_BUILD = 1,
    CONFIG_CHECK = 0,
    CONFIG_BENCHMARK = 1,
    CONFIG_DOMAINS = 16,
    CONFIG_DOMAIN_SLICES = 100,
    CONFIG_PRIORITIES = 256
};
