/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The threads of the test task.  Each lives in a block of 32 KiB, aligned to
 * its size, so that a thread finds itself by its stack pointer: the kernel is
 * not asked to keep a thread register for that.
 *
 *      page 0  IPC buffer
 *      page 1  struct thread
 *      pages 2 to 7  stack, downwards: a message by value takes 660 bytes
 *
 * Block 0 is the supervisor's, block 1 the tester's (supervise.c), the others
 * are actors', for tests to use.
 */
#pragma once

#include <sel4/sel4.h>

#include "cpu.h"

enum { BLOCK_BITS = 15, BLOCK_SIZE = 1 << BLOCK_BITS, STACK_OFFSET = 2 * 4096, BLOCKS = 12 };

struct thread;
typedef void thread_function(struct thread *self);

/* The last message that a thread received, or a kernel's answer to an invocation. */
struct received {
    seL4_Word badge;
    seL4_Word label;
    seL4_Word caps;   /* the extra-caps field */
    seL4_Word unwrapped; /* the caps-unwrapped field */
    seL4_Word length; /* words */
    seL4_Word mr[seL4_MsgMaxLength];
};

struct thread {
    seL4_CPtr tcb;
    seL4_CPtr sched_context;
    seL4_CPtr reply;           /* actors: a reply object for the test's use */
    thread_function *function; /* what it runs */
    seL4_Word argument;        /* for the test's use */
    volatile seL4_Word step;   /* the function counts here how far it came */
    volatile seL4_Bool done;   /* the function has returned */
    struct received got;
    seL4_Word calls;           /* how many system calls it has made */
    struct cpu before; /* all registers of the last system call */
    struct cpu after;
};

struct block {
    seL4_IPCBuffer buffer;
    unsigned char rest_of_page[4096 - sizeof(seL4_IPCBuffer)];
    struct thread thread;
    unsigned char stack[BLOCK_SIZE - 4096 - sizeof(struct thread)];
} __attribute__((aligned(BLOCK_SIZE)));

_Static_assert(sizeof(struct block) == BLOCK_SIZE, "a block is 32 KiB");
_Static_assert(__builtin_offsetof(struct block, thread) == 4096, "the buffer has a page");

extern struct block thread_blocks[BLOCKS];

static inline struct block *thread_block(void)
{
    seL4_Word sp;

    __asm__ volatile("mov %0, sp" : "=r"(sp));
    return (struct block *)((sp - 1) & ~(seL4_Word)(BLOCK_SIZE - 1));
}

/* The thread that runs. */
static inline struct thread *self(void)
{
    return &thread_block()->thread;
}

/* What it received last. */
static inline struct received *got(void)
{
    return &self()->got;
}
