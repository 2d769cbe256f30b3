/* SPDX-License-Identifier: BSD-2-Clause */
/* What the benchmark's initial task measures, one after the other. */
#pragma once

void measure_objects(void); /* objects.c: retype, revoke, map, unmap */
void measure_threads(void); /* switches.c: switch, signal, tick */
void measure_wait(void);    /* wait.c: how long interrupts wait during a revocation */

void worst_case(void);      /* worst.c: measures nothing */
