/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System calls of programs that have no C library: Linux's convention for arm64,
 * number in x8, arguments in x0 to x5, result or negative error in x0 (Linux
 * manual pages, syscall(2)).
 */
#pragma once

#include <asm/unistd.h>
#include <stdint.h>

static inline long sys(long number, unsigned long a, unsigned long b, unsigned long c,
                       unsigned long d, unsigned long e, unsigned long f)
{
    register long x8 __asm__("x8") = number;
    register unsigned long x0 __asm__("x0") = a;
    register unsigned long x1 __asm__("x1") = b;
    register unsigned long x2 __asm__("x2") = c;
    register unsigned long x3 __asm__("x3") = d;
    register unsigned long x4 __asm__("x4") = e;
    register unsigned long x5 __asm__("x5") = f;

    __asm__ volatile("svc #0"
                     : "+r"(x0)
                     : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                     : "memory");
    return (long)x0;
}

#define SYS0(n) sys(__NR_##n, 0, 0, 0, 0, 0, 0)
#define SYS1(n, a) sys(__NR_##n, (unsigned long)(a), 0, 0, 0, 0, 0)
#define SYS2(n, a, b) sys(__NR_##n, (unsigned long)(a), (unsigned long)(b), 0, 0, 0, 0)
#define SYS3(n, a, b, c) \
    sys(__NR_##n, (unsigned long)(a), (unsigned long)(b), (unsigned long)(c), 0, 0, 0)
#define SYS4(n, a, b, c, d)                                                                        \
    sys(__NR_##n, (unsigned long)(a), (unsigned long)(b), (unsigned long)(c), (unsigned long)(d), \
        0, 0)
#define SYS6(n, a, b, c, d, e, f)                                                                  \
    sys(__NR_##n, (unsigned long)(a), (unsigned long)(b), (unsigned long)(c), (unsigned long)(d), \
        (unsigned long)(e), (unsigned long)(f))
