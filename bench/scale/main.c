/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An initial task that measures whether what an operation costs depends on how
 * many threads or capabilities there are.
 */
#include "scale.h"

_Noreturn void bench_main(const seL4_BootInfo *info); /* from start.S */

_Noreturn void bench_main(const seL4_BootInfo *info)
{
    static const seL4_Word threads[] = {8, 64, CROWD};
    static const seL4_Word capabilities[] = {10, 1000, 100000};

    task_begin(info);
    console_begin();
    task_prepare();
    operations_begin();
    for (unsigned i = 0; i < 3; i++) {
        measure_with_threads(threads[i]);
    }
    for (unsigned i = 0; i < 3; i++) {
        measure_with_capabilities(capabilities[i]);
    }
    console_print("SCALE DONE\n");
    for (;;) {
        seL4_Yield();
    }
}
