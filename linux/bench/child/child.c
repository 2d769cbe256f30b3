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
#include <sys/syscall.h>

#include "../life.h"

/* x8 is the number, x0 to x5 are the arguments, x0 is the result (Linux, syscall(2), arm64). */
static long system_call(long number, long a, long b, long c, long d, long e)
{
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d;
    register long x4 __asm__("x4") = e;
    register long x5 __asm__("x5") = 0;

    __asm__ volatile("svc #0"
                     : "+r"(x0)
                     : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                     : "memory");
    return x0;
}

/* `stack` is what the kernel leaves there: the number of arguments and where they are. */
__attribute__((used)) static void begin(const char *const *stack, uint64_t began)
{
    const char *what = stack[2];
    struct life *life;

    if (what[0] == LIFE_CRASH[0]) {
        life = (struct life *)system_call(SYS_mmap, 0, sizeof(*life), PROT_READ | PROT_WRITE,
                                          MAP_SHARED, LIFE_FD);
        life->began = began;
        life_crash(life);
    }
    (void)system_call(SYS_exit_group, PROPER_END, 0, 0, 0, 0);
}

__asm__(".globl _start\n"
        "_start:\n\t"
        "isb\n\t"
        "mrs x1, cntvct_el0\n\t"
        "mov x0, sp\n\t"
        "bl begin\n");
