/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * For fault handlers: which fault a message reports, and what it says.
 *
 * The message's label is the fault; its words are named in constants.h, so that
 * for instance seL4_GetMR(seL4_VMFault_Addr) is the address a memory fault was
 * about.  A seL4_Fault_t keeps all of it, for handlers that make system calls
 * before they look: these overwrite the message.
 */
#pragma once

#include <sel4/message.h>

static inline seL4_Bool sel4_is_fault(seL4_MessageInfo_t tag, seL4_FaultType type)
{
    return seL4_MessageInfo_get_label(tag) == (seL4_Word)type;
}

static inline seL4_Bool seL4_isNullFault_tag(seL4_MessageInfo_t tag)
{
    return sel4_is_fault(tag, seL4_Fault_NullFault);
}

static inline seL4_Bool seL4_isCapFault_tag(seL4_MessageInfo_t tag)
{
    return sel4_is_fault(tag, seL4_Fault_CapFault);
}

static inline seL4_Bool seL4_isUnknownSyscall_tag(seL4_MessageInfo_t tag)
{
    return sel4_is_fault(tag, seL4_Fault_UnknownSyscall);
}

static inline seL4_Bool seL4_isUserException_tag(seL4_MessageInfo_t tag)
{
    return sel4_is_fault(tag, seL4_Fault_UserException);
}

static inline seL4_Bool seL4_isTimeoutFault_tag(seL4_MessageInfo_t tag)
{
    return sel4_is_fault(tag, seL4_Fault_Timeout);
}

static inline seL4_Bool seL4_isVMFault_tag(seL4_MessageInfo_t tag)
{
    return sel4_is_fault(tag, seL4_Fault_VMFault);
}

static inline seL4_Bool seL4_isVGICMaintenance_tag(seL4_MessageInfo_t tag)
{
    return sel4_is_fault(tag, seL4_Fault_VGICMaintenance);
}

static inline seL4_Bool seL4_isVCPUFault_tag(seL4_MessageInfo_t tag)
{
    return sel4_is_fault(tag, seL4_Fault_VCPUFault);
}

static inline seL4_Bool seL4_isVPPIEvent_tag(seL4_MessageInfo_t tag)
{
    return sel4_is_fault(tag, seL4_Fault_VPPIEvent);
}

/* A fault: what it is (a seL4_FaultType), and the words of its message, 13 at most.  Those that the
   fault has not are not defined: to clear them, compilers would call the C library. */
typedef struct {
    seL4_Word words[1 + seL4_UnknownSyscall_Length];
} seL4_Fault_t;

static inline seL4_Word seL4_Fault_get_seL4_FaultType(seL4_Fault_t fault)
{
    return fault.words[0];
}

/* A fault of `type` whose words are still to be set. */
static inline seL4_Fault_t sel4_fault_of(seL4_FaultType type)
{
    seL4_Fault_t fault;

    fault.words[0] = (seL4_Word)type;
    return fault;
}

static inline seL4_Fault_t seL4_Fault_NullFault_new(void)
{
    return sel4_fault_of(seL4_Fault_NullFault);
}

/* seL4_Fault_TYPE_get_FIELD(fault) and seL4_Fault_TYPE_set_FIELD(fault, value): word `mr` of the
   message of a fault of this type. */
#define SEL4_FAULT_FIELD(type, field, mr)                                                          \
    static inline seL4_Word seL4_Fault_##type##_get_##field(seL4_Fault_t fault)                    \
    {                                                                                              \
        return fault.words[1 + (mr)];                                                              \
    }                                                                                              \
    static inline seL4_Fault_t seL4_Fault_##type##_set_##field(seL4_Fault_t fault,                 \
                                                               seL4_Word value)                    \
    {                                                                                              \
        fault.words[1 + (mr)] = value;                                                             \
        return fault;                                                                              \
    }

