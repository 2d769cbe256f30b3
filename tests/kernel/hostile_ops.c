/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What hostile threads say: system calls whose arguments make sense often
 * enough to get deep into the kernel, and are wrong often enough to see that
 * it minds.
 */
#include "hostile.h"

#include "derive.h"
#include "ipc.h"
#include "vspace.h"

/*
 * One letter for each message word:
 *   t z n   object type, size, number of objects       0  zero
 *   o       index of an empty slot
 *   s S     index of a slot under the invoked CNode, under extra capability 0
 *   d D     the depth that belongs to it
 *   r b     rights; badge or guard                     p  priority
 *   v a     virtual address, attributes                f  flags
 *   u x     microseconds, extra refills                c  count of registers
 *   i       interrupt                                  m M l  domain: entry,
 *   w       anything                                          domain, duration
 * and for each extra capability:
 *   C TCB-Null: C cnode, T tcb, S sched context or null, E endpoint or null,
 *   N notification, F frame, V vspace, U untyped, B tcb or notification
 */
struct op {
    word_t label;
    enum cap_type type;
    const char *words;
    const char *caps;
};

static const struct op ops[] = {
    {UntypedRetype, CAP_UNTYPED, "tz00on", "C"},
    {UntypedRetype, CAP_UNTYPED, "tz00on", "C"},
    {UntypedRetype, CAP_UNTYPED, "tz00on", "C"},
    {TCBReadRegisters, CAP_TCB, "fc", ""},
    {TCBWriteRegisters, CAP_TCB, "fcwwwwwwww", ""},
    {TCBCopyRegisters, CAP_TCB, "r", "T"},
    {TCBConfigure, CAP_TCB, "bbv", "CVF"},
    {TCBSetPriority, CAP_TCB, "p", "T"},
    {TCBSetMCPriority, CAP_TCB, "p", "T"},
    {TCBSetSchedParams, CAP_TCB, "pp", "TSE"},
    {TCBSetSchedParams, CAP_TCB, "pp", "TSE"},
    {TCBSetTimeoutEndpoint, CAP_TCB, "", "E"},
    {TCBSetIPCBuffer, CAP_TCB, "v", "F"},
    {TCBSetSpace, CAP_TCB, "bb", "ECV"},
    {TCBSuspend, CAP_TCB, "", ""},
    {TCBResume, CAP_TCB, "", ""},
    {TCBResume, CAP_TCB, "", ""},
    {TCBBindNotification, CAP_TCB, "", "N"},
    {TCBUnbindNotification, CAP_TCB, "", ""},
    {TCBSetTLSBase, CAP_TCB, "w", ""},
    {TCBSetFlags, CAP_TCB, "ff", ""},
    {CNodeRevoke, CAP_CNODE, "sd", ""},
    {CNodeDelete, CAP_CNODE, "sd", ""},
    {CNodeDelete, CAP_CNODE, "sd", ""},
    {CNodeCancelBadgedSends, CAP_CNODE, "sd", ""},
    {CNodeCopy, CAP_CNODE, "odSDr", "C"},
    {CNodeCopy, CAP_CNODE, "odSDr", "C"},
    {CNodeMint, CAP_CNODE, "odSDrb", "C"},
    {CNodeMint, CAP_CNODE, "odSDrb", "C"},
    {CNodeMove, CAP_CNODE, "odSD", "C"},
    {CNodeMutate, CAP_CNODE, "odSDb", "C"},
    {CNodeRotate, CAP_CNODE, "odbSDbSD", "CC"},
    {CNodeRotate, CAP_CNODE, "sdbSDbSD", "CC"},
    {IRQIssueIRQHandler, CAP_IRQ_CONTROL, "iod", "C"},
    {ARMIRQIssueIRQHandlerTrigger, CAP_IRQ_CONTROL, "ifoD", "C"},
    {ARMIRQIssueSGISignal, CAP_IRQ_CONTROL, "ffoD", "C"},
    {0, CAP_SGI_SIGNAL, "", ""},
    {IRQAckIRQ, CAP_IRQ_HANDLER, "", ""},
    {IRQSetIRQHandler, CAP_IRQ_HANDLER, "", "N"},
    {IRQClearIRQHandler, CAP_IRQ_HANDLER, "", ""},
    {DomainSetSet, CAP_DOMAIN, "M", "T"},
    {DomainScheduleConfigure, CAP_DOMAIN, "mMl", ""},
    {DomainScheduleSetStart, CAP_DOMAIN, "0", ""},
    {SchedControlConfigureFlags, CAP_SCHED_CONTROL, "uuxbf", "S"},
    {SchedControlConfigureFlags, CAP_SCHED_CONTROL, "uuxbf", "S"},
    {SchedContextBind, CAP_SCHED_CONTEXT, "", "B"},
    {SchedContextBind, CAP_SCHED_CONTEXT, "", "B"},
    {SchedContextUnbind, CAP_SCHED_CONTEXT, "", ""},
    {SchedContextUnbind, CAP_SCHED_CONTEXT, "", ""},
    {SchedContextUnbindObject, CAP_SCHED_CONTEXT, "", "B"},
    {SchedContextConsumed, CAP_SCHED_CONTEXT, "", ""},
    {SchedContextYieldTo, CAP_SCHED_CONTEXT, "", ""},
    {ARMVSpaceClean_Data, CAP_VSPACE, "vv", ""},
    {ARMPageTableMap, CAP_PAGE_TABLE, "va", "V"},
    {ARMPageTableUnmap, CAP_PAGE_TABLE, "", ""},
    {ARMPageMap, CAP_FRAME, "vra", "V"},
    {ARMPageUnmap, CAP_FRAME, "", ""},
    {ARMPageUnify_Instruction, CAP_FRAME, "0v", ""},
    {ARMPageGetAddress, CAP_FRAME, "", ""},
    {ARMASIDControlMakePool, CAP_ASID_CONTROL, "oD", "UC"},
    {ARMASIDPoolAssign, CAP_ASID_POOL, "", "V"},
};

