/* SPDX-License-Identifier: BSD-2-Clause */
/* What the self-test does, in this order; each prints its part of the page. */
#pragma once

void watch_begin(void);  /* watch.c: says so if this task has a fault */
void test_core(void);    /* core.c: what the loader found */
void test_clock(void);   /* clock.c: the generic timer against another one */
void test_ram(void);     /* ram.c: address lines and data patterns */
void test_latency(void); /* latency.c: from a timer's time to the thread that waits for it */
void test_cycles(void);  /* cycles.c: rows of the benchmark, one by one, by the PMU */
void test_rows(void);    /* rows.c: rows of many repetitions at once, likewise */
