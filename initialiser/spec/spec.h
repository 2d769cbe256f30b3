/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system spec: the host tool writes it, the initial task obeys it.
 *
 * It names kernel objects, capabilities, mappings and threads, not PDs and
 * channels: policy is the tool's, and what its report lists is what exists.
 * An object is referred to by its index in the object table.
 *
 * In memory the spec starts on the page after the initial task's own image
 * (linker symbol __image_end).  Every offset below is in bytes from the spec's
 * first byte.  All values are little-endian; tables are 8-byte aligned.
 * Page-aligned page data (the PDs' initialised memory) follow the tables, in
 * pages that the initial task does not copy but hands over.
 */
#pragma once

#include <stdint.h>

#define SPEC_MAGIC 0x3430636570736862ull /* "bhspec04", little-endian */
#define SPEC_NONE 0xffffffffu            /* no object */

/* Limits: the tool builds nothing beyond them, the initial task accepts nothing
   beyond them. */
enum {
    SPEC_MAX_OBJECTS = 4096,   /* the initial task's table of them is static */
    SPEC_MAX_PAGES = 1 << 20,  /* of one frames object */
    SPEC_MAX_PRIORITY = 254,   /* of a thread: below the monitor, or it could not stop it */
    SPEC_MAX_NAME_BYTES = 64,  /* of a thread's name, with its NUL */
    SPEC_MAX_SCHED_DOMAINS = 16,
    SPEC_MAX_SLICES = 99       /* the kernel's next one is always an end marker */
};

/* In the badge of a capability to the monitor's endpoint, besides the thread's index + 1: it is for
   the request to become passive.  Without, it is the kernel's, for the thread's faults. */
#define SPEC_BADGE_REQUEST (1ull << 63)

enum spec_type {
    SPEC_TCB = 1,
    SPEC_CNODE,         /* size_bits: log2 of the number of slots */
    SPEC_VSPACE,
    SPEC_ENDPOINT,
    SPEC_NOTIFICATION,
    SPEC_REPLY,
    SPEC_SCHED_CONTEXT, /* size_bits: log2 of its bytes */
    SPEC_VCPU,          /* kernels at EL2 */
    SPEC_FRAMES,        /* count pages of 2^size_bits bytes (12 or 21) */
    SPEC_IRQ,           /* address: interrupt number; flags: SPEC_EDGE */
    SPEC_SMC            /* the right to call the firmware, which the initial task has */
};

enum spec_thread_flags {
    SPEC_NO_FPU = 1,  /* floating-point and vector instructions fault */
    SPEC_NO_TIMER = 2 /* so do accesses to the physical timer's registers */
};

enum spec_flags {
    SPEC_AT_PADDR = 1, /* frames: `address` is the physical address */
    SPEC_IN_IMAGE = 2, /* frames: `address` is the offset of the page data;
                          only 4 KiB pages */
    SPEC_EDGE = 4,     /* interrupt: edge triggered, else level */
    SPEC_ONE_PIECE = 8 /* frames: one behind the other in physical memory, if it has such a
                          piece: somebody asks for their address */
};

struct spec_table {
    uint32_t offset;
    uint32_t count;
};

struct spec_object {
    uint32_t type;
    uint32_t name;  /* offset in the string table */
    uint32_t size_bits;
    uint32_t flags;
    uint64_t count; /* frames: number of pages; else 1 */
    uint64_t address;
};

/* A capability to `object` in slot `slot` of the CNode `cnode`. */
struct spec_cap {
    uint32_t cnode;
    uint32_t slot;
    uint32_t object;
    uint32_t rights; /* seL4_Rights bits */
    uint64_t badge;  /* endpoints and notifications; 0 = unbadged */
};

/* All pages of the frames object, consecutive from `vaddr`. */
struct spec_map {
    uint32_t vspace;
    uint32_t frames;
    uint64_t vaddr;
    uint32_t rights;     /* read, read and write, or 0: not to be accessed but, if
                            the attributes allow it, executed */
    uint32_t attributes; /* seL4_ARM_VMAttributes */
};

/* An interrupt's notification: the handler signals `notification`, badged. */
struct spec_irq {
    uint32_t irq; /* object of type SPEC_IRQ */
    uint32_t notification;
    uint64_t badge;
};

/* A guest's thread has a virtual CPU, and no IPC buffer, notification, stack or symbols.  It
   is not started: its parent does that, and gets its faults. */
struct spec_thread {
    uint32_t name; /* offset in the string table */
    uint32_t tcb;
    uint32_t cnode;
    uint32_t vspace;
    uint32_t ipc_frame;     /* frames object of one page, of a guest SPEC_NONE */
    uint32_t sched_context;
    uint32_t notification;  /* bound to the TCB, or SPEC_NONE */
    uint32_t fault_endpoint;
    uint64_t fault_badge;
    uint64_t cspace_data;   /* guard of the CSpace root */
    uint64_t ipc_buffer;    /* virtual address */
    uint64_t entry;
    uint64_t stack_top;
    uint64_t stack_bottom;  /* lowest mapped byte of the stack */
    uint64_t budget_us;
    uint64_t period_us;
    uint32_t priority;
    uint32_t mcp;
    uint32_t passive;       /* gives its time away after init */
    uint32_t parent;        /* index in the thread table, or SPEC_NONE */
    uint32_t flags;         /* enum spec_thread_flags */
    uint32_t sched_domain;  /* the kernel's number; 0 without slices */
    uint32_t vcpu;          /* of a guest, or SPEC_NONE */
    uint32_t unused;        /* 0 */
    struct spec_table symbols; /* of struct spec_symbol, ascending address */
};

/* For the monitor's reports. */
struct spec_symbol {
    uint64_t address;
    uint32_t name; /* offset in the string table */
    uint32_t size; /* bytes, 0 if unknown */
};

/* Store the physical addresses of `count` pages of `frames`, page `first` and those after it, each
   with `bits` set, as 64-bit words one behind the other from offset `where` on (inside page data):
   of one page, a PD's variable; of more, entries of a device's page table. */
struct spec_patch {
    uint32_t frames;
    uint32_t count;
    uint64_t where;
    uint64_t first;
    uint64_t bits; /* none that may be set in a page's address */
};

/*
 * An entry of the kernel's domain schedule, or (no ticks, domain 0) an end marker
 * in it.  Ascending index.  Those that are not listed stay as the kernel has them
 * at boot: end markers, but for entry 0.
 */
struct spec_slice {
    uint32_t index;
    uint32_t sched_domain;
    uint64_t ticks; /* of the kernel's timer */
};

struct spec_header {
    uint64_t magic;
    uint64_t size;             /* bytes, page data included */
    uint32_t monitor_endpoint; /* object that the monitor receives on */
    uint32_t monitor_reply;    /* its reply object */
    uint32_t exception_level;  /* of the kernel: 1 or 2 (level.h) */
    uint32_t unused;           /* 0 */
    struct spec_table objects;
    struct spec_table caps;
    struct spec_table maps;
    struct spec_table irqs;
    struct spec_table threads; /* in order of the system description */
    struct spec_table patches;
    struct spec_table slices;  /* none: all threads run at any time */
    struct spec_table strings; /* count: bytes */
    uint64_t first_slice;      /* index of the kernel's entry where the schedule starts and
                                  begins again; domain 0, the initial task's, is to have a turn
                                  between it and the next end marker */
};
