/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the kernel's variables are in this program: its own code, which is compiled into
 * the auditor, reads them here after image.c has filled them from the machine's memory.
 */
#pragma once

#include <stddef.h>

struct kernel_variable {
    const char *file;      /* where it is static, as in "irq.c"; NULL: it is global */
    const char *name;
    void *here;
    size_t size;           /* bytes here; the kernel's may be fewer, never more */
    const char *structure; /* what it consists of, if there are pointers in it; "*": pointers */
};

/* Static ones, beside the code that has them. */
extern const struct kernel_variable irq_variables[2];
extern const struct kernel_variable domain_variables[5];
extern const struct kernel_variable place_variables[1];

/* What kernels at one exception level have alone: el1/ and el2/. */
struct level_variables {
    const struct kernel_variable *table;
    size_t count;
};
extern const struct level_variables level_variables;