/* What words 4 to 6 are depends on the lookup failure: constants.h. */
SEL4_FAULT_FIELD(CapFault, IP, seL4_CapFault_IP)
SEL4_FAULT_FIELD(CapFault, Addr, seL4_CapFault_Addr)
SEL4_FAULT_FIELD(CapFault, InRecvPhase, seL4_CapFault_InRecvPhase)
SEL4_FAULT_FIELD(CapFault, LookupFailureType, seL4_CapFault_LookupFailureType)
SEL4_FAULT_FIELD(CapFault, MR4, seL4_CapFault_BitsLeft)
SEL4_FAULT_FIELD(CapFault, MR5, seL4_CapFault_DepthMismatch_BitsFound)
SEL4_FAULT_FIELD(CapFault, MR6, seL4_CapFault_GuardMismatch_BitsFound)

SEL4_FAULT_FIELD(UnknownSyscall, X0, seL4_UnknownSyscall_X0)
SEL4_FAULT_FIELD(UnknownSyscall, X1, seL4_UnknownSyscall_X1)
SEL4_FAULT_FIELD(UnknownSyscall, X2, seL4_UnknownSyscall_X2)
SEL4_FAULT_FIELD(UnknownSyscall, X3, seL4_UnknownSyscall_X3)
SEL4_FAULT_FIELD(UnknownSyscall, X4, seL4_UnknownSyscall_X4)
SEL4_FAULT_FIELD(UnknownSyscall, X5, seL4_UnknownSyscall_X5)
SEL4_FAULT_FIELD(UnknownSyscall, X6, seL4_UnknownSyscall_X6)
SEL4_FAULT_FIELD(UnknownSyscall, X7, seL4_UnknownSyscall_X7)
SEL4_FAULT_FIELD(UnknownSyscall, FaultIP, seL4_UnknownSyscall_FaultIP)
SEL4_FAULT_FIELD(UnknownSyscall, SP, seL4_UnknownSyscall_SP)
SEL4_FAULT_FIELD(UnknownSyscall, LR, seL4_UnknownSyscall_LR)
SEL4_FAULT_FIELD(UnknownSyscall, SPSR, seL4_UnknownSyscall_SPSR)
SEL4_FAULT_FIELD(UnknownSyscall, Syscall, seL4_UnknownSyscall_Syscall)

SEL4_FAULT_FIELD(UserException, FaultIP, seL4_UserException_FaultIP)
SEL4_FAULT_FIELD(UserException, SP, seL4_UserException_SP)
SEL4_FAULT_FIELD(UserException, SPSR, seL4_UserException_SPSR)
SEL4_FAULT_FIELD(UserException, Number, seL4_UserException_Number)
SEL4_FAULT_FIELD(UserException, Code, seL4_UserException_Code)

SEL4_FAULT_FIELD(Timeout, data, seL4_Timeout_Data)
SEL4_FAULT_FIELD(Timeout, consumed, seL4_Timeout_Consumed)

SEL4_FAULT_FIELD(VMFault, IP, seL4_VMFault_IP)
SEL4_FAULT_FIELD(VMFault, Addr, seL4_VMFault_Addr)
SEL4_FAULT_FIELD(VMFault, PrefetchFault, seL4_VMFault_PrefetchFault)
SEL4_FAULT_FIELD(VMFault, FSR, seL4_VMFault_FSR)

SEL4_FAULT_FIELD(VGICMaintenance, IDX, seL4_VGICMaintenance_IDX)
SEL4_FAULT_FIELD(VCPUFault, HSR, seL4_VCPUFault_HSR)
SEL4_FAULT_FIELD(VPPIEvent, IRQ, seL4_VPPIEvent_IRQ)

static inline seL4_Fault_t seL4_Fault_CapFault_new(seL4_Word IP, seL4_Word Addr,
                                                   seL4_Word InRecvPhase,
                                                   seL4_Word LookupFailureType, seL4_Word MR4,
                                                   seL4_Word MR5, seL4_Word MR6)
{
    seL4_Fault_t fault = sel4_fault_of(seL4_Fault_CapFault);

    fault.words[1] = IP;
    fault.words[2] = Addr;
    fault.words[3] = InRecvPhase;
    fault.words[4] = LookupFailureType;
    fault.words[5] = MR4;
    fault.words[6] = MR5;
    fault.words[7] = MR6;
    return fault;
}

