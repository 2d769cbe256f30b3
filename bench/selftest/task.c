/* SPDX-License-Identifier: BSD-2-Clause */
/* What the self-test has besides the benchmark's slots, memory and threads. */
#include "task.h"

#include "board_devices.h"
#include "page.h"

enum { SC_BITS = 8, STACK_WORDS = 256, HELPERS = 5 };

seL4_CPtr fault_endpoint;

static seL4_Word stacks[HELPERS][STACK_WORDS] __attribute__((aligned(16)));
static unsigned helpers;
static seL4_Word devices;

void map(seL4_CPtr frame, seL4_Word vaddr, seL4_Word attributes)
{
    enum { LEVELS = 3 };
    seL4_Error error = seL4_FailedLookup;

    for (unsigned i = 0; i <= LEVELS && error == seL4_FailedLookup; i++) {
        error = seL4_ARM_Page_Map(frame, seL4_CapInitThreadVSpace, vaddr, seL4_ReadWrite,
                                  (seL4_ARM_VMAttributes)attributes);
        if (error == seL4_FailedLookup) {
            need(seL4_ARM_PageTable_Map(make(seL4_ARM_PageTableObject, 0, 1),
                                        seL4_CapInitThreadVSpace, vaddr,
                                        seL4_ARM_Default_VMAttributes),
                 "map a table");
        }
    }
    need(error, "map a page");
}

/* Halves that were left when a block of device memory was divided. */
enum { MAX_HALVES = 96 };

struct block {
    seL4_CPtr untyped;
    seL4_Word paddr;
    seL4_Word bits;
};

static struct block halves[MAX_HALVES];
static unsigned half_count;

static seL4_Bool has(const struct block *block, seL4_Word paddr)
{
    return paddr - block->paddr < 1ull << block->bits;
}

/* The smallest block that has `paddr` and that nothing was made of. */
static struct block device_find(seL4_Word paddr)
{
    struct block block = {0, 0, 0};

    for (unsigned i = half_count; i > 0; i--) {
        if (has(&halves[i - 1], paddr)) {
            return halves[i - 1];
        }
    }
    for (seL4_Word i = 0; i < bootinfo->untyped.end - bootinfo->untyped.start; i++) {
        const seL4_UntypedDesc *u = &bootinfo->untypedList[i];
        block = (struct block){bootinfo->untyped.start + i, u->paddr, u->sizeBits};
        if (u->isDevice && has(&block, paddr)) {
            return block;
        }
    }
    need(seL4_FailedLookup, "find a device that the board should have");
    return block;
}

/* The half of `block` that has `paddr`; the other one is noted. */
static struct block halve(struct block block, seL4_Word paddr)
{
    seL4_Word bits = block.bits - 1;
    seL4_CPtr first = slots_new(2);
    seL4_Word upper = (paddr - block.paddr) >> bits & 1;

    need(seL4_Untyped_Retype(block.untyped, seL4_UntypedObject, bits, ROOT, 0, 0, first, 2),
         "divide a device's memory");
    need(half_count == MAX_HALVES, "note what is left of a device's memory");
    halves[half_count++] =
        (struct block){first + 1 - upper, block.paddr + ((1 - upper) << bits), bits};
    return (struct block){first + upper, block.paddr + (upper << bits), bits};
}

seL4_Word map_device(seL4_Word paddr)
{
    struct block block = device_find(paddr);
    seL4_Word vaddr = DEVICE_VADDR + (devices++ << PAGE_BITS);
    seL4_CPtr frame;

    while (block.bits > PAGE_BITS) {
        block = halve(block, paddr);
    }
    frame = slots_new(1);
    need(seL4_Untyped_Retype(block.untyped, seL4_ARM_SmallPageObject, 0, ROOT, 0, 0, frame, 1),
         "have a device's page");
    map(frame, vaddr, seL4_ARM_ExecuteNever); /* and not cacheable: Device memory */
    return vaddr;
}

seL4_CPtr helper_start(thread_function *function, seL4_Word argument, seL4_Word priority)
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0, 1);
    seL4_CPtr sc = make(seL4_SchedContextObject, SC_BITS, 1);
    seL4_UserContext regs = {0};

    regs.pc = (seL4_Word)function;
    regs.sp = (seL4_Word)stacks[++helpers];
    regs.x0 = argument;
    need(helpers >= HELPERS, "have so many threads");
    need(seL4_TCB_Configure(tcb, ROOT, 0, seL4_CapInitThreadVSpace, 0, 0, 0),
         "configure a thread");
    need(seL4_SchedControl_Configure(bootinfo->schedcontrol.start, sc, LONG_US, LONG_US, 0, 0),
         "give a thread time");
    need(seL4_TCB_SetSchedParams(tcb, seL4_CapInitThreadTCB, 255, priority, sc, fault_endpoint),
         "set a priority");
    need(seL4_TCB_WriteRegisters(tcb, 1, 0, seL4_UserContextWords, &regs), "start a thread");
    return sc;
}

void helper_stop(seL4_CPtr sc)
{
    need(seL4_SchedContext_Unbind(sc), "stop a thread");
}

void console_begin(void)
{
    enum { PAGE = 1 << PAGE_BITS };

    page_open(map_device(BOARD_UART_PADDR / PAGE * PAGE) + BOARD_UART_PADDR % PAGE);
}
