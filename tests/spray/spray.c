/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A system call made up of random numbers.  Half of its choices make sense for
 * the operation that its label names, so that it often gets past the checks.
 */
#include "spray.h"

enum { LABELS = SEL4_LEVEL_IRQ_LABELS + 2, DEPTH = 64 };

_Static_assert(LABELS <= 64, "struct spray has a bit for each operation");

/* Which kind of capability an operation is invoked on, and wants as its extra capabilities. */
static const unsigned char kinds[LABELS][4] = {
    [UntypedRetype] = {SPRAY_UNTYPED, SPRAY_CNODE},
    [TCBReadRegisters] = {SPRAY_TCB},
    [TCBWriteRegisters] = {SPRAY_TCB},
    [TCBCopyRegisters] = {SPRAY_TCB, SPRAY_TCB},
    [TCBConfigure] = {SPRAY_TCB, SPRAY_CNODE, SPRAY_VSPACE, SPRAY_FRAME},
    [TCBSetPriority] = {SPRAY_TCB, SPRAY_TCB},
    [TCBSetMCPriority] = {SPRAY_TCB, SPRAY_TCB},
    [TCBSetSchedParams] = {SPRAY_TCB, SPRAY_TCB, SPRAY_SCHED_CONTEXT, SPRAY_ENDPOINT},
    [TCBSetTimeoutEndpoint] = {SPRAY_TCB, SPRAY_ENDPOINT},
    [TCBSetIPCBuffer] = {SPRAY_TCB, SPRAY_FRAME},
    [TCBSetSpace] = {SPRAY_TCB, SPRAY_ENDPOINT, SPRAY_CNODE, SPRAY_VSPACE},
    [TCBSuspend] = {SPRAY_TCB},
    [TCBResume] = {SPRAY_TCB},
    [TCBBindNotification] = {SPRAY_TCB, SPRAY_NOTIFICATION},
    [TCBUnbindNotification] = {SPRAY_TCB},
    [TCBSetTLSBase] = {SPRAY_TCB},
    [TCBSetFlags] = {SPRAY_TCB},
    [CNodeRevoke] = {SPRAY_CNODE},
    [CNodeDelete] = {SPRAY_CNODE},
    [CNodeCancelBadgedSends] = {SPRAY_CNODE},
    [CNodeCopy] = {SPRAY_CNODE, SPRAY_CNODE},
    [CNodeMint] = {SPRAY_CNODE, SPRAY_CNODE},
    [CNodeMove] = {SPRAY_CNODE, SPRAY_CNODE},
    [CNodeMutate] = {SPRAY_CNODE, SPRAY_CNODE},
    [CNodeRotate] = {SPRAY_CNODE, SPRAY_CNODE, SPRAY_CNODE},
    [IRQAckIRQ] = {SPRAY_CONTROL},
    [IRQSetIRQHandler] = {SPRAY_CONTROL, SPRAY_NOTIFICATION},
    [IRQClearIRQHandler] = {SPRAY_CONTROL},
    [SchedControlConfigureFlags] = {SPRAY_CONTROL, SPRAY_SCHED_CONTEXT},
    [SchedContextBind] = {SPRAY_SCHED_CONTEXT, SPRAY_TCB},
    [SchedContextUnbind] = {SPRAY_SCHED_CONTEXT},
    [SchedContextUnbindObject] = {SPRAY_SCHED_CONTEXT, SPRAY_NOTIFICATION},
    [SchedContextConsumed] = {SPRAY_SCHED_CONTEXT},
    [SchedContextYieldTo] = {SPRAY_SCHED_CONTEXT},
    [ARMVSpaceClean_Data] = {SPRAY_VSPACE},
    [ARMVSpaceInvalidate_Data] = {SPRAY_VSPACE},
    [ARMVSpaceCleanInvalidate_Data] = {SPRAY_VSPACE},
    [ARMVSpaceUnify_Instruction] = {SPRAY_VSPACE},
    [ARMPageTableMap] = {SPRAY_PAGE_TABLE, SPRAY_VSPACE},
    [ARMPageTableUnmap] = {SPRAY_PAGE_TABLE},
    [ARMPageMap] = {SPRAY_FRAME, SPRAY_VSPACE},
    [ARMPageUnmap] = {SPRAY_FRAME},
    [ARMPageClean_Data] = {SPRAY_FRAME},
    [ARMPageInvalidate_Data] = {SPRAY_FRAME},
    [ARMPageCleanInvalidate_Data] = {SPRAY_FRAME},
    [ARMPageUnify_Instruction] = {SPRAY_FRAME},
    [ARMPageGetAddress] = {SPRAY_FRAME},
    [ARMASIDControlMakePool] = {SPRAY_CONTROL, SPRAY_UNTYPED, SPRAY_CNODE},
    [ARMASIDPoolAssign] = {SPRAY_CONTROL, SPRAY_VSPACE},
    [ARMIRQIssueIRQHandlerTrigger] = {SPRAY_CONTROL, SPRAY_CNODE},
    [ARMIRQIssueSGISignal] = {SPRAY_CONTROL, SPRAY_CNODE},
};

