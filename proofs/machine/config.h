/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The configuration that is proved: that of debug builds, with fewer of what there is many of.
 */
#pragma once

enum {
    CONFIG_DEBUG_BUILD = 1,
    CONFIG_CHECK = 0,
    CONFIG_BENCHMARK = 0,
    CONFIG_DOMAINS = 2,
    CONFIG_PRIORITIES = 64
};
