/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Stands in for libsel4's sel4/sel4.h in host tests: the same types, numbers
 * and names, but the calls go to the fake kernel (fake_*.c).
 */
#pragma once

#include <sel4/bootinfo_types.h>
#include <sel4/constants.h>
#include <sel4/message.h>
#include <sel4/types.h>

enum { sel4_debug_printing = 1 };

typedef struct {
    int error;
    seL4_Word paddr;
} seL4_ARM_Page_GetAddress_t;

typedef struct {
    int error;
    seL4_Word flags;
} seL4_TCB_SetFlags_t;

void sel4_debug_put_char(char c);
void sel4_debug_name_thread(seL4_CPtr tcb, const char *name);

seL4_MessageInfo_t seL4_Recv(seL4_CPtr src, seL4_Word *sender, seL4_CPtr reply);
void seL4_Yield(void);

seL4_Error seL4_Untyped_Retype(seL4_CPtr service, seL4_Word type, seL4_Word size_bits,
                               seL4_CPtr root, seL4_Word node_index, seL4_Word node_depth,
                               seL4_Word node_offset, seL4_Word num_objects);
seL4_Error seL4_CNode_Copy(seL4_CPtr service, seL4_Word dest_index, seL4_Uint8 dest_depth,
                           seL4_CPtr src_root, seL4_Word src_index, seL4_Uint8 src_depth,
                           seL4_CapRights_t rights);
seL4_Error seL4_CNode_Mint(seL4_CPtr service, seL4_Word dest_index, seL4_Uint8 dest_depth,
                           seL4_CPtr src_root, seL4_Word src_index, seL4_Uint8 src_depth,
                           seL4_CapRights_t rights, seL4_Word badge);
seL4_Error seL4_CNode_Delete(seL4_CPtr service, seL4_Word index, seL4_Uint8 depth);
seL4_Error seL4_IRQControl_GetTrigger(seL4_CPtr service, seL4_Word irq, seL4_Word trigger,
                                      seL4_CPtr root, seL4_Word index, seL4_Uint8 depth);
seL4_Error seL4_IRQHandler_SetNotification(seL4_CPtr service, seL4_CPtr notification);

seL4_Error seL4_ARM_ASIDPool_Assign(seL4_CPtr service, seL4_CPtr vspace);
seL4_Error seL4_ARM_PageTable_Map(seL4_CPtr service, seL4_CPtr vspace, seL4_Word vaddr,
                                  seL4_ARM_VMAttributes attr);
seL4_Error seL4_ARM_Page_Map(seL4_CPtr service, seL4_CPtr vspace, seL4_Word vaddr,
                             seL4_CapRights_t rights, seL4_ARM_VMAttributes attr);
seL4_Error seL4_ARM_Page_Unmap(seL4_CPtr service);
seL4_Error seL4_ARM_Page_Unify_Instruction(seL4_CPtr service, seL4_Word start, seL4_Word end);
seL4_Error seL4_ARM_Page_CleanInvalidate_Data(seL4_CPtr service, seL4_Word start, seL4_Word end);
seL4_ARM_Page_GetAddress_t seL4_ARM_Page_GetAddress(seL4_CPtr service);

seL4_Error seL4_SchedControl_ConfigureFlags(seL4_CPtr service, seL4_CPtr context,
                                            seL4_Time budget, seL4_Time period,
                                            seL4_Word extra_refills, seL4_Word badge,
                                            seL4_Word flags);
seL4_Error seL4_SchedContext_Bind(seL4_CPtr service, seL4_CPtr cap);
seL4_Error seL4_TCB_Configure(seL4_CPtr service, seL4_CPtr cspace, seL4_Word cspace_data,
                              seL4_CPtr vspace, seL4_Word vspace_data, seL4_Word buffer,
                              seL4_CPtr buffer_frame);
seL4_Error seL4_TCB_SetSchedParams(seL4_CPtr service, seL4_CPtr authority, seL4_Word mcp,
                                   seL4_Word priority, seL4_CPtr context, seL4_CPtr fault_ep);
seL4_Error seL4_TCB_SetSpace(seL4_CPtr service, seL4_CPtr fault_ep, seL4_CPtr cspace,
                             seL4_Word cspace_data, seL4_CPtr vspace, seL4_Word vspace_data);
seL4_Error seL4_TCB_BindNotification(seL4_CPtr service, seL4_CPtr notification);
seL4_Error seL4_TCB_ReadRegisters(seL4_CPtr service, seL4_Bool suspend, seL4_Uint8 arch_flags,
                                  seL4_Word count, seL4_UserContext *regs);
seL4_Error seL4_TCB_WriteRegisters(seL4_CPtr service, seL4_Bool resume, seL4_Uint8 arch_flags,
                                   seL4_Word count, const seL4_UserContext *regs);
seL4_TCB_SetFlags_t seL4_TCB_SetFlags(seL4_CPtr service, seL4_Word clear, seL4_Word set);
seL4_Error seL4_DomainSet_Set(seL4_CPtr service, seL4_Uint8 domain, seL4_CPtr thread);
seL4_Error seL4_DomainSet_ScheduleConfigure(seL4_CPtr service, seL4_Word index, seL4_Uint8 domain,
                                            seL4_Uint64 duration);
seL4_Error seL4_DomainSet_ScheduleSetStart(seL4_CPtr service, seL4_Word index);
seL4_Error seL4_ARM_VCPU_SetTCB(seL4_CPtr service, seL4_CPtr tcb);
seL4_Error seL4_TCB_Suspend(seL4_CPtr service);
seL4_Error seL4_TCB_Resume(seL4_CPtr service);