/* The same of each operation on a virtual CPU. */
static const unsigned char vcpu_kinds[4] = {SPRAY_VCPU, SPRAY_TCB};

/* Threads that wait for ever, or fault, do little: most calls do neither. */
static const signed char numbers[] = {
    seL4_SysCall,     seL4_SysCall,       seL4_SysCall,       seL4_SysCall,
    seL4_SysCall,     seL4_SysCall,       seL4_SysCall,       seL4_SysCall,
    seL4_SysCall,     seL4_SysCall,       seL4_SysCall,       seL4_SysCall,
    seL4_SysCall,     seL4_SysCall,       seL4_SysCall,       seL4_SysCall,
    seL4_SysNBSend,   seL4_SysNBSend,     seL4_SysNBSend,     seL4_SysNBSend,
    seL4_SysNBRecv,   seL4_SysNBRecv,     seL4_SysNBWait,     seL4_SysNBWait,
    seL4_SysSend,     seL4_SysYield,      seL4_SysYield,      seL4_SysDebugCapIdentify,
    seL4_SysRecv,     seL4_SysReplyRecv,  seL4_SysNBSendRecv, seL4_SysNBSendWait,
    seL4_SysWait,     seL4_SysReplyRecv,  seL4_SysNBSendRecv, seL4_SysNBSendWait,
};

/* Unknown everywhere, or but for the benchmark configuration. */
static const signed char unknown[] = {seL4_SysBenchmarkFlushCaches, -34, -128, 0, 1, 127};

static seL4_Word below(struct spray *s, seL4_Word n)
{
    s->random ^= s->random << 13;
    s->random ^= s->random >> 7;
    s->random ^= s->random << 17;
    return (s->random >> 11) % n;
}

static seL4_Word any_slot(struct spray *s)
{
    if (s->used != seL4_Null && below(s, 4) != 0) {
        return s->used[below(s, s->used_count)];
    }
    return below(s, 200) == 0 ? s->random : below(s, s->slots);
}

static seL4_Word slot_of(struct spray *s, unsigned kind)
{
    if (!s->sorted || kind == SPRAY_ANY || below(s, 4) == 0) {
        return any_slot(s);
    }
    return kind * SPRAY_GROUP + below(s, SPRAY_GROUP);
}

static seL4_Word any_word(struct spray *s)
{
    static const seL4_Word some[] = {0, 1, 2, 3, 7, 15, 64, 0x1000, 0x200000, 0x80000000,
                                     seL4_UserTop, ~0ull, 1ull << 63};
    seL4_Word kind = below(s, 4);

    if (kind == 0) {
        return below(s, s->slots);
    }
    if (kind == 1) {
        return below(s, 16) == 0 ? s->random : 1ull << below(s, 64);
    }
    return some[below(s, sizeof some / sizeof some[0])];
}

/* Where an object of each type goes. */
static const unsigned char kind_of_type[] = {
    [seL4_UntypedObject] = SPRAY_UNTYPED,
    [seL4_TCBObject] = SPRAY_TCB,
    [seL4_EndpointObject] = SPRAY_ENDPOINT,
    [seL4_NotificationObject] = SPRAY_NOTIFICATION,
    [seL4_CapTableObject] = SPRAY_CNODE,
    [seL4_SchedContextObject] = SPRAY_SCHED_CONTEXT,
    [seL4_ReplyObject] = SPRAY_REPLY,
    [seL4_ARM_VSpaceObject] = SPRAY_VSPACE,
    [seL4_ARM_SmallPageObject] = SPRAY_FRAME,
    [seL4_ARM_PageTableObject] = SPRAY_PAGE_TABLE,
    [seL4_ARM_VCPUObject] = SPRAY_VCPU,
};

/* At EL1 these are nobody's labels, and never come up. */
static seL4_Bool is_of_vcpus(seL4_Word label)
{
    return label >= ARMVCPUSetTCB && label <= ARMVCPUAckVPPI;
}

/* A little beyond what there is: interrupts, list registers and registers. */
static void sensible_words_of_vcpus(struct spray *s, seL4_Word label, seL4_Word *words)
{
    if (label == ARMVCPUInjectIRQ) {
        words[0] = below(s, 1025) | below(s, 33) << 16 | below(s, 3) << 24 | below(s, 6) << 32;
    } else if (label == ARMVCPUReadReg || label == ARMVCPUWriteReg) {
        words[0] = below(s, seL4_VCPUReg_Num + 1);
    } else if (label == ARMVCPUAckVPPI) {
        words[0] = 24 + below(s, 6);
    }
}

