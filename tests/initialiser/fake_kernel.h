/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A fake of the kernel, as far as the initial task can tell them apart: slots,
 * untypeds with watermarks, mappings with page tables, threads.  It checks
 * arguments in the order that seL4's interface states and answers with the same
 * errors; what it does not check it does not accept.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <setjmp.h>
#include <sel4/sel4.h>

enum {
    FAKE_ROOT_BITS = 13,
    FAKE_MAX_OBJECTS = 16384,
    FAKE_MAX_TABLES = 64,
    FAKE_MAX_PAGES = 1024,
    FAKE_DOMAINS = 16,
    FAKE_SCHEDULE_LENGTH = 100,
    FAKE_CONSOLE_BYTES = 16384
};

enum fake_kind {
    FAKE_NULL,
    FAKE_UNTYPED,
    FAKE_TCB,
    FAKE_ENDPOINT,
    FAKE_NOTIFICATION,
    FAKE_CNODE,
    FAKE_SCHED_CONTEXT,
    FAKE_REPLY,
    FAKE_FRAME,
    FAKE_VSPACE,
    FAKE_PAGE_TABLE,
    FAKE_IRQ_CONTROL,
    FAKE_IRQ_HANDLER,
    FAKE_ASID_POOL,
    FAKE_SCHED_CONTROL,
    FAKE_DOMAIN,
    FAKE_VCPU,
    FAKE_SMC
};

struct fake_object;

struct fake_cap {
    enum fake_kind kind;
    struct fake_object *object;
    seL4_Word rights; /* seL4_Rights bits */
    seL4_Word badge;
    struct fake_object *vspace; /* frames: where this cap is mapped, or null */
    seL4_Word vaddr;
};

struct fake_page {
    struct fake_object *frame;
    seL4_Word vaddr;
    seL4_Word rights;
    seL4_Word attributes;
};

/* A page table that covers 2^span_bits bytes from `base`. */
struct fake_table {
    seL4_Word span_bits;
    seL4_Word base;
};

struct fake_object {
    enum fake_kind kind;
    seL4_Word paddr;
    seL4_Word bits;
    union {
        struct {
            seL4_Word watermark;
            bool device;
            unsigned children;
        } untyped;
        struct {
            struct fake_cap *slots;
            seL4_Word radix;
        } cnode;
        struct {
            bool assigned;
            unsigned table_count;
            unsigned page_count;
            struct fake_table *tables; /* FAKE_MAX_TABLES */
            struct fake_page *pages;   /* FAKE_MAX_PAGES */
        } vspace;
        struct {
            bool mapped;
        } table;
        struct {
            bool unified;
            bool cleaned;
        } frame;
        struct {
            struct fake_cap cspace;
            seL4_Word cspace_data;
            struct fake_cap vspace;
            seL4_Word buffer;
            struct fake_object *buffer_frame;
            seL4_Word priority;
            seL4_Word mcp;
            struct fake_object *context;
            struct fake_cap fault;
            struct fake_object *notification;
            struct fake_object *vcpu;
            seL4_UserContext registers;
            bool running;
            seL4_Word flags;
            seL4_Word domain;
            char name[64];
        } tcb;
        struct {
            seL4_Word budget;
            seL4_Word period;
            seL4_Word extra_refills;
            seL4_Word badge;
            struct fake_object *notification;
        } context;
        struct {
            seL4_Word irq;
            bool edge;
            struct fake_cap notification;
        } irq;
    } u;
};

/* An entry of the domain schedule. */
struct fake_slice {
    seL4_Word domain;
    seL4_Word ticks; /* 0: an end marker */
};

/* A message that seL4_Recv delivers next. */
struct fake_message {
    seL4_Word badge;
    seL4_Word label;
    seL4_Word length;
    seL4_Word words[seL4_MsgMaxLength];
};

struct fake_kernel {
    seL4_BootInfo bootinfo;
    seL4_IPCBuffer buffer;
    struct fake_object objects[FAKE_MAX_OBJECTS];
    unsigned object_count;
    struct fake_cap *root;             /* slots of the root CNode */
    struct fake_object *initial_cnode; /* its object */
    struct fake_object *cspace;        /* what the initial task names capabilities in */
    struct fake_object *initial_vspace;
    struct fake_object *initial_tcb;
    struct fake_object *initial_context;
    seL4_Word time_at_hand; /* of it, in microseconds; what a new configuration adds comes later */
    struct fake_message message;
    struct fake_slice schedule[FAKE_SCHEDULE_LENGTH];
    seL4_Word schedule_start;
    bool schedule_started;
    unsigned resumed_before_schedule; /* threads that were started by then */
    char console[FAKE_CONSOLE_BYTES];
    size_t console_length;
    unsigned calls;         /* kernel operations so far */
    unsigned fail_at;       /* this one fails (from 1), 0: none */
    unsigned resumed;       /* threads started */
    seL4_Word cleared;      /* bytes of untypeds that were reset */
    bool other_timer;       /* it knows no flag for the physical timer, as seL4 */
    bool stop_expected;
    jmp_buf stopped;
};

extern struct fake_kernel fake;

/* A fresh machine whose initial task has an image of `image_pages` and the loader's. */
void fake_boot(unsigned image_pages);

/* Replaces the list of untypeds (before anything uses it). */
void fake_set_untypeds(const seL4_UntypedDesc *list, size_t count);

/* Frees what fake_boot allocated. */
void fake_shut_down(void);

/* The first page's slot of the initial task's image. */
seL4_CPtr fake_image_slot(void);

/* What a slot of a CNode or of the current capability space holds. */
struct fake_cap *fake_slot(struct fake_object *cnode, seL4_Word index);
struct fake_cap *fake_find(seL4_CPtr cap);

/* The page mapped at an address, or null. */
const struct fake_page *fake_page_at(const struct fake_object *vspace, seL4_Word vaddr);

/* What becomes of the mapping of a frame, if it has one. */
void fake_unmap(struct fake_cap *frame);

/* Expects `statement` to stop the initial task. */
#define EXPECT_STOP(statement)                                                                \
    do {                                                                                      \
        fake.stop_expected = true;                                                            \
        if (setjmp(fake.stopped) == 0) {                                                      \
            statement;                                                                        \
            fail_msg("the initial task went on: %s", #statement);                             \
        }                                                                                     \
        fake.stop_expected = false;                                                           \
    } while (0)

/* For the parts of the fake. */
struct fake_object *fake_new_object(enum fake_kind kind, seL4_Word paddr, seL4_Word bits);
seL4_Error fake_failed_lookup(seL4_Word was_source, seL4_Word type, seL4_Word bits_left);

/* Counts a call; true if it is the one that is to fail. */
bool fake_fails_now(void);
