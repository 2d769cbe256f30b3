/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The self-test: an initial task that prints on one page what somebody without
 * the board has to know about it (docs/rpi4.md, "The self-test").
 */
#include "extent.h"
#include "page.h"
#include "task.h"
#include "tests.h"
#include "wait.h"

_Noreturn void bench_main(const seL4_BootInfo *info); /* from bench/kernel/start.S */

_Noreturn void bench_main(const seL4_BootInfo *info)
{
    task_begin(info);
    console_begin();
    task_prepare();
    page_print("SELFTEST BEGIN Bulkhead " SELFTEST_VERSION ", " SELFTEST_BOARD ", benchmark\n");
    watch_begin();
    wait_begin();
    test_core();
    test_clock();
    test_ram();
    test_latency();
    before_the_last();
    test_cycles();
    test_rows();
    page_end();
    for (;;) {
        seL4_Yield();
    }
}
