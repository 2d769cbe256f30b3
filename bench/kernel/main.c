/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The benchmark's initial task: it measures what no component of the Microkit
 * can do, because it takes untyped memory: making objects, revoking, mapping,
 * and many threads.  It runs on the release kernel without the SDK.
 */
#include "console.h"
#include "rows.h"
#include "task.h"

_Noreturn void bench_main(const seL4_BootInfo *info); /* from start.S */

_Noreturn void bench_main(const seL4_BootInfo *info)
{
    task_begin(info);
    console_begin();
    task_prepare();
    measure_objects();
    measure_threads();
    measure_wait();
    worst_case();
    console_done();
    for (;;) {
        seL4_Yield();
    }
}
