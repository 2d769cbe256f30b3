/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What hostile threads say: system calls whose arguments make sense often
 * enough to get deep into the kernel, and are wrong often enough to see that
 * it minds.
 */
#include "hostile_choose.h"

#include "asid.h"
#include "derive.h"
#include "domain.h"
#include "ipc.h"
#include "vcpu.h"

struct op {
    word_t label;
    enum cap_type type;
    const char *words; /* letters, see hostile_choose.h */
    const char *caps;
    bool mapped; /* mostly of a capability that is mapped */
};

static const struct op ops[] = {
    {UntypedRetype, CAP_UNTYPED, "tz00on", "C", false},
    {UntypedRetype, CAP_UNTYPED, "tz00on", "C", false},
    {UntypedRetype, CAP_UNTYPED, "tzSDon", "C", false},
    {TCBReadRegisters, CAP_TCB, "fc", "", false},
    {TCBWriteRegisters, CAP_TCB, "fcwwwwwwww", "", false},
    {TCBCopyRegisters, CAP_TCB, "r", "T", false},
    {TCBConfigure, CAP_TCB, "bbv", "CVF", false},
    {TCBSetPriority, CAP_TCB, "p", "T", false},
    {TCBSetMCPriority, CAP_TCB, "p", "T", false},
    {TCBSetSchedParams, CAP_TCB, "pp", "TSE", false},
    {TCBSetSchedParams, CAP_TCB, "pp", "TSE", false},
    {TCBSetTimeoutEndpoint, CAP_TCB, "", "E", false},
    {TCBSetIPCBuffer, CAP_TCB, "v", "F", false},
    {TCBSetSpace, CAP_TCB, "bb", "ECV", false},
    {TCBSuspend, CAP_TCB, "", "", false},
    {TCBResume, CAP_TCB, "", "", false},
    {TCBResume, CAP_TCB, "", "", false},
    {TCBBindNotification, CAP_TCB, "", "N", false},
    {TCBUnbindNotification, CAP_TCB, "", "", false},
    {TCBSetTLSBase, CAP_TCB, "w", "", false},
    {TCBSetFlags, CAP_TCB, "FF", "", false},
    {CNodeRevoke, CAP_CNODE, "sd", "", false},
    {CNodeDelete, CAP_CNODE, "sd", "", false},
    {CNodeDelete, CAP_CNODE, "sd", "", false},
    {CNodeDelete, CAP_CNODE, "sd", "", false},
    {CNodeCancelBadgedSends, CAP_CNODE, "yd", "", false},
    {CNodeCancelBadgedSends, CAP_CNODE, "yd", "", false},
    {CNodeCopy, CAP_CNODE, "odSDr", "C", false},
    {CNodeCopy, CAP_CNODE, "odSDr", "C", false},
    {CNodeMint, CAP_CNODE, "odSDrb", "C", false},
    {CNodeMint, CAP_CNODE, "odSDrb", "C", false},
    {CNodeMove, CAP_CNODE, "odSD", "C", false},
    {CNodeMutate, CAP_CNODE, "odSDb", "C", false},
    {CNodeRotate, CAP_CNODE, "odbSDbSD", "CC", false},
    {CNodeRotate, CAP_CNODE, "sdbSDbSD", "CC", false},
    {IRQIssueIRQHandler, CAP_IRQ_CONTROL, "ioD", "C", false},
    {ARMIRQIssueIRQHandlerTrigger, CAP_IRQ_CONTROL, "ifoD", "C", false},
    {ARMIRQIssueSGISignal, CAP_IRQ_CONTROL, "ffoD", "C", false},
    {0, CAP_SGI_SIGNAL, "", "", false},
    {ARMSMCCall, CAP_SMC, "bfoDbSDb", "", false},
    {IRQAckIRQ, CAP_IRQ_HANDLER, "", "", false},
    {IRQSetIRQHandler, CAP_IRQ_HANDLER, "", "N", false},
    {IRQClearIRQHandler, CAP_IRQ_HANDLER, "", "", false},
    {DomainSetSet, CAP_DOMAIN, "M", "T", false},
    {DomainScheduleConfigure, CAP_DOMAIN, "mMl", "", false},
    {DomainScheduleSetStart, CAP_DOMAIN, "e", "", false},
    {SchedControlConfigureFlags, CAP_SCHED_CONTROL, "ugxbf", "S", false},
    {SchedControlConfigureFlags, CAP_SCHED_CONTROL, "ugxbf", "S", false},
    {SchedContextBind, CAP_SCHED_CONTEXT, "", "B", false},
    {SchedContextBind, CAP_SCHED_CONTEXT, "", "B", false},
    {SchedContextUnbind, CAP_SCHED_CONTEXT, "", "", false},
    {SchedContextUnbind, CAP_SCHED_CONTEXT, "", "", false},
    {SchedContextUnbindObject, CAP_SCHED_CONTEXT, "", "B", false},
    {SchedContextConsumed, CAP_SCHED_CONTEXT, "", "", false},
    {SchedContextYieldTo, CAP_SCHED_CONTEXT, "", "", false},
    {ARMVSpaceClean_Data, CAP_VSPACE, "vv", "", true},
    {ARMVSpaceInvalidate_Data, CAP_VSPACE, "vv", "", true},
    {ARMVSpaceCleanInvalidate_Data, CAP_VSPACE, "vv", "", true},
    {ARMVSpaceUnify_Instruction, CAP_VSPACE, "vv", "", true},
    {ARMPageTableMap, CAP_PAGE_TABLE, "va", "V", false},
    {ARMPageTableUnmap, CAP_PAGE_TABLE, "", "", true},
    {ARMPageTableMap, CAP_PAGE_TABLE, "va", "V", false},
    {ARMPageMap, CAP_FRAME, "qra", "V", false},
    {ARMPageMap, CAP_FRAME, "qra", "V", false},
    {ARMPageMap, CAP_FRAME, "qra", "V", false},
    {ARMPageUnmap, CAP_FRAME, "", "", true},
    {ARMPageClean_Data, CAP_FRAME, "hh", "", true},
    {ARMPageInvalidate_Data, CAP_FRAME, "hh", "", true},
    {ARMPageCleanInvalidate_Data, CAP_FRAME, "hh", "", true},
    {ARMPageUnify_Instruction, CAP_FRAME, "0h", "", true},
    {ARMPageGetAddress, CAP_FRAME, "", "", false},
    {ARMASIDControlMakePool, CAP_ASID_CONTROL, "oD", "UC", false},
    {ARMASIDPoolAssign, CAP_ASID_POOL, "", "W", false},
    {ARMASIDPoolAssign, CAP_ASID_POOL, "", "W", false},
};