static inline seL4_Fault_t seL4_Fault_UnknownSyscall_new(
    seL4_Word X0, seL4_Word X1, seL4_Word X2, seL4_Word X3, seL4_Word X4, seL4_Word X5,
    seL4_Word X6, seL4_Word X7, seL4_Word FaultIP, seL4_Word SP, seL4_Word LR, seL4_Word SPSR,
    seL4_Word Syscall)
{
    seL4_Fault_t fault = sel4_fault_of(seL4_Fault_UnknownSyscall);

    fault.words[1] = X0;
    fault.words[2] = X1;
    fault.words[3] = X2;
    fault.words[4] = X3;
    fault.words[5] = X4;
    fault.words[6] = X5;
    fault.words[7] = X6;
    fault.words[8] = X7;
    fault.words[9] = FaultIP;
    fault.words[10] = SP;
    fault.words[11] = LR;
    fault.words[12] = SPSR;
    fault.words[13] = Syscall;
    return fault;
}

static inline seL4_Fault_t seL4_Fault_UserException_new(seL4_Word FaultIP, seL4_Word SP,
                                                        seL4_Word SPSR, seL4_Word Number,
                                                        seL4_Word Code)
{
    seL4_Fault_t fault = sel4_fault_of(seL4_Fault_UserException);

    fault.words[1] = FaultIP;
    fault.words[2] = SP;
    fault.words[3] = SPSR;
    fault.words[4] = Number;
    fault.words[5] = Code;
    return fault;
}

static inline seL4_Fault_t seL4_Fault_Timeout_new(seL4_Word data, seL4_Word consumed)
{
    seL4_Fault_t fault = sel4_fault_of(seL4_Fault_Timeout);

    fault.words[1] = data;
    fault.words[2] = consumed;
    return fault;
}

static inline seL4_Fault_t seL4_Fault_VMFault_new(seL4_Word IP, seL4_Word Addr,
                                                  seL4_Word PrefetchFault, seL4_Word FSR)
{
    seL4_Fault_t fault = sel4_fault_of(seL4_Fault_VMFault);

    fault.words[1] = IP;
    fault.words[2] = Addr;
    fault.words[3] = PrefetchFault;
    fault.words[4] = FSR;
    return fault;
}

static inline seL4_Fault_t seL4_Fault_VGICMaintenance_new(seL4_Word IDX)
{
    return seL4_Fault_VGICMaintenance_set_IDX(sel4_fault_of(seL4_Fault_VGICMaintenance), IDX);
}

static inline seL4_Fault_t seL4_Fault_VCPUFault_new(seL4_Word HSR)
{
    return seL4_Fault_VCPUFault_set_HSR(sel4_fault_of(seL4_Fault_VCPUFault), HSR);
}

static inline seL4_Fault_t seL4_Fault_VPPIEvent_new(seL4_Word IRQ)
{
    return seL4_Fault_VPPIEvent_set_IRQ(sel4_fault_of(seL4_Fault_VPPIEvent), IRQ);
}

/* The fault whose message was received last, with `tag`.  A label that is no fault, or a length
   that none has, gives the null fault. */
static inline seL4_Fault_t seL4_getFault(seL4_MessageInfo_t tag)
{
    seL4_Word type = seL4_MessageInfo_get_label(tag);
    seL4_Word length = seL4_MessageInfo_get_length(tag);
    const volatile seL4_Word *from = seL4_GetIPCBuffer()->msg; /* as in seL4_TCB_ReadRegisters */
    seL4_Fault_t fault = sel4_fault_of(seL4_Fault_NullFault);

    if (type > seL4_Fault_VPPIEvent || length > seL4_UnknownSyscall_Length) {
        return fault;
    }
    fault.words[0] = type;
    for (seL4_Word i = 0; i < length; i++) {
        fault.words[1 + i] = from[i];
    }
    return fault;
}

/* Makes the answer to a Timeout fault: whether the thread goes on, and with which of its first
   `length` (0 to 34) registers, in the order of `regs`, changed. */
static inline seL4_MessageInfo_t seL4_TimeoutReply_new(seL4_Bool resume, seL4_UserContext regs,
                                                       seL4_Word length)
{
    const volatile seL4_Word *from = (const volatile seL4_Word *)&regs;

    for (seL4_Word i = 0; i < length && i < seL4_TimeoutReply_Length; i++) {
        seL4_GetIPCBuffer()->msg[i] = from[i];
    }
    return seL4_MessageInfo_new(!resume, 0, 0, length);
}
