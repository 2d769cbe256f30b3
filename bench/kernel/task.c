/* SPDX-License-Identifier: BSD-2-Clause */
/* The initial task's memory, slots and threads. */
#include "task.h"

enum {
    SC_BITS = 8,
    STACK_WORDS = 64,
    AT_ONCE = 256 /* objects that one system call makes at most */
};

const seL4_BootInfo *bootinfo;
seL4_CPtr memory;
seL4_CPtr table;
seL4_IPCBuffer *__sel4_ipc_buffer;

static struct {
    seL4_CPtr tcb;
    seL4_CPtr sc;
} threads; /* the first of THREADS slots */

static seL4_Word stacks[THREADS][STACK_WORDS] __attribute__((aligned(16)));
static seL4_CPtr next_slot;

seL4_CPtr slots_new(seL4_Word count)
{
    seL4_CPtr first = next_slot;

    next_slot += count;
    need(next_slot > bootinfo->empty.end, "find a slot");
    return first;
}

seL4_CPtr make(seL4_Word type, seL4_Word size_bits, seL4_Word count)
{
    seL4_CPtr first = slots_new(count);

    need(seL4_Untyped_Retype(memory, type, size_bits, ROOT, 0, 0, first, count), "make an object");
    return first;
}

/* As make(), as many as wanted: of slots that are taken one after the other. */
static seL4_CPtr make_many(seL4_Word type, seL4_Word size_bits, seL4_Word count)
{
    seL4_CPtr first = next_slot;

    for (seL4_Word made = 0; made < count; made += AT_ONCE) {
        (void)make(type, size_bits, count - made < AT_ONCE ? count - made : AT_ONCE);
    }
    return first;
}

void children_make(seL4_CPtr parent, seL4_Word first, seL4_Word count)
{
    for (seL4_Word i = 0; i < count; i++) {
        need(seL4_CNode_Mint(table, first + i, TABLE_BITS, ROOT, parent, seL4_WordBits,
                             seL4_AllRights, 1 + i),
             "mint");
    }
}

/* ---- Threads ---- */

static void threads_make(void)
{
    threads.tcb = make_many(seL4_TCBObject, 0, THREADS);
    threads.sc = make_many(seL4_SchedContextObject, SC_BITS, THREADS);
    for (unsigned i = 0; i < THREADS; i++) {
        need(seL4_TCB_Configure(threads.tcb + i, ROOT, 0, seL4_CapInitThreadVSpace, 0, 0, 0),
             "configure a thread");
    }
}

void thread_start(unsigned i, thread_function *function, seL4_Word argument, seL4_Word priority,
                  seL4_Word slice_us)
{
    seL4_UserContext regs = {0};

    regs.pc = (seL4_Word)function;
    regs.sp = (seL4_Word)(stacks + i + 1);
    regs.x0 = argument;
    need(seL4_SchedControl_Configure(bootinfo->schedcontrol.start, threads.sc + i, slice_us,
                                     slice_us, 0, 0),
         "give a thread time");
    need(seL4_TCB_SetSchedParams(threads.tcb + i, seL4_CapInitThreadTCB, 255, priority,
                                 threads.sc + i, 0),
         "set a priority");
    need(seL4_TCB_WriteRegisters(threads.tcb + i, 1, 0, seL4_UserContextWords, &regs),
         "start a thread");
}

void thread_take_time(unsigned i)
{
    need(seL4_SchedContext_Unbind(threads.sc + i), "take a thread's time");
}

void thread_limit(unsigned i, seL4_Word budget_us, seL4_Word period_us)
{
    need(seL4_SchedControl_Configure(bootinfo->schedcontrol.start, threads.sc + i, budget_us,
                                     period_us, 0, 0),
         "limit a thread's time");
}

void thread_many_refills(unsigned i, seL4_Word size_bits, seL4_Word budget_us,
                         seL4_Word period_us)
{
    seL4_CPtr sc = make(seL4_SchedContextObject, size_bits, 1);
    seL4_Word extra = ((1ull << size_bits) - 128) / seL4_RefillSizeBytes;

    need(seL4_SchedControl_ConfigureFlags(bootinfo->schedcontrol.start, sc, budget_us, period_us,
                                          extra, 0, seL4_SchedContext_Sporadic),
         "make time of many refills");
    thread_take_time(i);
    need(seL4_SchedContext_Bind(sc, threads.tcb + i), "give it that");
}

void thread_stop(unsigned i)
{
    need(seL4_TCB_Suspend(threads.tcb + i), "stop a thread");
}

void threads_stop(unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        thread_stop(i);
    }
}

/* ---- Setting up ---- */

/* The smallest untyped of RAM that is large enough, and a child in it. */
static void memory_find(void)
{
    seL4_Word best = seL4_WordBits;

    for (seL4_Word i = 0; i < bootinfo->untyped.end - bootinfo->untyped.start; i++) {
        const seL4_UntypedDesc *u = &bootinfo->untypedList[i];

        if (!u->isDevice && u->sizeBits >= MEMORY_BITS && u->sizeBits < best) {
            best = u->sizeBits;
            memory = bootinfo->untyped.start + i;
        }
    }
    (void)make(seL4_EndpointObject, 0, 1);
}

void task_begin(const seL4_BootInfo *info)
{
    bootinfo = info;
    next_slot = info->empty.start;
    seL4_SetIPCBuffer((seL4_IPCBuffer *)info->ipcBuffer);
    memory_find();
}

void task_prepare(void)
{
    /* So long that no slice ends in a measurement. */
    need(seL4_SchedControl_Configure(bootinfo->schedcontrol.start, seL4_CapInitThreadSC, LONG_US,
                                     LONG_US, 0, 0),
         "have time");
    need(seL4_TCB_SetPriority(seL4_CapInitThreadTCB, seL4_CapInitThreadTCB, MAIN_PRIORITY),
         "set its priority");
    table = make(seL4_CapTableObject, TABLE_BITS, 1);
    threads_make();
}
