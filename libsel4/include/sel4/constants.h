/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The numbers of the kernel's binary interface: seL4 16, AArch64, MCS, one core.
 * Those that differ between a kernel at EL1 and one at EL2 are in level.h.  This is
 * the one header that the kernel, its users and the host tool share, so it holds
 * constants and nothing else.
 */
#pragma once

#include <sel4/level.h>

/* System calls: the value of x7 at `svc`. */
enum {
    seL4_SysCall = -1,
    seL4_SysReplyRecv = -2,
    seL4_SysNBSendRecv = -3,
    seL4_SysNBSendWait = -4,
    seL4_SysSend = -5,
    seL4_SysNBSend = -6,
    seL4_SysRecv = -7,
    seL4_SysNBRecv = -8,
    seL4_SysWait = -9,
    seL4_SysNBWait = -10,
    seL4_SysYield = -11,
    seL4_SysDebugPutChar = -12,
    seL4_SysDebugDumpScheduler = -13,
    seL4_SysDebugHalt = -14,
    seL4_SysDebugCapIdentify = -15,
    seL4_SysDebugSnapshot = -16,
    seL4_SysDebugNameThread = -17,
    seL4_SysBenchmarkFlushCaches = -21,
    seL4_SysBenchmarkResetLog = -22,
    seL4_SysBenchmarkFinalizeLog = -23,
    seL4_SysBenchmarkSetLogBuffer = -24,
    seL4_SysBenchmarkNullSyscall = -25,
    seL4_SysBenchmarkGetThreadUtilisation = -26,
    seL4_SysBenchmarkResetThreadUtilisation = -27,
    seL4_SysBenchmarkDumpAllThreadsUtilisation = -28,
    seL4_SysBenchmarkResetAllThreadsUtilisation = -29,
};

/* Invocation labels (the label of a message to a kernel object). */
enum invocation_label {
    InvalidInvocation = 0,
    UntypedRetype,
    TCBReadRegisters,
    TCBWriteRegisters,
    TCBCopyRegisters,
    TCBConfigure,
    TCBSetPriority,
    TCBSetMCPriority,
    TCBSetSchedParams,
    TCBSetTimeoutEndpoint,
    TCBSetIPCBuffer,
    TCBSetSpace,
    TCBSuspend,
    TCBResume,
    TCBBindNotification,
    TCBUnbindNotification,
    TCBSetTLSBase,
    TCBSetFlags,
    CNodeRevoke,
    CNodeDelete,
    CNodeCancelBadgedSends,
    CNodeCopy,
    CNodeMint,
    CNodeMove,
    CNodeMutate,
    CNodeRotate,
    IRQIssueIRQHandler,
    IRQAckIRQ,
    IRQSetIRQHandler,
    IRQClearIRQHandler,
    DomainSetSet,
    DomainScheduleConfigure,
    DomainScheduleSetStart,
    SchedControlConfigureFlags,
    SchedContextBind,
    SchedContextUnbind,
    SchedContextUnbindObject,
    SchedContextConsumed,
    SchedContextYieldTo,
    ARMVSpaceClean_Data,
    ARMVSpaceInvalidate_Data,
    ARMVSpaceCleanInvalidate_Data,
    ARMVSpaceUnify_Instruction,
    ARMSMCCall,
    ARMPageTableMap,
    ARMPageTableUnmap,
    ARMPageMap,
    ARMPageUnmap,
    ARMPageClean_Data,
    ARMPageInvalidate_Data,
    ARMPageCleanInvalidate_Data,
    ARMPageUnify_Instruction,
    ARMPageGetAddress,
    ARMASIDControlMakePool,
    ARMASIDPoolAssign,

    /* Operations on virtual CPUs, which kernels at EL2 alone have. */
    ARMVCPUSetTCB = SEL4_LEVEL_VCPU_LABELS,
    ARMVCPUInjectIRQ,
    ARMVCPUReadReg,
    ARMVCPUWriteReg,
    ARMVCPUAckVPPI,

    ARMIRQIssueIRQHandlerTrigger = SEL4_LEVEL_IRQ_LABELS,
    ARMIRQIssueSGISignal,
    nInvocationLabels
};