/* Where there are virtual CPUs. */
static const struct op guest_ops[] = {
    {VCPU_SET_TCB, CAP_VCPU, "", "T", false},
    {VCPU_SET_TCB, CAP_VCPU, "", "T", false},
    {VCPU_SET_TCB, CAP_VCPU, "", "T", false},
    {VCPU_INJECT_IRQ, CAP_VCPU, "j", "", false},
    {VCPU_INJECT_IRQ, CAP_VCPU, "j", "", false},
    {VCPU_READ_REGS, CAP_VCPU, "k", "", false},
    {VCPU_WRITE_REGS, CAP_VCPU, "kw", "", false},
    {VCPU_ACK_VPPI, CAP_VCPU, "L", "", false},
};

static const struct op *choose_op(struct hostile *h)
{
    if (HAVE_VCPUS && chance(&h->choices, 20)) {
        return &guest_ops[choose(&h->choices, sizeof guest_ops / sizeof guest_ops[0])];
    }
    return &ops[choose(&h->choices, sizeof ops / sizeof ops[0])];
}

/* ---- Into the thread ---- */

struct plan {
    word_t dest;
    word_t label;
    unsigned length;
    unsigned caps;
    word_t word[seL4_MsgMaxLength];
    word_t extra[seL4_MsgMaxExtraCaps];
};

static void plan_operation(struct hostile *h, struct plan *plan)
{
    const struct op *op = choose_op(h);

    plan->label = chance(&h->choices, 98) ? op->label : choose(&h->choices, 60);
    plan->dest = remember_slot(h, op->mapped ? choose_mapped(h, op->type)
                                             : choose_cptr(h, op->type));
    for (plan->caps = 0; op->caps[plan->caps] != '\0'; plan->caps++) {
        plan->extra[plan->caps] = choose_extra(h, op->caps[plan->caps]);
    }
    for (plan->length = 0; op->words[plan->length] != '\0'; plan->length++) {
        plan->word[plan->length] =
            choose_word(h, op->words[plan->length], plan->dest, plan->extra);
    }
    if (plan->length > 0 && chance(&h->choices, 3)) {
        plan->length--;
    }
    if (plan->caps > 0 && chance(&h->choices, 3)) {
        plan->caps--;
    }
}

