/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The names of libsel4 that user code knows, each used once: with its number, as the interface's
 * description has it, or with arguments as in a program.  For C99 to C23 and C++11 to C++20; it is
 * compiled and linked, and not run.
 */
#include <microkit.h>
#include <sel4/benchmark_track_types.h>
#include <sel4/benchmark_utilisation_types.h>

/* ---- Numbers ---- */

#define IS(name, number) extern char names_##name[(seL4_Word)(name) == (number) ? 1 : -1]

/* Faults (ABI.md 5). */
IS(seL4_Fault_NullFault, 0);
IS(seL4_Fault_CapFault, 1);
IS(seL4_Fault_UnknownSyscall, 2);
IS(seL4_Fault_UserException, 3);
IS(seL4_Fault_DebugException, 4);
IS(seL4_Fault_Timeout, 5);
IS(seL4_Fault_VMFault, 6);
IS(seL4_Fault_VGICMaintenance, 7);
IS(seL4_Fault_VCPUFault, 8);
IS(seL4_Fault_VPPIEvent, 9);
IS(seL4_CapFault_IP, 0);
IS(seL4_CapFault_Addr, 1);
IS(seL4_CapFault_InRecvPhase, 2);
IS(seL4_CapFault_LookupFailureType, 3);
IS(seL4_CapFault_BitsLeft, 4);
IS(seL4_CapFault_DepthMismatch_BitsFound, 5);
IS(seL4_CapFault_GuardMismatch_GuardFound, 5);
IS(seL4_CapFault_GuardMismatch_BitsFound, 6);
IS(seL4_UnknownSyscall_X0, 0);
IS(seL4_UnknownSyscall_X1, 1);
IS(seL4_UnknownSyscall_X2, 2);
IS(seL4_UnknownSyscall_X3, 3);
IS(seL4_UnknownSyscall_X4, 4);
IS(seL4_UnknownSyscall_X5, 5);
IS(seL4_UnknownSyscall_X6, 6);
IS(seL4_UnknownSyscall_X7, 7);
IS(seL4_UnknownSyscall_FaultIP, 8);
IS(seL4_UnknownSyscall_SP, 9);
IS(seL4_UnknownSyscall_LR, 10);
IS(seL4_UnknownSyscall_SPSR, 11);
IS(seL4_UnknownSyscall_Syscall, 12);
IS(seL4_UnknownSyscall_Length, 13);
IS(seL4_UserException_FaultIP, 0);
IS(seL4_UserException_SP, 1);
IS(seL4_UserException_SPSR, 2);
IS(seL4_UserException_Number, 3);
IS(seL4_UserException_Code, 4);
IS(seL4_UserException_Length, 5);
IS(seL4_Timeout_Data, 0);
IS(seL4_Timeout_Consumed, 1);
IS(seL4_VMFault_IP, 0);
IS(seL4_VMFault_Addr, 1);
IS(seL4_VMFault_PrefetchFault, 2);
IS(seL4_VMFault_FSR, 3);
IS(seL4_VMFault_Length, 4);
IS(seL4_VGICMaintenance_IDX, 0);
IS(seL4_VGICMaintenance_Length, 1);
IS(seL4_VCPUFault_HSR, 0);
IS(seL4_VCPUFault_Length, 1);
IS(seL4_VPPIEvent_IRQ, 0);
IS(seL4_VPPIEvent_Length, 1);
IS(seL4_TimeoutReply_FaultIP, 0);
IS(seL4_TimeoutReply_SP, 1);
IS(seL4_TimeoutReply_SPSR, 2);
IS(seL4_TimeoutReply_SPSR_EL1, 2);
IS(seL4_TimeoutReply_X0, 3);
IS(seL4_TimeoutReply_X8, 11);
IS(seL4_TimeoutReply_X16, 12);
IS(seL4_TimeoutReply_X18, 14);
IS(seL4_TimeoutReply_X29, 15);
IS(seL4_TimeoutReply_X30, 16);
IS(seL4_TimeoutReply_X9, 17);
IS(seL4_TimeoutReply_X15, 23);
IS(seL4_TimeoutReply_X19, 24);
IS(seL4_TimeoutReply_X28, 33);
IS(seL4_TimeoutReply_Length, 34);