static word_t choose_from(struct hostile *h, const word_t *values, word_t count)
{
    return values[choose(&h->choices, count)];
}

#define FROM(h, ...)                                                                   \
    choose_from(h, (const word_t[]){__VA_ARGS__},                                      \
                sizeof((const word_t[]){__VA_ARGS__}) / sizeof(word_t))

word_t hostile_slot(struct hostile *h, enum cap_type type)
{
    word_t start = choose(&h->choices, HOSTILE_SLOTS);

    for (word_t i = 0; i < HOSTILE_SLOTS; i++) {
        word_t slot = (start + i) % HOSTILE_SLOTS;
        if (cap_type(h->cspace[slot].cap) == type) {
            return slot;
        }
    }
    return start;
}

/* Mostly a capability address of the wanted type. */
static word_t choose_cptr(struct hostile *h, enum cap_type type)
{
    word_t kind = choose(&h->choices, 100);

    if (kind < 96) {
        return hostile_slot(h, type);
    }
    return kind < 99 ? choose(&h->choices, HOSTILE_SLOTS)
                     : FROM(h, UINT64_MAX, HOSTILE_SLOTS, BIT(63));
}

static word_t choose_extra(struct hostile *h, char kind)
{
    switch (kind) {
    case 'C':
        return choose_cptr(h, CAP_CNODE);
    case 'T':
        return choose_cptr(h, CAP_TCB);
    case 'S':
        return chance(&h->choices, 15) ? 0 : choose_cptr(h, CAP_SCHED_CONTEXT);
    case 'E':
        return chance(&h->choices, 30) ? 0 : choose_cptr(h, CAP_ENDPOINT);
    case 'N':
        return choose_cptr(h, CAP_NOTIFICATION);
    case 'F':
        return choose_cptr(h, CAP_FRAME);
    case 'V':
        return choose_cptr(h, CAP_VSPACE);
    case 'U':
        return choose_cptr(h, CAP_UNTYPED);
    default:
        return choose_cptr(h, chance(&h->choices, 50) ? CAP_TCB : CAP_NOTIFICATION);
    }
}

/* How many address bits the CNode at `cptr` takes. */
static word_t depth_of(struct hostile *h, word_t cptr)
{
    cap_t cap = h->cspace[cptr % HOSTILE_SLOTS].cap;

    if (cap_type(cap) != CAP_CNODE || chance(&h->choices, 3)) {
        return FROM(h, 64, 64, 1, 0, 65);
    }
    return cap_radix(cap) + cap_guard_size(cap);
}

static word_t choose_index(struct hostile *h, bool empty)
{
    enum cap_type any =
        chance(&h->choices, 25) ? CAP_CNODE : (enum cap_type)choose(&h->choices, 28);
    return chance(&h->choices, 95) ? hostile_slot(h, empty ? CAP_NULL : any)
                                   : choose(&h->choices, 300);
}

