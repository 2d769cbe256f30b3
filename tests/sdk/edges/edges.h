/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the components of edges.system agree on.
 */
#pragma once

#include <microkit.h>

/* Requests to "high", in the label. */
enum edges_request {
    EDGES_ECHO = 1,   /* its words come back in reverse order */
    EDGES_WRITE_CODE, /* puts a function that returns EDGES_RESULT into the region "code" */
    EDGES_WRITE,      /* writes word 0 to both ends of "large" and to "uncached" */
    EDGES_STOP,       /* stops the worker */
    EDGES_RESTART     /* lets the worker start again */
};

enum { EDGES_RESULT = 4711, EDGES_LARGE_WORDS = 0x200000 / 8 };

/* The region "notes". */
struct edges_notes {
    volatile seL4_Word worker_entry;
    volatile seL4_Word worker_inits;
    volatile seL4_Word worker_signals;
    volatile seL4_Word high_signals;
    volatile seL4_Word faults;        /* of "low" */
    volatile seL4_Word fault_label;   /* of the last one */
    volatile seL4_Word fault_address;
    volatile seL4_Word faults_kept;   /* whose words were there when the registers had been read */
    volatile seL4_Word recover;       /* where "low" goes on after a fault */
};
