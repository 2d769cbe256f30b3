/* SPDX-License-Identifier: BSD-2-Clause */
/* The injected code takes what it can get of processor, memory, processes, descriptors, storage. */
#include "guest.h"
#include "payload.h"
#include "payload_tools.h"
#include "sys.h"

#include <linux/fcntl.h>
#include <linux/mman.h>
#include <linux/sched.h>

enum { MIB = 1 << 20, SIGNAL_CHILD = 17, SIGNAL_KILL = 9 };

/* Loops for a tenth of a second, with the best priority that it can get before. */
static void take_processor(unsigned long item)
{
    const int32_t highest = 99;
    uint64_t now;

    if (item == 0) {
        (void)SYS3(sched_setscheduler, 0, SCHED_FIFO, &highest);
        return;
    }
    if (item == 1) {
        (void)SYS3(setpriority, 0, 0, -20);
        return;
    }
    ask(ASK_CPU_BEGIN);
    found()->spin_begin = guest_ticks();
    do {
        for (unsigned i = 0; i < SPIN_ROUNDS; i++) {
            __asm__ volatile("" : : : "memory");
        }
        now = guest_ticks();
    } while (now - found()->spin_begin < SPIN_TICKS);
    found()->spin_end = now;
    ask(ASK_CPU_END);
}

static void touch(unsigned long from, unsigned long bytes)
{
    for (unsigned long at = 0; at < bytes; at += PAGE) {
        *(volatile char *)(from + at) = 1;
    }
}

static void take_mapped(void)
{
    long first = -1;
    unsigned long got = 0;

    for (; got < MEMORY_MIB; got++) {
        long at = SYS6(mmap, 0, MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

        if (at < 0) {
            break;
        }
        touch((unsigned long)at, MIB);
        first = got == 0 || at < first ? at : first; /* each below the one before */
    }
    ask(ASK_MEMORY);
    if (got > 0) {
        (void)SYS2(munmap, first, got * MIB);
    }
}

static void take_heap(void)
{
    long end = SYS1(brk, 0);

    if (SYS1(brk, end + (long)MEMORY_MIB * MIB) > end) {
        touch((unsigned long)end, (unsigned long)MEMORY_MIB * MIB);
        ask(ASK_MEMORY);
        (void)SYS1(brk, end);
    }
}

/* The stack grows by itself, without a system call, until a limit ends the process. */
static void take_stack(void)
{
    unsigned long here = (unsigned long)__builtin_frame_address(0);

    for (unsigned long mib = 0; mib < MEMORY_MIB; mib++) {
        touch(here - (mib + 1) * MIB, MIB);
        ask(ASK_MEMORY);
    }
}

static void take_memory(unsigned long item)
{
    if (item == 0) {
        take_mapped();
    } else if (item == 1) {
        take_heap();
    } else {
        take_stack();
    }
}

/* The children wait, until they are killed. */
static void take_children(void)
{
    long children[CHILDREN];
    unsigned long got = 0;

    for (; got < CHILDREN; got++) {
        long child = SYS6(clone, SIGNAL_CHILD, 0, 0, 0, 0, 0);

        if (child == 0) {
            for (;;) {
                nap();
                (void)SYS4(ppoll, 0, 0, 0, 0);
            }
        }
        if (child < 0) {
            break;
        }
        children[got] = child;
    }
    ask(ASK_CHILDREN);
    for (unsigned long i = 0; i < got; i++) {
        (void)SYS2(kill, children[i], SIGNAL_KILL);
        (void)SYS4(wait4, children[i], 0, 0, 0);
    }
}

static void take_descriptors(void)
{
    long got[DESCRIPTORS];
    unsigned long count = 0;

    while (count < DESCRIPTORS && (got[count] = SYS1(dup, SAFE_CONNECTION)) >= 0) {
        count++;
    }
    ask(ASK_DESCRIPTORS);
    while (count > 0) {
        (void)SYS1(close, got[--count]);
    }
}

/* In its own place for logs, or where everybody may write. */
static void take_storage(unsigned long item)
{
    const char *path = item == 0 ? "/var/log/ledger.log" : "/tmp/full";
    long file = SYS4(openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    if (file < 0) {
        return;
    }
    for (unsigned long i = 0; path[i] != '\0'; i++) {
        found()->storage[i] = path[i];
        found()->storage[i + 1] = '\0';
    }
    for (unsigned long mib = 0; mib < STORAGE_MIB; mib++) {
        /* The bytes of the injected code, and whatever else is behind: they do not matter. */
        for (unsigned long at = 0; at < MIB; at += EXHIBIT_BYTES) {
            (void)SYS3(write, file, EXHIBIT, EXHIBIT_BYTES);
        }
    }
    ask(ASK_STORAGE);
    (void)SYS2(ftruncate, file, 0);
    (void)SYS1(close, file);
}

void exhaust_item(unsigned long step, unsigned long item)
{
    switch (step) {
    case STEP_CPU:
        take_processor(item);
        break;
    case STEP_MEMORY:
        take_memory(item);
        break;
    case STEP_CHILDREN:
        take_children();
        break;
    case STEP_DESCRIPTORS:
        take_descriptors();
        break;
    case STEP_STORAGE:
        take_storage(item);
        break;
    }
}
