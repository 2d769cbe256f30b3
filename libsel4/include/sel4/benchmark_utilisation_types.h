/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where seL4_BenchmarkGetThreadUtilisation puts what: words of the message area
 * of the caller's IPC buffer.  Times are in processor cycles; docs/kernel/benchmark.md
 * says what is counted when.
 */
#pragma once

enum benchmark_track_util_ipc_index {
    /* The thread that was asked about. */
    BENCHMARK_TCB_UTILISATION = 0,
    BENCHMARK_TCB_NUMBER_SCHEDULES,
    BENCHMARK_TCB_KERNEL_UTILISATION,
    BENCHMARK_TCB_NUMBER_KERNEL_ENTRIES,
    /* The processor with nothing to do; there is one core, so the first two are equal. */
    BENCHMARK_IDLE_LOCALCPU_UTILISATION,
    BENCHMARK_IDLE_TCBCPU_UTILISATION,
    BENCHMARK_IDLE_NUMBER_SCHEDULES,
    BENCHMARK_IDLE_KERNEL_UTILISATION,
    BENCHMARK_IDLE_NUMBER_KERNEL_ENTRIES,
    /* All together. */
    BENCHMARK_TOTAL_UTILISATION,
    BENCHMARK_TOTAL_NUMBER_SCHEDULES,
    BENCHMARK_TOTAL_KERNEL_UTILISATION,
    BENCHMARK_TOTAL_NUMBER_KERNEL_ENTRIES
};
