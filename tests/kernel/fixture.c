/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system under test and the system calls on it.
 */
#include "fixture.h"

#include <stdio.h>
#include <string.h>

#include "check.h"
#include "derive.h"
#include "ipc_buffer.h"

enum {
    MESSAGE_AT = 1, /* words of the IPC buffer, ABI.md 2.2 */
    CAPS_AT = 122,
    THREAD_BUDGET_US = 10000
};

static word_t next_slot;
static struct tcb *initial;

struct boot_handover fixture_handover(void)
{
    return (struct boot_handover){
        .user_start = FIXTURE_IMAGE,
        .user_end = FIXTURE_IMAGE_END,
        .user_offset = FIXTURE_IMAGE - FIXTURE_IMAGE_VADDR,
        .user_entry = FIXTURE_ENTRY,
        .kernel_start = HOST_RAM_BASE,
        .kernel_boot_end = FIXTURE_KERNEL_BOOT_END,
        .kernel_end = FIXTURE_KERNEL_END,
    };
}

int fixture_setup(void **state)
{
    struct boot_handover handover = fixture_handover();

    (void)state;
    host_reset();
    kernel_boot(&handover);
    initial = sched_current();
    next_slot = bootinfo()->empty.start;
    return 0;
}

int fixture_teardown(void **state)
{
    const char *broken = check_invariants();

    (void)state;
    if (broken == NULL) {
        broken = check_free_memory(board.ram);
    }
    if (broken != NULL) {
        fprintf(stderr, "invariant broken after the test: %s\n", broken);
    }
    return broken == NULL ? 0 : -1;
}

struct tcb *initial_thread(void)
{
    return initial;
}

struct cte *root_slot(word_t slot)
{
    return cap_cnode(initial->slot[TCB_CSPACE].cap) + slot;
}

void *object_at(word_t slot)
{
    return phys_ptr(cap_object(root_slot(slot)->cap));
}

const seL4_BootInfo *bootinfo(void)
{
    return phys_ptr(cap_object(root_slot(seL4_CapBootInfoFrame)->cap));
}

/* ---- System calls ---- */

void syscall_enter(int number, word_t cptr, const struct message *message)
{
    struct tcb *tcb = sched_current();
    struct user_context *context = &tcb->context;
    word_t *buffer = ipc_buffer_of(tcb, true);

    context->reg[REG_SYSCALL] = (word_t)(int64_t)number;
    context->reg[REG_CAP] = cptr;
    context->reg[REG_INFO] = message->label << 12 | message->caps << 7 | message->length;
    for (unsigned i = 0; i < message->length; i++) {
        if (i < seL4_FastMessageRegisters) {
            context->reg[REG_MR0 + i] = message->mr[i];
        } else {
            buffer[MESSAGE_AT + i] = message->mr[i];
        }
    }
    for (unsigned k = 0; k < message->caps; k++) {
        buffer[CAPS_AT + k] = message->cap[k];
    }
    context->next_pc = context->reg[REG_PC] + 4;
    kernel_syscall();
    assert_null(host_order_broken());
}

struct answer answer_of(const struct tcb *tcb)
{
    const word_t *buffer = ipc_buffer_of(tcb, false);
    word_t info = tcb->context.reg[REG_INFO];
    struct answer answer = {
        .label = info >> 12,
        .length = (unsigned)(info & MASK(7)),
        .caps = (unsigned)bits_get(info, 8, 7),
        .badge = tcb->context.reg[REG_CAP],
    };

    for (unsigned i = 0; i < answer.length && i < seL4_MsgMaxLength; i++) {
        answer.mr[i] = i < seL4_FastMessageRegisters ? tcb->context.reg[REG_MR0 + i]
                                                     : buffer[MESSAGE_AT + i];
    }
    return answer;
}

struct answer kernel_call(word_t cptr, struct message message)
{
    struct tcb *tcb = sched_current();

    do {
        syscall_enter(seL4_SysCall, cptr, &message);
        assert_ptr_equal(sched_current(), tcb);
        /* Preempted: it would execute its svc again. */
    } while (tcb->context.next_pc == tcb->context.reg[REG_PC]);
    return answer_of(tcb);
}

void interrupt_pending(bool pending)
{
    host_machine.irq_withdrawn = pending;
}

/* ---- Checks ---- */

void assert_ok(struct answer answer)
{
    assert_int_equal(answer.label, seL4_NoError);
    assert_int_equal(answer.badge, 0);
}

void assert_error_words(struct answer answer, word_t code, unsigned length,
                        const word_t *detail)
{
    assert_int_equal(answer.label, code);
    assert_int_equal(answer.length, length);
    for (unsigned i = 0; i < length; i++) {
        assert_int_equal(answer.mr[i], detail[i]);
    }
    assert_int_equal(answer.badge, 0);
}

void assert_finds(const char *words)
{
    const char *found = check_invariants();

    assert_non_null(found);
    assert_string_equal(found, words);
}

/* ---- Objects ---- */

word_t new_slot(void)
{
    assert_true(next_slot < bootinfo()->empty.end);
    return next_slot++;
}

