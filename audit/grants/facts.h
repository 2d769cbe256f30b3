/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What was found in the memory of a machine that was stopped: who holds what, as
 * numbers.  Whose these are, and whether they should be, is for others to say.
 *
 * audit/kernel fills this, with the kernel's own declarations; the rest of the
 * auditor knows nothing of the kernel's structures, and includes no header of it.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "memory.h"

enum { FACT_NAME_BYTES = 64, FACT_NOBODY = -1 };

/* Kinds of objects, as reports name them. */
enum fact_type {
    FACT_ENDPOINT,
    FACT_NOTIFICATION,
    FACT_REPLY,
    FACT_TCB,
    FACT_CNODE,
    FACT_VSPACE,
    FACT_PAGE_TABLE,
    FACT_FRAME,
    FACT_SCHED_CONTEXT,
    FACT_IRQ,          /* `object` is the interrupt's number */
    FACT_UNTYPED,
    FACT_ASID_POOL,
    FACT_ASID_CONTROL,
    FACT_IRQ_CONTROL,
    FACT_SCHED_CONTROL,
    FACT_DOMAIN,
    FACT_SGI,
    FACT_FIRMWARE,     /* the right to call it */
    FACT_VCPU,         /* a virtual CPU */
    FACT_DYING,        /* of an object whose last capability is being deleted */
    FACT_OTHER,
    FACT_TYPES
};

/* Rights, in the bits of the interface (seL4_RightsWrite and so on). */
enum fact_right { FACT_WRITE = 1, FACT_READ = 2, FACT_GRANT = 4, FACT_GRANT_REPLY = 8 };

/* A capability; `object`: physical address, 0 if it has none. */
struct fact_cap {
    enum fact_type type;
    int holder;      /* index of the thread in whose CSpace it is */
    uint64_t cnode;  /* the CNode that it is in, and where */
    uint64_t slot;
    uint64_t object;
    uint64_t bytes;  /* of the object */
    uint64_t badge;
    unsigned rights; /* enum fact_right; of others than endpoints, notifications, frames: 0 */
};

struct fact_thread {
    char name[FACT_NAME_BYTES]; /* the kernel's, in debug; or empty */
    bool initial;               /* its address space is that of the initial task */
    uint64_t tcb;
    struct fact_cap cspace;     /* object 0: none; badge: its guard, slot: the guard's bits */
    unsigned cspace_radix;
    uint64_t vspace;            /* root table, or 0 */
    uint64_t ipc_buffer;        /* its address for the thread, or 0 */
    uint64_t ipc_frame;
    struct fact_cap fault;      /* where its faults go; object 0: nowhere */
    struct fact_cap timeout;
    uint64_t notification;      /* bound */
    uint64_t sched_context;     /* 0: it has none now */
    uint64_t vcpu;              /* its virtual CPU, with which it runs as a guest, or 0 */
    unsigned priority;
    unsigned mcp;
    unsigned domain;
    bool may_use_timer;
    bool may_use_fpu;
    bool runs;                  /* able to run, or waiting; not stopped */
    uint64_t pc;                /* where it goes on */
    uint64_t sp;
};

struct fact_time {
    uint64_t object;
    uint64_t budget; /* ticks */
    uint64_t badge;  /* what a timeout tells */
    uint64_t period; /* ticks; 0: round robin, each time the budget */
    uint64_t tcb;    /* whom it is bound to, or 0 */
    uint64_t notification;
};

/* What a processor in the thread's address space reaches: one entry of its tables. */
struct fact_map {
    int thread;
    uint64_t vaddr;
    uint64_t bytes;
    uint64_t paddr;
    bool read, write, execute, cached;
};

struct fact_irq {
    unsigned number;
    uint64_t notification; /* that it signals, or 0 */
    uint64_t badge;
    bool issued;           /* there is a capability */
    bool enabled;          /* in the interrupt controller */
};

struct facts {
    struct buffer threads; /* struct fact_thread */
    struct buffer caps;    /* struct fact_cap, of each thread what is in its CSpace */
    struct buffer lost;    /* struct fact_cap that no thread reaches; holder: FACT_NOBODY */
    struct buffer objects; /* struct fact_cap, one for each object */
    struct buffer times;   /* struct fact_time */
    struct buffer maps;    /* struct fact_map, by thread and address */
    struct buffer irqs;    /* struct fact_irq */
    struct { uint64_t start, end; } kernel; /* its image, physical */
};

#define FACT_COUNT(table, type) ((table).size / sizeof(type))
#define FACT_AT(table, type, index) (&((type *)(void *)(table).data)[index])