/* Words that make sense for `label`. */
static void sensible_words(struct spray *s, seL4_Word label, seL4_Word *words)
{
    if (label == UntypedRetype) {
        words[0] = below(s, seL4_ObjectTypeCount);
        words[1] = below(s, 13);
        words[2] = words[3] = 0;
        words[4] = slot_of(s, kind_of_type[words[0]]);
        words[5] = 1 + below(s, 3);
    } else if (label >= CNodeRevoke && label <= CNodeRotate) {
        for (unsigned i = 0; i < 8; i++) {
            words[i] = i % 2 == 0 ? any_slot(s) : DEPTH;
        }
    } else if (label == SchedControlConfigureFlags) {
        words[0] = 20 + below(s, 1000);
        words[1] = words[0] + below(s, 1000);
        words[2] = below(s, 9);
    } else if (label == ARMPageMap || label == ARMPageTableMap) {
        words[0] = below(s, 8) << (12 + 9 * below(s, 3));
        words[1] = below(s, 8);
    } else if (label == TCBReadRegisters || label == TCBWriteRegisters) {
        words[0] = 0;
        words[1] = 1 + below(s, seL4_UserContextWords);
        words[4] = below(s, 2) == 0 ? 0x3c4 + below(s, 2) : words[4]; /* SPSR: EL1t, EL1h */
    } else if (is_of_vcpus(label)) {
        sensible_words_of_vcpus(s, label, words);
    }
}

/* Returns the message info that came back. */
static seL4_Word system_call(const seL4_Word *x, seL4_Bool guest)
{
    register seL4_Word x0 __asm__("x0") = x[0];
    register seL4_Word x1 __asm__("x1") = x[1];
    register seL4_Word x2 __asm__("x2") = x[2];
    register seL4_Word x3 __asm__("x3") = x[3];
    register seL4_Word x4 __asm__("x4") = x[4];
    register seL4_Word x5 __asm__("x5") = x[5];
    register seL4_Word x6 __asm__("x6") = x[6];
    register seL4_Word x7 __asm__("x7") = x[7];
    register seL4_Word x8 __asm__("x8") = x[8];

    /* hvc #0, for which the assembler asks for an extension, or svc #0. */
    __asm__ volatile("cbz %[guest], 1f\n\t"
                     ".inst 0xd4000002\n\t"
                     "b 2f\n"
                     "1:\tsvc #0\n"
                     "2:"
                     : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3), "+r"(x4), "+r"(x5)
                     : "r"(x6), "r"(x7), "r"(x8), [guest] "r"((seL4_Word)guest)
                     : "memory");
    return x1;
}

void spray_once(struct spray *s)
{
    seL4_Word label = 1 + below(s, LABELS - 1);
    const unsigned char *kind = is_of_vcpus(label) ? vcpu_kinds : kinds[label];
    seL4_Word words[8];
    seL4_Word x[9];

    for (unsigned i = 0; i < 8; i++) {
        words[i] = any_word(s);
    }
    if (below(s, 4) != 0) {
        sensible_words(s, label, words);
    }
    x[0] = slot_of(s, kind[0]);
    x[1] = label << 12 | below(s, 4) << 7 | (below(s, 8) == 0 ? below(s, 128) : 8);
    for (unsigned i = 0; i < 8; i++) {
        s->buffer->msg[i] = words[i];
    }
    for (unsigned i = 0; i < 4; i++) {
        x[2 + i] = words[i];
    }
    for (unsigned i = 0; i < seL4_MsgMaxExtraCaps; i++) {
        s->buffer->caps_or_badges[i] = slot_of(s, kind[1 + i]);
    }
    s->buffer->receiveCNode = slot_of(s, SPRAY_CNODE);
    s->buffer->receiveIndex = any_slot(s);
    s->buffer->receiveDepth = DEPTH;
    x[6] = slot_of(s, SPRAY_REPLY);
    x[7] = (seL4_Word)(seL4_Int64)numbers[below(s, sizeof numbers)];
    if (below(s, 64) == 0) {
        x[7] = (seL4_Word)(seL4_Int64)unknown[below(s, sizeof unknown)];
    }
    x[8] = slot_of(s, SPRAY_ENDPOINT);
    if (x[7] != (seL4_Word)seL4_SysCall && below(s, 2) == 0) {
        x[0] = slot_of(s, below(s, 2) == 0 ? SPRAY_ENDPOINT : SPRAY_NOTIFICATION);
    }
    s->calls++;
    seL4_Word info = system_call(x, s->guest);
    if (x[7] == (seL4_Word)seL4_SysCall && info >> 12 == seL4_NoError) {
        s->done++;
        if (s->sorted && kind[0] != SPRAY_ANY && x[0] / SPRAY_GROUP == kind[0]) {
            s->operations |= 1ull << label; /* no IPC, but for an endpoint that was moved there */
        }
    }
}

_Noreturn void spray_for_ever(struct spray *s)
{
    for (;;) {
        spray_once(s);
    }
}
