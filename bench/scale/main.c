/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An initial task that measures whether what an operation costs depends on how
 * many threads or capabilities there are.
 */
#include "scale.h"

_Noreturn void bench_main(const seL4_BootInfo *info); /* from start.S */

void scale_print(const char *operation, const char *of, seL4_Word size, seL4_Word ticks,
                 seL4_Word times)
{
    seL4_Word tenths = ticks * INSTRUCTIONS_PER_TICK * 10 / times;

    console_print("SCALE ");
    console_print(operation);
    console_print(" ");
    console_print(of);
    console_print(" ");
    console_number(size);
    console_print(" ");
    console_number(tenths / 10);
    console_print(".");
    console_number(tenths % 10);
    console_print("\n");
}

_Noreturn void bench_main(const seL4_BootInfo *info)
{
    static const seL4_Word threads[] = {8, 64, CROWD};
    static const seL4_Word capabilities[] = {10, 1000, 100000};

    task_begin(info);
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