/* Registers of a virtual CPU (ABI.md 3.2). */
IS(seL4_VCPUReg_SCTLR, 0);
IS(seL4_VCPUReg_CPACR, 1);
IS(seL4_VCPUReg_TTBR0, 2);
IS(seL4_VCPUReg_TTBR1, 3);
IS(seL4_VCPUReg_TCR, 4);
IS(seL4_VCPUReg_MAIR, 5);
IS(seL4_VCPUReg_AMAIR, 6);
IS(seL4_VCPUReg_CIDR, 7);
IS(seL4_VCPUReg_ACTLR, 8);
IS(seL4_VCPUReg_AFSR0, 9);
IS(seL4_VCPUReg_AFSR1, 10);
IS(seL4_VCPUReg_ESR, 11);
IS(seL4_VCPUReg_FAR, 12);
IS(seL4_VCPUReg_PAR, 13);
IS(seL4_VCPUReg_ISR, 13);
IS(seL4_VCPUReg_VBAR, 14);
IS(seL4_VCPUReg_TPIDR_EL1, 15);
IS(seL4_VCPUReg_VMPIDR_EL2, 16);
IS(seL4_VCPUReg_SP_EL1, 17);
IS(seL4_VCPUReg_ELR_EL1, 18);
IS(seL4_VCPUReg_SPSR_EL1, 19);
IS(seL4_VCPUReg_CNTV_CTL, 20);
IS(seL4_VCPUReg_CNTV_CVAL, 21);
IS(seL4_VCPUReg_CNTVOFF, 22);
IS(seL4_VCPUReg_CNTKCTL_EL1, 23);
IS(seL4_VCPUReg_Num, 24);

/* Words of GetThreadUtilisation. */
IS(BENCHMARK_TCB_UTILISATION, 0);
IS(BENCHMARK_TCB_NUMBER_SCHEDULES, 1);
IS(BENCHMARK_TCB_KERNEL_UTILISATION, 2);
IS(BENCHMARK_TCB_NUMBER_KERNEL_ENTRIES, 3);
IS(BENCHMARK_IDLE_LOCALCPU_UTILISATION, 4);
IS(BENCHMARK_IDLE_TCBCPU_UTILISATION, 5);
IS(BENCHMARK_IDLE_NUMBER_SCHEDULES, 6);
IS(BENCHMARK_IDLE_KERNEL_UTILISATION, 7);
IS(BENCHMARK_IDLE_NUMBER_KERNEL_ENTRIES, 8);
IS(BENCHMARK_TOTAL_UTILISATION, 9);
IS(BENCHMARK_TOTAL_NUMBER_SCHEDULES, 10);
IS(BENCHMARK_TOTAL_KERNEL_UTILISATION, 11);
IS(BENCHMARK_TOTAL_NUMBER_KERNEL_ENTRIES, 12);

/* What differs with the exception level (ABI.md 3.1, 6.1, 9.1). */
#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
IS(ARMVCPUSetTCB, 55);
IS(ARMVCPUInjectIRQ, 56);
IS(ARMVCPUReadReg, 57);
IS(ARMVCPUWriteReg, 58);
IS(ARMVCPUAckVPPI, 59);
IS(ARMIRQIssueIRQHandlerTrigger, 60);
IS(ARMIRQIssueSGISignal, 61);
IS(nInvocationLabels, 62);
IS(seL4_ObjectTypeCount, 13);
IS(seL4_VSpaceBits, 13);
IS(seL4_VSpaceIndexBits, 10);
IS(seL4_UserTop, 0xffffffffff);
#else
IS(ARMIRQIssueIRQHandlerTrigger, 55);
IS(ARMIRQIssueSGISignal, 56);
IS(nInvocationLabels, 57);
IS(seL4_ObjectTypeCount, 12);
IS(seL4_VSpaceBits, 12);
IS(seL4_VSpaceIndexBits, 9);
IS(seL4_UserTop, 0x7fffffffffff);
#endif