/* Where a preempted CancelBadgedSends will look: what is there goes, or another endpoint comes. */
static void plan_exchange(struct hostile *h, struct plan *plan, word_t slot)
{
    bool empty = cte_is_empty(&h->cspace[slot]);
    word_t other = empty ? hostile_sent_through(h) : hostile_slot(h, CAP_NULL);

    *plan = (struct plan){.dest = choose_cptr(h, CAP_CNODE), .label = CNodeMove, .length = 4,
                          .caps = 1};
    plan->extra[0] = plan->dest;
    plan->word[0] = empty ? slot : other;
    plan->word[2] = empty ? other : slot;
    plan->word[1] = depth_of(h, plan->dest);
    plan->word[3] = plan->word[1];
}

static void plan_message(struct hostile *h, struct plan *plan)
{
    static const enum cap_type to[] = {CAP_ENDPOINT, CAP_ENDPOINT, CAP_NOTIFICATION,
                                       CAP_REPLY};

    plan->dest = choose_cptr(h, to[choose(&h->choices, 4)]);
    plan->label = FROM(h, 0, 0, 0, 1, 5, MASK(52));
    plan->length = (unsigned)FROM(h, 0, 1, 2, 3, 4, 4, 5, 8, 14, 36, 120);
    plan->caps = (unsigned)FROM(h, 0, 0, 0, 1, 2, 3);
    for (unsigned i = 0; i < plan->length; i++) {
        plan->word[i] = i < 8 ? choose_plain(h, 'w') : i;
    }
    for (unsigned i = 0; i < plan->caps; i++) {
        plan->extra[i] = choose_cptr(h, (enum cap_type)FROM(h, CAP_ENDPOINT, CAP_ENDPOINT,
                                                            CAP_TCB, CAP_REPLY, CAP_FRAME));
    }
}

static void write_message(struct tcb *tcb, const struct plan *plan)
{
    word_t *buffer = ipc_buffer_of(tcb, true);

    tcb->context.reg[REG_INFO] = info_make(plan->label, 0, plan->caps, plan->length);
    for (unsigned i = 0; i < plan->length; i++) {
        if (i < MESSAGE_REGISTERS) {
            tcb->context.reg[REG_MR0 + i] = plan->word[i];
        } else if (buffer != NULL) {
            buffer[BUFFER_MSG + i] = plan->word[i];
        }
    }
    for (unsigned k = 0; k < plan->caps && buffer != NULL; k++) {
        buffer[BUFFER_CAPS + k] = plan->extra[k];
    }
}

/* Registers that make no sense: one of those that a system call reads is any
   word, or the message claims lengths that are not so. */
static void scramble(struct hostile *h, struct tcb *tcb)
{
    word_t *reg = tcb->context.reg;
    word_t kind = choose(&h->choices, 4);
    word_t which = choose(&h->choices, 256);
    word_t word = choose_plain(h, 'w') * (1 + which / 16);

    if (kind == 0) {
        reg[REG_INFO] ^= word;
    } else if (kind == 1) {
        reg[REG_INFO] |= which << 1; /* length, and number of capabilities */
    } else if (kind == 2) {
        reg[REG_CAP + which % 9] = word;
    } else {
        reg[REG_MR0 + which % 4] ^= BIT(which / 4);
    }
}

/* Where capabilities that come with messages shall go. */
static void write_receive_slot(struct hostile *h, struct tcb *tcb)
{
    word_t *buffer = ipc_buffer_of(tcb, true);

    if (buffer != NULL) {
        buffer[BUFFER_RECEIVE_ROOT] = choose_cptr(h, CAP_CNODE);
        buffer[BUFFER_RECEIVE_INDEX] = hostile_slot(h, CAP_NULL);
        buffer[BUFFER_RECEIVE_DEPTH] = depth_of(h, buffer[BUFFER_RECEIVE_ROOT]);
    }
}

static word_t choose_source(struct hostile *h)
{
    return choose_cptr(h, chance(&h->choices, 75) ? CAP_ENDPOINT : CAP_NOTIFICATION);
}

/* Mostly one on whose caller's time `tcb` runs, if there is one. */
static word_t choose_reply(struct hostile *h, const struct tcb *tcb)
{
    for (word_t slot = 0; slot < HOSTILE_SLOTS; slot++) {
        cap_t cap = h->cspace[slot].cap;
        if (cap_type(cap) == CAP_REPLY && cap_reply(cap)->sc != NULL &&
            cap_reply(cap)->sc == tcb->sc) {
            return slot;
        }
    }
    return choose_cptr(h, CAP_REPLY);
}