/* Error codes: the label of the kernel's reply to an invocation. */
typedef enum {
    seL4_NoError = 0,
    seL4_InvalidArgument,
    seL4_InvalidCapability,
    seL4_IllegalOperation,
    seL4_RangeError,
    seL4_AlignmentError,
    seL4_FailedLookup,
    seL4_TruncatedMessage,
    seL4_DeleteFirst,
    seL4_RevokeFirst,
    seL4_NotEnoughMemory,
    seL4_NumErrors
} seL4_Error;

/* Why a capability lookup failed (inside FailedLookup and CapFault). */
typedef enum {
    seL4_NoFailure = 0,
    seL4_InvalidRoot,
    seL4_MissingCapability,
    seL4_DepthMismatch,
    seL4_GuardMismatch
} seL4_LookupFailureType;

/* Fault labels: the label of the message to a fault handler.  The last three are those of
   threads with a virtual CPU. */
typedef enum {
    seL4_Fault_NullFault = 0,
    seL4_Fault_CapFault = 1,
    seL4_Fault_UnknownSyscall = 2,
    seL4_Fault_UserException = 3,
    seL4_Fault_DebugException = 4,
    seL4_Fault_Timeout = 5,
    seL4_Fault_VMFault = 6,
    seL4_Fault_VGICMaintenance = 7,
    seL4_Fault_VCPUFault = 8,
    seL4_Fault_VPPIEvent = 9
} seL4_FaultType;

/* Message registers of each fault message. */
enum {
    seL4_CapFault_IP = 0,
    seL4_CapFault_Addr = 1,
    seL4_CapFault_InRecvPhase = 2,
    seL4_CapFault_LookupFailureType = 3,
    seL4_CapFault_BitsLeft = 4,
    seL4_CapFault_DepthMismatch_BitsFound = 5,
    seL4_CapFault_GuardMismatch_GuardFound = 5,
    seL4_CapFault_GuardMismatch_BitsFound = 6
};
enum {
    seL4_UnknownSyscall_X0 = 0,
    seL4_UnknownSyscall_X1,
    seL4_UnknownSyscall_X2,
    seL4_UnknownSyscall_X3,
    seL4_UnknownSyscall_X4,
    seL4_UnknownSyscall_X5,
    seL4_UnknownSyscall_X6,
    seL4_UnknownSyscall_X7,
    seL4_UnknownSyscall_FaultIP = 8,
    seL4_UnknownSyscall_SP = 9,
    seL4_UnknownSyscall_LR = 10, /* the address after the svc, not x30 */
    seL4_UnknownSyscall_SPSR = 11,
    seL4_UnknownSyscall_Syscall = 12,
    seL4_UnknownSyscall_Length = 13
};
enum {
    seL4_UserException_FaultIP = 0,
    seL4_UserException_SP = 1,
    seL4_UserException_SPSR = 2,
    seL4_UserException_Number = 3,
    seL4_UserException_Code = 4,
    seL4_UserException_Length = 5
};
enum { seL4_Timeout_Data = 0, seL4_Timeout_Consumed = 1, seL4_Timeout_Length = 2 };
enum {
    seL4_VMFault_IP = 0,
    seL4_VMFault_Addr = 1,
    seL4_VMFault_PrefetchFault = 2,
    seL4_VMFault_FSR = 3,
    seL4_VMFault_Length = 4
};
enum { seL4_VGICMaintenance_IDX = 0, seL4_VGICMaintenance_Length = 1 };
enum { seL4_VCPUFault_HSR = 0, seL4_VCPUFault_Length = 1 };
enum { seL4_VPPIEvent_IRQ = 0, seL4_VPPIEvent_Length = 1 };

/* Message registers of the answer to a Timeout fault: the registers of seL4_UserContext, in its
   order, up to x28. */