/* Objects, rights, address space (ABI.md 2, 6, 9, 10.3). */
IS(seL4_UntypedObject, 0);
IS(seL4_TCBObject, 1);
IS(seL4_ReplyObject, 6);
IS(seL4_ARM_PageTableObject, 11);
IS(seL4_ARM_VCPUObject, 12);
IS(seL4_TCBBits, 11);
IS(seL4_SlotBits, 5);
IS(seL4_MinSchedContextBits, 7);
IS(seL4_VCPUBits, 12);
IS(seL4_PageTableIndexBits, 9);
IS(seL4_PageTableEntryBits, 3);
IS(seL4_NumASIDPoolsBits, 7);
IS(seL4_ASIDPoolIndexBits, 9);
IS(seL4_WordBits, 64);
IS(seL4_WordSizeBits, 3);
IS(seL4_MsgMaxLength, 120);
IS(seL4_MaxPrio, 255);
IS(seL4_TCBFlag_NoFlag, 0);
IS(seL4_TCBFlag_fpuDisabled, 1);
IS(SEL4_MAPPING_LOOKUP_LEVEL, 2);
IS(SEL4_MAPPING_LOOKUP_NO_PT, 21);
IS(seL4_CapInitThreadSC, 14);
IS(seL4_CapSMC, 15);
IS(seL4_True, 1);
IS(seL4_False, 0);
IS(CONFIG_L1_CACHE_LINE_SIZE_BITS, 6);

/* ---- Macros ---- */

struct names_packed {
    seL4_Uint8 byte;
    seL4_Word word;
} SEL4_PACKED;

seL4_CompileTimeAssert(sizeof(struct names_packed) == 9);
seL4_CompileTimeAssert(SEL4_OFFSETOF(struct names_packed, word) == 1);
seL4_CompileTimeAssert(LIBSEL4_BIT(40) == 1ull << 40);

extern int names_print(const char *format, ...) __attribute__((format(printf, 1, 2), weak));
extern void names_old(void) SEL4_DEPRECATED("there is a newer one");

LIBSEL4_INLINE_FUNC seL4_Word names_words(LIBSEL4_UNUSED seL4_Word unused)
{
    return 0;
}

LIBSEL4_INLINE void names_formats(seL4_Word word, seL4_Int64 number)
{
    (void)names_print("%" SEL4_PRIu_word " %" SEL4_PRIo_word, word, word);
    (void)names_print("%" SEL4_PRIx_word " %" SEL4_PRIX_word, word, word);
    (void)names_print("%" SEL4_PRId_word " %" SEL4_PRIi_word, number, number);
}

/* ---- Functions ---- */