/* Words without connection to others. */
static word_t choose_plain(struct hostile *h, char kind)
{
    switch (kind) {
    case '0':
        return 0;
    case 't':
        return choose(&h->choices, seL4_ObjectTypeCount + 1);
    case 'z':
        return choose(&h->choices, 14);
    case 'n':
        return FROM(h, 1, 1, 1, 2, 3, 0, 257);
    case 'r':
        return choose(&h->choices, 16);
    case 'b':
        return FROM(h, 0, 0, 1, 2, 3, HOSTILE_GUARD, 60, 63, 1 << 6 | 3);
    case 'p':
        return FROM(h, 1, 2, 3, 3, 4, 5, 0, 6, 255);
    case 'v':
        return FROM(h, 0, 0x1000, 0x10000, 0x10400, 0x200000, 0x40000000, 1ull << 39,
                    seL4_UserTop - 0xfff, 0x10001);
    case 'a':
        return choose(&h->choices, 8);
    case 'u':
        return FROM(h, 20, 40, 100, 100, 500, 1000, 5000, 19, 0);
    case 'x':
        return choose(&h->choices, 10);
    case 'c':
        return FROM(h, 1, 2, 6, 8, 36, 0, 37);
    case 'i':
        return HOSTILE_FIRST_IRQ + choose(&h->choices, HOSTILE_IRQS);
    default:
        return FROM(h, 0, 1, 2, 3, UINT64_MAX, BIT(63), 0x12345678);
    }
}

/* The domain schedule always comes back to the keeper: entry 0 stays. */
static word_t choose_domain(struct hostile *h, char kind)
{
    switch (kind) {
    case 'm':
        return 1 + choose(&h->choices, 3);
    case 'M':
        return chance(&h->choices, 70) ? 0 : choose(&h->choices, 3);
    default:
        return FROM(h, 0, 0, 2000, 100000);
    }
}

static word_t choose_word(struct hostile *h, char kind, word_t target, const word_t *extra)
{
    switch (kind) {
    case 'f':
        return choose(&h->choices, 2);
    case 'o':
        return choose_index(h, true);
    case 's':
    case 'S':
        return choose_index(h, false);
    case 'd':
        return depth_of(h, target);
    case 'D':
        return depth_of(h, extra[0]);
    case 'm':
    case 'M':
    case 'l':
        return choose_domain(h, kind);
    default:
        return choose_plain(h, kind);
    }
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
    const struct op *op = &ops[choose(&h->choices, sizeof ops / sizeof ops[0])];

    plan->label = chance(&h->choices, 98) ? op->label : choose(&h->choices, 60);
    plan->dest = choose_cptr(h, op->type);
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
    if (chance(&h->choices, operation ? 70 : 25)) {
        return seL4_SysCall;
    }
    if (chance(&h->choices, 40)) {
        return chance(&h->choices, 50) ? seL4_SysReplyRecv : seL4_SysRecv;
    }
    return -1 - (int)choose(&h->choices, 11);
}

void hostile_syscall(struct hostile *h)
{
    struct tcb *tcb = sched_current();
    word_t *reg = tcb->context.reg;
    bool operation = chance(&h->choices, 45);
    struct plan plan;
    int number = choose_number(h, tcb, operation);

    if (operation) {
        plan_operation(h, &plan);
    } else {
        plan_message(h, &plan);
    }
    write_message(tcb, &plan);
    write_receive_slot(h, tcb);
    reg[REG_SYSCALL] = (word_t)(int64_t)number;
    switch (number) {
    case seL4_SysCall:
    case seL4_SysSend:
    case seL4_SysNBSend:
        reg[REG_CAP] = plan.dest;
        break;
    case seL4_SysNBSendWait:
        reg[REG_REPLY] = plan.dest;
        reg[REG_CAP] = choose_source(h);
        break;
    case seL4_SysReplyRecv:
        reg[REG_REPLY] = chance(&h->choices, 80) ? choose_reply(h, tcb) : plan.dest;
        reg[REG_CAP] = choose_source(h);
        break;
    default:
        reg[REG_SEND_DEST] = plan.dest;
        reg[REG_REPLY] = choose_cptr(h, CAP_REPLY);
        reg[REG_CAP] = choose_source(h);
        break;
    }
}