word_t test_untyped(void)
{
    const seL4_BootInfo *info = bootinfo();
    const seL4_UntypedDesc *best = NULL;

    for (word_t i = 0; i < info->untyped.end - info->untyped.start; i++) {
        const seL4_UntypedDesc *untyped = &info->untypedList[i];
        if (!untyped->isDevice && (best == NULL || untyped->sizeBits > best->sizeBits)) {
            best = untyped;
        }
    }
    assert_non_null(best);
    return info->untyped.start + (word_t)(best - info->untypedList);
}

word_t new_object_from(word_t untyped, word_t type, word_t size_bits)
{
    word_t slot = new_slot();

    assert_ok(kernel_call(untyped, (struct message){.label = UntypedRetype,
                                               .length = 6,
                                               .mr = {type, size_bits, 0, 0, slot, 1},
                                               .caps = 1,
                                               .cap = {seL4_CapInitThreadCNode}}));
    return slot;
}

word_t new_object(word_t type, word_t size_bits)
{
    return new_object_from(test_untyped(), type, size_bits);
}

word_t new_irq_handler(unsigned irq)
{
    word_t slot = new_slot();

    assert_ok(kernel_call(seL4_CapIRQControl, (struct message){.label = IRQIssueIRQHandler,
                                                               .length = 3,
                                                               .mr = {irq, slot, 64},
                                                               .caps = 1,
                                                               .cap = {seL4_CapInitThreadCNode}}));
    return slot;
}

word_t new_copy(word_t slot, word_t rights, word_t badge)
{
    word_t copy = new_slot();

    assert_ok(kernel_call(seL4_CapInitThreadCNode,
                     (struct message){.label = badge != 0 ? CNodeMint : CNodeCopy,
                                      .length = badge != 0 ? 6 : 5,
                                      .mr = {copy, 64, slot, 64, rights, badge},
                                      .caps = 1,
                                      .cap = {seL4_CapInitThreadCNode}}));
    return copy;
}

void delete_cap(word_t slot)
{
    assert_ok(kernel_call(seL4_CapInitThreadCNode,
                     (struct message){.label = CNodeDelete, .length = 2, .mr = {slot, 64}}));
}

void revoke_cap(word_t slot)
{
    assert_ok(kernel_call(seL4_CapInitThreadCNode,
                     (struct message){.label = CNodeRevoke, .length = 2, .mr = {slot, 64}}));
}

word_t new_vspace(void)
{
    word_t vspace = new_object(seL4_ARM_VSpaceObject, 0);

    assert_ok(kernel_call(seL4_CapInitThreadASIDPool,
                     (struct message){.label = ARMASIDPoolAssign, .caps = 1, .cap = {vspace}}));
    return vspace;
}

void map_tables(word_t vspace, vaddr_t address, unsigned level)
{
    for (unsigned i = 0; i < level; i++) {
        word_t table = new_object(seL4_ARM_PageTableObject, 0);
        assert_ok(kernel_call(table, (struct message){.label = ARMPageTableMap,
                                                 .length = 2,
                                                 .mr = {address, seL4_ARM_Default_VMAttributes},
                                                 .caps = 1,
                                                 .cap = {vspace}}));
    }
}

void map_page(word_t vspace, word_t frame, vaddr_t address)
{
    assert_ok(kernel_call(frame,
                     (struct message){.label = ARMPageMap,
                                      .length = 3,
                                      .mr = {address, seL4_RightsRead | seL4_RightsWrite,
                                             seL4_ARM_Default_VMAttributes},
                                      .caps = 1,
                                      .cap = {vspace}}));
}

struct tcb *new_thread(unsigned priority, word_t *tcb_slot)
{
    word_t tcb = new_object(seL4_TCBObject, 0);
    word_t sc = new_object(seL4_SchedContextObject, seL4_MinSchedContextBits);
    word_t frame = new_object(seL4_ARM_SmallPageObject, 0);

    assert_ok(kernel_call(bootinfo()->schedcontrol.start,
                     (struct message){.label = SchedControlConfigureFlags,
                                      .length = 5,
                                      .mr = {THREAD_BUDGET_US, THREAD_BUDGET_US, 0, 0, 0},
                                      .caps = 1,
                                      .cap = {sc}}));
    assert_ok(kernel_call(tcb, (struct message){.label = TCBConfigure,
                                           .length = 3,
                                           .mr = {0, 0, 0x10000},
                                           .caps = 3,
                                           .cap = {seL4_CapInitThreadCNode,
                                                   seL4_CapInitThreadVSpace, frame}}));
    assert_ok(kernel_call(tcb, (struct message){.label = TCBSetSchedParams,
                                           .length = 2,
                                           .mr = {seL4_MaxPrio, priority},
                                           .caps = 3,
                                           .cap = {seL4_CapInitThreadTCB, sc, seL4_CapNull}}));
    assert_ok(kernel_call(tcb, (struct message){.label = TCBResume}));
    if (tcb_slot != NULL) {
        *tcb_slot = tcb;
    }
    return cap_tcb(root_slot(tcb)->cap);
}