static void names_faults(seL4_MessageInfo_t tag)
{
    seL4_Fault_t fault = seL4_getFault(tag);
    seL4_UserContext regs;

    seL4_Assert(seL4_Fault_get_seL4_FaultType(seL4_Fault_NullFault_new()) == seL4_Fault_NullFault);
    seL4_DebugAssert(fault.words[0] != seL4_Fault_DebugException);
    if (seL4_isNullFault_tag(tag) || seL4_isCapFault_tag(tag) || seL4_isUnknownSyscall_tag(tag) ||
        seL4_isUserException_tag(tag) || seL4_isTimeoutFault_tag(tag) || seL4_isVMFault_tag(tag) ||
        seL4_isVGICMaintenance_tag(tag) || seL4_isVCPUFault_tag(tag) || seL4_isVPPIEvent_tag(tag)) {
        seL4_Fail("a fault");
    }
    fault = seL4_Fault_CapFault_new(0, 1, 2, 3, 4, 5, 6);
    fault = seL4_Fault_UnknownSyscall_new(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    fault = seL4_Fault_UserException_new(0, 1, 2, 3, 4);
    fault = seL4_Fault_Timeout_new(0, 1);
    fault = seL4_Fault_VMFault_new(0, 1, 2, 3);
    fault = seL4_Fault_VGICMaintenance_new(0);
    fault = seL4_Fault_VCPUFault_new(0);
    fault = seL4_Fault_VPPIEvent_new(0);
    fault = seL4_Fault_VMFault_set_Addr(fault, seL4_Fault_VMFault_get_FSR(fault));
    (void)fault;
    regs.pc = 0;
    (void)seL4_TCB_ReadRegisters(1, seL4_True, 0, seL4_UserContextWords, &regs);
    (void)seL4_TCB_WriteRegisters(1, seL4_True, 0, 1, &regs);
    (void)seL4_TCB_CopyRegisters(1, 2, 0, 0, 1, 1, 0);
    /* Not called: a structure of this size is passed by memcpy, which this program lacks. */
    seL4_MessageInfo_t (*reply)(seL4_Bool, seL4_UserContext, seL4_Word) = seL4_TimeoutReply_new;
    (void)reply;
}

static void names_arm(seL4_ARM_VCPU vcpu, seL4_ARM_SMC smc)
{
    seL4_ARM_SMCContext args = {0, 1, 2, 3, 4, 5, 6, 7};
    seL4_ARM_SMCContext response;
    seL4_ARM_VCPU_ReadRegs_t read = seL4_ARM_VCPU_ReadRegs(vcpu, seL4_VCPUReg_SCTLR);
    seL4_ARM_Page_GetAddress_t address = seL4_ARM_Page_GetAddress(1);

    (void)(read.error + (int)read.value + address.error + (int)address.paddr);
    (void)seL4_ARM_VCPU_SetTCB(vcpu, 1);
    (void)seL4_ARM_VCPU_InjectIRQ(vcpu, 27, 1, 1, 0);
    (void)seL4_ARM_VCPU_WriteRegs(vcpu, seL4_VCPUReg_CNTKCTL_EL1, 0);
    (void)seL4_ARM_VCPU_AckVPPI(vcpu, 27);
    (void)seL4_ARM_SMC_Call(smc, &args, &response);
    (void)seL4_ARM_VSpace_Clean_Data(1, 0, 1);
    (void)seL4_ARM_VSpace_Invalidate_Data(1, 0, 1);
    (void)seL4_ARM_VSpace_CleanInvalidate_Data(1, 0, 1);
    (void)seL4_ARM_VSpace_Unify_Instruction(1, 0, 1);
    (void)seL4_ARM_Page_Clean_Data(1, 0, 1);
    (void)seL4_ARM_Page_Invalidate_Data(1, 0, 1);
    (void)seL4_ARM_Page_CleanInvalidate_Data(1, 0, 1);
    (void)seL4_ARM_Page_Unify_Instruction(1, 0, 1);
    (void)seL4_ARM_Page_Map(1, 2, 0, seL4_ReadWrite, seL4_ARM_Default_VMAttributes);
    (void)seL4_ARM_Page_Unmap(1);
    (void)seL4_ARM_PageTable_Map(1, 2, 0, seL4_ARM_Default_VMAttributes);
    (void)seL4_ARM_PageTable_Unmap(1);
    (void)seL4_ARM_ASIDControl_MakePool(1, 2, 3, 4, 64);
    (void)seL4_ARM_ASIDPool_Assign(1, 2);
}

static void names_objects(void)
{
    seL4_TCB_SetFlags_t flags = seL4_TCB_SetFlags(1, seL4_TCBFlag_NoFlag, seL4_TCBFlag_fpuDisabled);
    seL4_SchedContext_Consumed_t consumed = seL4_SchedContext_Consumed(1);
    seL4_SchedContext_YieldTo_t yielded = seL4_SchedContext_YieldTo(1);

    (void)(flags.error + consumed.error + yielded.error);
    (void)seL4_Untyped_Retype(1, seL4_TCBObject, 0, 2, 0, 0, 5, 1);
    (void)seL4_TCB_Configure(1, 2, 0, 3, 0, 0x1000, 4);
    (void)seL4_TCB_SetPriority(1, 2, seL4_MaxPrio);
    (void)seL4_TCB_SetMCPriority(1, 2, seL4_MinPrio);
    (void)seL4_TCB_SetSchedParams(1, 2, 255, 255, 3, seL4_CapNull);
    (void)seL4_TCB_SetTimeoutEndpoint(1, 2);
    (void)seL4_TCB_SetIPCBuffer(1, 0x1000, 2);
    (void)seL4_TCB_SetSpace(1, 2, 3, 0, 4, 0);
    (void)seL4_TCB_Suspend(1);
    (void)seL4_TCB_Resume(1);
    (void)seL4_TCB_BindNotification(1, 2);
    (void)seL4_TCB_UnbindNotification(1);
    (void)seL4_TCB_SetTLSBase(1, 0);
    (void)seL4_CNode_Revoke(1, 2, 64);
    (void)seL4_CNode_Delete(1, 2, 64);
    (void)seL4_CNode_CancelBadgedSends(1, 2, 64);
    (void)seL4_CNode_Copy(1, 2, 64, 1, 3, 64, seL4_AllRights);
    (void)seL4_CNode_Mint(1, 2, 64, 1, 3, 64, seL4_CanRead, 7);
    (void)seL4_CNode_Move(1, 2, 64, 1, 3, 64);
    (void)seL4_CNode_Mutate(1, 2, 64, 1, 3, 64, seL4_CNode_CapData_new(0, 55).words[0]);
    (void)seL4_CNode_Rotate(1, 2, 64, 0, 1, 3, 64, 0, 1, 4, 64);
    (void)seL4_IRQControl_Get(1, 33, 2, 3, 64);
    (void)seL4_IRQControl_GetTrigger(1, 33, 1, 2, 3, 64);
    (void)seL4_IRQControl_IssueSGISignal(1, 0, 0, 2, 3, 64);
    (void)seL4_IRQHandler_Ack(1);
    (void)seL4_IRQHandler_SetNotification(1, 2);
    (void)seL4_IRQHandler_Clear(1);
    (void)seL4_DomainSet_Set(1, 0, 2);
    (void)seL4_DomainSet_ScheduleConfigure(1, 0, 0, 0);
    (void)seL4_DomainSet_ScheduleSetStart(1, 0);
    (void)seL4_SchedControl_Configure(1, 2, 1000, 1000, seL4_MaxExtraRefills(8), 0);
    (void)seL4_SchedControl_ConfigureFlags(1, 2, 1000, 1000, 0, 0, seL4_SchedContext_Sporadic);
    (void)seL4_SchedContext_Bind(1, 2);
    (void)seL4_SchedContext_Unbind(1);
    (void)seL4_SchedContext_UnbindObject(1, 2);
}

static void names_messages(seL4_CPtr cap)
{
    seL4_MessageInfo_t info = seL4_MessageInfo_new(1, 0, 0, 4);
    seL4_Word a = names_words(0), b = 1, c = 2, d = 3, badge;

    info = seL4_MessageInfo_set_label(info, seL4_MessageInfo_get_label(info));
    info = seL4_MessageInfo_set_length(info, seL4_MessageInfo_get_length(info));
    info = seL4_MessageInfo_set_extraCaps(info, seL4_MessageInfo_get_extraCaps(info));
    info = seL4_MessageInfo_set_capsUnwrapped(info, seL4_MessageInfo_get_capsUnwrapped(info));
    info = seL4_Call(cap, info);
    info = seL4_CallWithMRs(cap, info, &a, &b, &c, seL4_Null);
    seL4_Send(cap, info);
    seL4_SendWithMRs(cap, info, &a, &b, &c, &d);
    seL4_NBSend(cap, info);
    seL4_NBSendWithMRs(cap, info, &a, seL4_Null, seL4_Null, seL4_Null);
    seL4_Signal(cap);
    info = seL4_Recv(cap, &badge, 4);
    info = seL4_RecvWithMRs(cap, &badge, &a, &b, &c, &d, 4);
    info = seL4_NBRecv(cap, seL4_Null, 4);
    info = seL4_ReplyRecv(cap, info, &badge, 4);
    info = seL4_ReplyRecvWithMRs(cap, info, &badge, &a, &b, &c, &d, 4);
    info = seL4_NBSendRecv(cap, info, 1, &badge, 4);
    info = seL4_NBSendRecvWithMRs(cap, info, 1, &badge, &a, &b, &c, &d, 4);
    info = seL4_NBSendWait(cap, info, 1, &badge);
    info = seL4_NBSendWaitWithMRs(cap, info, 1, &badge, &a, &b, &c, &d);
    info = seL4_Wait(cap, &badge);
    info = seL4_WaitWithMRs(cap, &badge, &a, &b, &c, &d);
    info = seL4_NBWait(cap, &badge);
    info = seL4_Poll(cap, &badge);
    seL4_Yield();
    seL4_SetMR(0, seL4_GetMR(1));
    seL4_SetCap(0, seL4_GetCap(1) + seL4_GetBadge(2));
    seL4_SetUserData(seL4_GetUserData());
    seL4_SetIPCBuffer(seL4_GetIPCBuffer());
    seL4_SetCapReceivePath(1, 2, 64);
}

static seL4_Word names_words_of_fields(seL4_CapRights_t rights, seL4_CNode_CapData_t data)
{
    rights = seL4_CapRights_set_capAllowRead(rights, seL4_CapRights_get_capAllowWrite(rights));
    rights = seL4_CapRights_set_capAllowWrite(rights, seL4_CapRights_get_capAllowRead(rights));
    rights = seL4_CapRights_set_capAllowGrant(rights, seL4_CapRights_get_capAllowGrant(rights));
    rights = seL4_CapRights_set_capAllowGrantReply(rights,
                                                   seL4_CapRights_get_capAllowGrantReply(rights));
    return rights.words[0] + seL4_CNode_CapData_get_guard(data) +
           seL4_CNode_CapData_get_guardSize(data) + seL4_CapRights_new(0, 0, 1, 1).words[0];
}

static void names_of_some_configurations(seL4_CPtr tcb)
{
#ifdef CONFIG_PRINTING
    seL4_DebugPutChar('c');
    seL4_DebugPutString("string");
    seL4_DebugDumpScheduler();
#endif
#ifdef CONFIG_DEBUG_BUILD
    seL4_DebugNameThread(tcb, "name");
    seL4_DebugSnapshot();
    if (seL4_DebugCapIdentify(tcb) == 0) {
        seL4_DebugHalt();
    }
#endif
#ifdef CONFIG_ENABLE_BENCHMARKS
    seL4_BenchmarkNullSyscall();
    seL4_BenchmarkFlushCaches();
    (void)((seL4_Word)seL4_BenchmarkResetLog() + seL4_BenchmarkFinalizeLog());
    seL4_BenchmarkGetThreadUtilisation(tcb);
    seL4_BenchmarkResetThreadUtilisation(tcb);
#endif
    (void)tcb;
}

static void names_guests(microkit_child vcpu)
{
    seL4_ARM_SMCContext args = {0, 1, 2, 3, 4, 5, 6, 7};
    seL4_ARM_SMCContext response;

    microkit_vcpu_restart(vcpu, 0x40000000);
    microkit_vcpu_stop(vcpu);
    microkit_vcpu_arm_inject_irq(vcpu, 33, 0, 1, 0);
    microkit_vcpu_arm_ack_vppi(vcpu, 27);
    microkit_vcpu_arm_write_reg(vcpu, seL4_VCPUReg_SCTLR,
                                microkit_vcpu_arm_read_reg(vcpu, seL4_VCPUReg_ISR));
    microkit_arm_smc_call(&args, &response);
}

static void names_microkit(microkit_channel ch)
{
    microkit_mr_set(0, microkit_mr_get(1));
    microkit_notify(ch);
    microkit_irq_ack(ch);
    microkit_deferred_notify(ch);
    microkit_deferred_irq_ack(ch);
    microkit_pd_restart(ch, 0x200000);
    microkit_pd_stop(ch);
    microkit_pd_resume(ch);
    (void)seL4_TCB_Suspend(microkit_cspace_root_slot_to_cptr(127));
    microkit_dbg_putc('c');
    microkit_dbg_puts(microkit_name);
    microkit_dbg_put8(8);
    microkit_dbg_put32(32);
}

void init(void)
{
    names_formats(1, -1);
    names_objects();
    names_messages(names_words_of_fields(seL4_AllRights, seL4_CNode_CapData_new(0, 55)));
    names_arm(BASE_VCPU_CAP, MICROKIT_SMC_CAP);
    names_of_some_configurations(TCB_CAP);
}

void notified(microkit_channel ch)
{
    microkit_msginfo info = microkit_ppcall(ch, microkit_msginfo_new(1, 0));

    names_microkit(ch);
    names_guests(ch);
    names_faults(info);
    (void)(microkit_msginfo_get_label(info) + microkit_msginfo_get_count(info));
}
