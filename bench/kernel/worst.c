/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What keeps the kernel busy longest, as far as a user can choose: many objects
 * at once, many threads in one queue, much to resolve, much to maintain.  It
 * measures nothing itself: `make worst-case` looks at the kernel meanwhile.
 */
#include "rows.h"
#include "task.h"

enum {
    TCBS = 256,
    ARENA_BITS = 20,
    LARGE_VADDR = 0x90400000,
    LARGE_PAGE = 1 << 21,
    BUDGET_US = 50,
    PERIOD_US = 20000,
    RELEASES = 400, /* some periods' worth of cleaning */
    PARTS = 2000,   /* used of one budget */
    PARTS_SC_BITS = 15
};

/* The most objects of the kind that takes most to make. */
static void make_threads(void)
{
    seL4_CPtr arena = make(seL4_UntypedObject, ARENA_BITS, 1);

    need(seL4_Untyped_Retype(arena, seL4_TCBObject, 0, table, 0, 0, 0, TCBS), "make many threads");
    need(seL4_CNode_Revoke(ROOT, arena, seL4_WordBits), "revoke them");
}

static void wait_for(seL4_Word notification)
{
    for (;;) {
        seL4_Wait(notification, seL4_Null);
    }
}

/* All threads wait for one notification, and a more important one joins; then it goes. */
static void queue_threads(void)
{
    seL4_CPtr notification = make(seL4_NotificationObject, 0, 1);

    for (unsigned i = 0; i < THREADS; i++) {
        thread_start(i, wait_for, notification, MAIN_PRIORITY + 1 + (i + 1) / THREADS, LONG_US);
    }
    need(seL4_CNode_Delete(ROOT, notification, seL4_WordBits), "delete a notification");
    threads_stop(THREADS);
}

/* The largest range that is gone through line by line; and all of the caches.  Both stop for
   interrupts. */
static seL4_CPtr clean_large_page(void)
{
    seL4_CPtr frame = make(seL4_ARM_LargePageObject, 0, 1);

    need(seL4_ARM_Page_Map(frame, seL4_CapInitThreadVSpace, LARGE_VADDR, seL4_ReadWrite,
                           seL4_ARM_Default_VMAttributes),
         "map a large page");
    need(seL4_ARM_Page_CleanInvalidate_Data(frame, 0, LARGE_PAGE), "clean it");
    need(seL4_ARM_Page_Unify_Instruction(frame, 0, LARGE_PAGE), "unify it");
    (void)seL4_ARM_Page_Clean_Data(device, 0, 64); /* a kernel at EL2 refuses it */
    return frame;
}

static void yield_for_ever(seL4_Word unused)
{
    (void)unused;
    for (;;) {
        seL4_Yield();
    }
}

/* All threads wait for their budgets, and many of these are back when the kernel looks again. */
static void release_threads(seL4_CPtr frame)
{
    for (unsigned i = 0; i < THREADS; i++) {
        thread_start(i, yield_for_ever, 0, MAIN_PRIORITY - 1, LONG_US);
        thread_limit(i, BUDGET_US, PERIOD_US);
    }
    need(seL4_TCB_SetPriority(seL4_CapInitThreadTCB, seL4_CapInitThreadTCB, MAIN_PRIORITY - 2),
         "set its priority");
    for (unsigned i = 0; i < RELEASES; i++) {
        need(seL4_ARM_Page_CleanInvalidate_Data(frame, 0, LARGE_PAGE), "clean a large page");
    }
    need(seL4_TCB_SetPriority(seL4_CapInitThreadTCB, seL4_CapInitThreadTCB, MAIN_PRIORITY),
         "set its priority");
    threads_stop(THREADS);
}

/* A budget is used in more parts than there are refills, and then nothing for a period: all of them
   are ready when the thread wakes. */
static void merge_refills(void)
{
    seL4_CPtr notification = make(seL4_NotificationObject, 0, 1);

    thread_start(0, wait_for, notification, MAIN_PRIORITY + 1, LONG_US);
    thread_many_refills(0, PARTS_SC_BITS, PERIOD_US / 2, PERIOD_US);
    for (unsigned i = 0; i < PARTS; i++) {
        seL4_Signal(notification);
    }
    for (volatile unsigned turn = 0; turn < PERIOD_US * 1000 / 4; turn++) {
    }
    seL4_Signal(notification);
    threads_stop(1);
}

void worst_case(void)
{
    make_threads();
    queue_threads();
    release_threads(clean_large_page());
    merge_refills();
}
