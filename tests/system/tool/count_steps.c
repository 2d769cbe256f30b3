/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Linked with a tool that is compiled with -fsanitize-coverage=trace-pc, which
 * calls this at the start of each basic block: prints how many were executed.
 */
#include <stdio.h>

void __sanitizer_cov_trace_pc(void);

static unsigned long long steps;

void __sanitizer_cov_trace_pc(void)
{
    steps += 1;
}

static void __attribute__((destructor)) print_steps(void)
{
    printf("%llu\n", steps);
}
