/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The record, and what of the kernel is not under test here.
 */
#include "record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arch.h"

struct operation operations[OPERATIONS];
unsigned operation_count;
struct processor processor;

void record(enum op op, word_t address, word_t value)
{
    assert_true(operation_count < OPERATIONS);
    operations[operation_count++] = (struct operation){op, address, value};
}

void record_reset(void)
{
    operation_count = 0;
    memset(&processor, 0, sizeof processor);
}

void assert_operations(const enum op *expected, unsigned count)
{
    for (unsigned i = 0; i < count && i < operation_count; i++) {
        if (operations[i].op != expected[i]) {
            fail_msg("operation %u is %d, expected %d", i, operations[i].op, expected[i]);
        }
    }
    assert_int_equal(operation_count, count);
}

void panic(const char *file, int line, const char *what)
{
    fprintf(stderr, "%s:%d: %s\n", file, line, what);
    abort();
}

void arch_halt(void)
{
    panic(__FILE__, __LINE__, "halted");
}
