/* SPDX-License-Identifier: BSD-2-Clause */
/* What that kernel offers. */
#pragma once

#include "../../../../libsel4/config/debug/kernel/gen_config.h"

#undef CONFIG_NO_BENCHMARKS
#define CONFIG_ENABLE_BENCHMARKS 1
#define CONFIG_BENCHMARK_TRACK_UTILISATION 1
#define CONFIG_EXPORT_PMU_USER 1
