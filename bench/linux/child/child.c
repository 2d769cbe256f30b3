/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The smallest program that a supervisor can start and see crash: without a C
 * library, so that starting it costs what the kernel does and nothing else.
 *
 *     bench_child end     ends with status PROPER_END
 *     bench_child crash   notes in LIFE_FD when it began, and crashes
 */
#include <stddef.h>
#include <sys/mman.h>

#include "../life.h"
#include "sys.h"

/* `stack` is what the kernel leaves there: the number of arguments and where they are. */
__attribute__((used)) static void begin(const char *const *stack, uint64_t began)
{
    const char *what = stack[2];
    struct life *life;

    if (what[0] == LIFE_CRASH[0]) {
        life = (struct life *)SYS6(mmap, 0, sizeof(*life), PROT_READ | PROT_WRITE, MAP_SHARED,
                                   LIFE_FD, 0);
        life->began = began;
        life_crash(life);
    }
    (void)SYS1(exit_group, PROPER_END);
}

__asm__(".globl _start\n"
        "_start:\n\t"
        "isb\n\t"
        "mrs x1, cntvct_el0\n\t"
        "mov x0, sp\n\t"
        "bl begin\n");