/* Operations are mostly called; messages are mostly those of clients and
   servers.  Who runs on lent time calls others. */
static int choose_number(struct hostile *h, const struct tcb *tcb, bool operation)
{
    if (tcb->sc->reply != NULL && !operation) {
        return chance(&h->choices, 50) ? seL4_SysCall : seL4_SysReplyRecv;
    }
    if (chance(&h->choices, operation ? 80 : 25)) {
        return seL4_SysCall;
    }
    if (chance(&h->choices, 40)) {
        return chance(&h->choices, 50) ? seL4_SysReplyRecv : seL4_SysRecv;
    }
    return -1 - (int)choose(&h->choices, 11);
}

/* The same for the worker. */
static int choose_number_of_worker(struct hostile *h, bool operation)
{
    return operation ? seL4_SysCall
                     : (int)FROM(h, (word_t)seL4_SysNBSend, (word_t)seL4_SysNBSend,
                                 (word_t)seL4_SysNBRecv, (word_t)seL4_SysNBWait);
}

/* The registers that name capabilities, for system call `number`. */
static void write_destinations(struct hostile *h, struct tcb *tcb, int number,
                               const struct plan *plan)
{
    word_t *reg = tcb->context.reg;

    switch (number) {
    case seL4_SysCall:
    case seL4_SysSend:
    case seL4_SysNBSend:
        reg[REG_CAP] = plan->dest;
        break;
    case seL4_SysNBSendWait:
        reg[REG_REPLY] = plan->dest;
        reg[REG_CAP] = choose_source(h);
        break;
    case seL4_SysReplyRecv:
        reg[REG_REPLY] = chance(&h->choices, 80) ? choose_reply(h, tcb) : plan->dest;
        reg[REG_CAP] = choose_source(h);
        break;
    default:
        reg[REG_SEND_DEST] = plan->dest;
        reg[REG_REPLY] = choose_cptr(h, CAP_REPLY);
        reg[REG_CAP] = choose_source(h);
        break;
    }
}

void hostile_syscall(struct hostile *h)
{
    struct tcb *tcb = sched_current();
    bool worker = tcb == h->master[HOSTILE_WORKER];
    word_t kind = choose(&h->choices, 100);
    bool operation = kind < (worker ? 90 : 50);
    struct plan plan;
    int number = worker ? choose_number_of_worker(h, operation)
                        : choose_number(h, tcb, operation);

    tcb->context.reg[REG_SYSCALL] = (word_t)(int64_t)number;
    word_t slot;
    if (hostile_cancel_slot(h, &slot) && chance(&h->choices, 85)) {
        plan_exchange(h, &plan, slot);
    } else if (operation) {
        plan_operation(h, &plan);
    } else {
        plan_message(h, &plan);
    }
    write_message(tcb, &plan);
    write_destinations(h, tcb, number, &plan);
    write_receive_slot(h, tcb);
    if (kind % 10 == 9) {
        scramble(h, tcb);
    }
}

void hostile_auxiliary(struct hostile *h)
{
    word_t *reg = sched_current()->context.reg;

    reg[REG_CAP] = choose_cptr(h, CAP_TCB);
    reg[REG_SYSCALL] = FROM(h, 99, -(word_t)99, (word_t)seL4_SysDebugPutChar,
                            (word_t)seL4_SysDebugCapIdentify, (word_t)seL4_SysDebugNameThread,
                            (word_t)seL4_SysDebugDumpScheduler, (word_t)seL4_SysDebugSnapshot,
                            (word_t)seL4_SysBenchmarkNullSyscall, 0, BIT(63));
}

void hostile_tame(struct tcb *tcb)
{
    word_t *reg = tcb->context.reg;
    word_t label = info_label(reg[REG_INFO]);

    if (reg[REG_SYSCALL] == (word_t)seL4_SysDebugHalt) {
        reg[REG_SYSCALL] = 99;
    }
    if (label == DomainScheduleConfigure) {
        reg[REG_MR0] = max_word(reg[REG_MR0], 1);
        if (reg[REG_MR0 + 2] <= MASK(56)) { /* more is refused */
            reg[REG_MR0 + 2] &= MASK(20);
        }
    }
    if (label == DomainScheduleSetStart && reg[REG_MR0] < DOMAIN_SCHEDULE_LENGTH - 1) {
        reg[REG_MR0] = 0;
    }
}