enum {
    seL4_TimeoutReply_FaultIP = 0,
    seL4_TimeoutReply_SP,
    seL4_TimeoutReply_SPSR,
    seL4_TimeoutReply_SPSR_EL1 = seL4_TimeoutReply_SPSR,
    seL4_TimeoutReply_X0,
    seL4_TimeoutReply_X1,
    seL4_TimeoutReply_X2,
    seL4_TimeoutReply_X3,
    seL4_TimeoutReply_X4,
    seL4_TimeoutReply_X5,
    seL4_TimeoutReply_X6,
    seL4_TimeoutReply_X7,
    seL4_TimeoutReply_X8,
    seL4_TimeoutReply_X16,
    seL4_TimeoutReply_X17,
    seL4_TimeoutReply_X18,
    seL4_TimeoutReply_X29,
    seL4_TimeoutReply_X30,
    seL4_TimeoutReply_X9,
    seL4_TimeoutReply_X10,
    seL4_TimeoutReply_X11,
    seL4_TimeoutReply_X12,
    seL4_TimeoutReply_X13,
    seL4_TimeoutReply_X14,
    seL4_TimeoutReply_X15,
    seL4_TimeoutReply_X19,
    seL4_TimeoutReply_X20,
    seL4_TimeoutReply_X21,
    seL4_TimeoutReply_X22,
    seL4_TimeoutReply_X23,
    seL4_TimeoutReply_X24,
    seL4_TimeoutReply_X25,
    seL4_TimeoutReply_X26,
    seL4_TimeoutReply_X27,
    seL4_TimeoutReply_X28,
    seL4_TimeoutReply_Length
};

/* Registers of a virtual CPU, for seL4_ARM_VCPU_ReadRegs and WriteRegs. */
typedef enum {
    seL4_VCPUReg_SCTLR = 0,
    seL4_VCPUReg_CPACR,
    seL4_VCPUReg_TTBR0,
    seL4_VCPUReg_TTBR1,
    seL4_VCPUReg_TCR,
    seL4_VCPUReg_MAIR,
    seL4_VCPUReg_AMAIR,
    seL4_VCPUReg_CIDR,
    seL4_VCPUReg_ACTLR,
    seL4_VCPUReg_AFSR0,
    seL4_VCPUReg_AFSR1,
    seL4_VCPUReg_ESR,
    seL4_VCPUReg_FAR,
    seL4_VCPUReg_PAR,
    seL4_VCPUReg_ISR = seL4_VCPUReg_PAR, /* the same register's older name */
    seL4_VCPUReg_VBAR,
    seL4_VCPUReg_TPIDR_EL1,
    seL4_VCPUReg_VMPIDR_EL2,
    seL4_VCPUReg_SP_EL1,
    seL4_VCPUReg_ELR_EL1,
    seL4_VCPUReg_SPSR_EL1,
    seL4_VCPUReg_CNTV_CTL,
    seL4_VCPUReg_CNTV_CVAL,
    seL4_VCPUReg_CNTVOFF,
    seL4_VCPUReg_CNTKCTL_EL1,
    seL4_VCPUReg_Num
} seL4_VCPUReg;

/* Object types, the first argument of Untyped_Retype. */
typedef enum {
    seL4_UntypedObject = 0,
    seL4_TCBObject,
    seL4_EndpointObject,
    seL4_NotificationObject,
    seL4_CapTableObject,
    seL4_SchedContextObject,
    seL4_ReplyObject,
    seL4_ARM_HugePageObject,
    seL4_ARM_VSpaceObject,
    seL4_ARM_SmallPageObject,
    seL4_ARM_LargePageObject,
    seL4_ARM_PageTableObject,
    seL4_ARM_VCPUObject, /* of kernels at EL2 */
    seL4_ObjectTypeCount = SEL4_LEVEL_OBJECT_TYPES
} seL4_ObjectType;

/* Object sizes, as powers of two of bytes. */
enum {
    seL4_WordBits = 64,
    seL4_WordSizeBits = 3,
    seL4_MinUntypedBits = 4,
    seL4_MaxUntypedBits = 47,
    seL4_TCBBits = 11,
    seL4_EndpointBits = 4,
    seL4_NotificationBits = 6,
    seL4_ReplyBits = 5,
    seL4_SlotBits = 5,
    seL4_MinSchedContextBits = 7,
    seL4_PageBits = 12,
    seL4_LargePageBits = 21,
    seL4_HugePageBits = 30,
    seL4_PageTableBits = 12,
    seL4_VSpaceBits = SEL4_LEVEL_VSPACE_BITS,
    seL4_VCPUBits = 12,
    seL4_ASIDPoolBits = 12,
    seL4_IPCBufferSizeBits = 10,
    seL4_BootInfoFrameBits = 12
};

