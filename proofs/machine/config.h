/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The configuration that is proved: that of debug builds, with fewer of what there is many of.
 */
#pragma once

enum {
    CONFIG_DEBUG_BUILD = 1,
    CONFIG_CHECK = 0,
    CONFIG_BENCHMARK = BENCHMARK, /* 1 if the harness says so */
    CONFIG_DOMAINS = DOMAINS, /* the harness says how many; 1 if it does not */
    CONFIG_DOMAIN_SLICES = 4,
    CONFIG_PRIORITIES = PRIORITIES /* so, too; 64 */
};
