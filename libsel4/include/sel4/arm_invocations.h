/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Operations on the objects that only Arm has: address spaces, pages, ASIDs,
 * and the interrupt operations that name a trigger or a core.  Errors and
 * argument names as in invocations.h.
 */
#pragma once

#include <sel4/invocations.h>

/* `trigger`: 0 level, 1 edge. */
static inline seL4_Error seL4_IRQControl_GetTrigger(seL4_IRQControl _service, seL4_Word irq,
                                                    seL4_Word trigger, seL4_CNode root,
                                                    seL4_Word index, seL4_Uint8 depth)
{
    seL4_SetCap(0, root);
    return sel4_invoke_words(_service, ARMIRQIssueIRQHandlerTrigger, 1, 4, irq, trigger, index,
                             depth);
}

/* Makes a capability that sends software interrupt `irq` (0 to 15) to core `target` (0 to 7). */
static inline seL4_Error seL4_IRQControl_IssueSGISignal(seL4_IRQControl _service, seL4_Word irq,
                                                        seL4_Word target, seL4_CNode root,
                                                        seL4_Word index, seL4_Uint8 depth)
{
    seL4_SetCap(0, root);
    return sel4_invoke_words(_service, ARMIRQIssueSGISignal, 1, 4, irq, target, index, depth);
}

/*
 * Cache maintenance of the virtual range [start, end), which must lie in one
 * page: Clean and Invalidate reach memory, Unify makes code that was written
 * visible to instruction fetch.
 */
static inline seL4_Error seL4_ARM_VSpace_Clean_Data(seL4_ARM_VSpace _service, seL4_Word start,
                                                    seL4_Word end)
{
    return sel4_invoke_words(_service, ARMVSpaceClean_Data, 0, 2, start, end, 0, 0);
}

static inline seL4_Error seL4_ARM_VSpace_Invalidate_Data(seL4_ARM_VSpace _service, seL4_Word start,
                                                         seL4_Word end)
{
    return sel4_invoke_words(_service, ARMVSpaceInvalidate_Data, 0, 2, start, end, 0, 0);
}

static inline seL4_Error seL4_ARM_VSpace_CleanInvalidate_Data(seL4_ARM_VSpace _service,
                                                              seL4_Word start, seL4_Word end)
{
    return sel4_invoke_words(_service, ARMVSpaceCleanInvalidate_Data, 0, 2, start, end, 0, 0);
}

static inline seL4_Error seL4_ARM_VSpace_Unify_Instruction(seL4_ARM_VSpace _service,
                                                           seL4_Word start, seL4_Word end)
{
    return sel4_invoke_words(_service, ARMVSpaceUnify_Instruction, 0, 2, start, end, 0, 0);
}

/* Installs the table at the topmost level that `vaddr` lacks; DeleteFirst if it lacks none. */
static inline seL4_Error seL4_ARM_PageTable_Map(seL4_ARM_PageTable _service,
                                                seL4_ARM_VSpace vspace, seL4_Word vaddr,
                                                seL4_ARM_VMAttributes attr)
{
    seL4_SetCap(0, vspace);
    return sel4_invoke_words(_service, ARMPageTableMap, 1, 2, vaddr, (seL4_Word)attr, 0, 0);
}

static inline seL4_Error seL4_ARM_PageTable_Unmap(seL4_ARM_PageTable _service)
{
    return sel4_invoke_bare(_service, ARMPageTableUnmap, 0);
}

/* FailedLookup: a table is missing; message register 2 says at which level. */
static inline seL4_Error seL4_ARM_Page_Map(seL4_ARM_Page _service, seL4_ARM_VSpace vspace,
                                           seL4_Word vaddr, seL4_CapRights_t rights,
                                           seL4_ARM_VMAttributes attr)
{
    seL4_SetCap(0, vspace);
    return sel4_invoke_words(_service, ARMPageMap, 1, 3, vaddr, rights.words[0], (seL4_Word)attr,
                             0);
}

static inline seL4_Error seL4_ARM_Page_Unmap(seL4_ARM_Page _service)
{
    return sel4_invoke_bare(_service, ARMPageUnmap, 0);
}

/* As the operations on a VSpace; the range is in bytes from the start of the page. */
static inline seL4_Error seL4_ARM_Page_Clean_Data(seL4_ARM_Page _service, seL4_Word start_offset,
                                                  seL4_Word end_offset)
{
    return sel4_invoke_words(_service, ARMPageClean_Data, 0, 2, start_offset, end_offset, 0, 0);
}

static inline seL4_Error seL4_ARM_Page_Invalidate_Data(seL4_ARM_Page _service,
                                                       seL4_Word start_offset,
                                                       seL4_Word end_offset)
{
    return sel4_invoke_words(_service, ARMPageInvalidate_Data, 0, 2, start_offset, end_offset, 0,
                             0);
}

static inline seL4_Error seL4_ARM_Page_CleanInvalidate_Data(seL4_ARM_Page _service,
                                                            seL4_Word start_offset,
                                                            seL4_Word end_offset)
{
    return sel4_invoke_words(_service, ARMPageCleanInvalidate_Data, 0, 2, start_offset, end_offset,
                             0, 0);
}

static inline seL4_Error seL4_ARM_Page_Unify_Instruction(seL4_ARM_Page _service,
                                                         seL4_Word start_offset,
                                                         seL4_Word end_offset)
{
    return sel4_invoke_words(_service, ARMPageUnify_Instruction, 0, 2, start_offset, end_offset, 0,
                             0);
}

typedef struct {
    int error;
    seL4_Word paddr;
} seL4_ARM_Page_GetAddress_t;

static inline seL4_ARM_Page_GetAddress_t seL4_ARM_Page_GetAddress(seL4_ARM_Page _service)
{
    seL4_ARM_Page_GetAddress_t result;
    struct sel4_regs r;

    sel4_regs_any(&r);
    result.error = (int)sel4_invoke(_service, ARMPageGetAddress, 0, 0, &r);
    result.paddr = r.mr0;
    return result;
}

/* Turns a 4 KiB untyped into an ASID pool, in the slot at `index`. */
static inline seL4_Error seL4_ARM_ASIDControl_MakePool(seL4_ARM_ASIDControl _service,
                                                       seL4_Untyped untyped, seL4_CNode root,
                                                       seL4_Word index, seL4_Uint8 depth)
{
    seL4_SetCap(0, untyped);
    seL4_SetCap(1, root);
    return sel4_invoke_words(_service, ARMASIDControlMakePool, 2, 2, index, depth, 0, 0);
}

/* Gives a VSpace an ASID; nothing can be mapped in it before. */
static inline seL4_Error seL4_ARM_ASIDPool_Assign(seL4_ARM_ASIDPool _service,
                                                  seL4_ARM_VSpace vspace)
{
    seL4_SetCap(0, vspace);
    return sel4_invoke_bare(_service, ARMASIDPoolAssign, 1);
}