/* Virtual address space: 9 bits a level, but for the root, which may have more. */
enum {
    seL4_VSpaceIndexBits = SEL4_LEVEL_VSPACE_INDEX_BITS,
    seL4_PageTableIndexBits = 9,
    seL4_PageTableEntryBits = 3,
    seL4_NumASIDPoolsBits = 7,
    seL4_ASIDPoolIndexBits = 9
};
#define seL4_UserTop SEL4_LEVEL_USER_TOP

/* Values of MR2 in the FailedLookup of Page_Map: which level is missing. */
enum {
    SEL4_MAPPING_LOOKUP_LEVEL = 2, /* that message register */
    SEL4_MAPPING_LOOKUP_NO_PT = 21,
    SEL4_MAPPING_LOOKUP_NO_PD = 30,
    SEL4_MAPPING_LOOKUP_NO_PUD = 39
};

/* Messages. */
enum {
    seL4_MsgLengthBits = 7,
    seL4_MsgExtraCapBits = 2,
    seL4_MsgMaxLength = 120,
    seL4_MsgMaxExtraCaps = 3,
    seL4_FastMessageRegisters = 4
};

/* Rights word. */
enum {
    seL4_RightsWrite = 1u << 0,
    seL4_RightsRead = 1u << 1,
    seL4_RightsGrant = 1u << 2,
    seL4_RightsGrantReply = 1u << 3
};

/* Mapping attributes. */
typedef enum {
    seL4_ARM_PageCacheable = 0x1,
    seL4_ARM_ParityEnabled = 0x2,
    seL4_ARM_ExecuteNever = 0x4,
    seL4_ARM_Default_VMAttributes = 0x3
} seL4_ARM_VMAttributes;

/* TCB flags and scheduling-context flags. */
enum { seL4_TCBFlag_NoFlag = 0x0, seL4_TCBFlag_fpuDisabled = 0x1 };
/*
 * Ours, not seL4's: each use of the physical timer (CNTP_CTL_EL0, CNTP_CVAL_EL0, CNTP_TVAL_EL0) is
 * a user exception.  Of flags that a kernel does not know SetFlags returns 0, so who sets this one
 * sees whether he got what he asked for.
 */
enum { bulkhead_TCBFlag_physicalTimerDisabled = 0x40000000 };
enum { seL4_SchedContext_NoFlag = 0x0, seL4_SchedContext_Sporadic = 0x1 };

/* Registers of seL4_UserContext, in words. */
enum { seL4_UserContextWords = 36, seL4_UserContextFrameWords = 17 };

/* Scheduling. */
enum {
    seL4_MinPrio = 0,
    seL4_MaxPrio = 255,
    seL4_NumPriorities = 256,
    seL4_CoreSchedContextBytes = 96, /* before the first refill */
    seL4_RefillSizeBytes = 16
};

/* Slots of the root CNode that every initial thread finds filled. */
enum {
    seL4_CapNull = 0,
    seL4_CapInitThreadTCB = 1,
    seL4_CapInitThreadCNode = 2,
    seL4_CapInitThreadVSpace = 3,
    seL4_CapIRQControl = 4,
    seL4_CapASIDControl = 5,
    seL4_CapInitThreadASIDPool = 6,
    seL4_CapIOPortControl = 7,
    seL4_CapIOSpace = 8,
    seL4_CapBootInfoFrame = 9,
    seL4_CapInitThreadIPCBuffer = 10,
    seL4_CapDomain = 11,
    seL4_CapSMMUSIDControl = 12,
    seL4_CapSMMUCBControl = 13,
    seL4_CapInitThreadSC = 14,
    seL4_CapSMC = 15,
    seL4_NumInitialCaps = 16
};

/* Boot information. */
enum { seL4_MaxBootInfoUntypeds = 230 };
enum { SEL4_BOOTINFO_HEADER_PADDING = 0, SEL4_BOOTINFO_HEADER_FDT = 6 };
