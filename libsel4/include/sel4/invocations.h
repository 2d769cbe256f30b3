/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Operations on the kernel's portable objects: each is a call with a label, up
 * to ten words and up to three extra capabilities.
 *
 * Every function returns the kernel's error code.  After an error, message
 * registers 0 and up say what was wrong with what (the number of the argument,
 * the bounds, the failed lookup); without one, 0 to 3 stay as they were, so
 * that a fault's message outlives a look at its thread.  Arguments named
 * `_service` are the capability that is invoked; `_depth` counts bits of the
 * `_index` before it.
 */
#pragma once

#include <sel4/syscalls.h>

/*
 * Invokes `service`: *r holds words 0 to 3, before of the message and after of
 * the answer.  Words past the fourth and extra capabilities are in the IPC
 * buffer already.  An error's details go to message registers.
 */
static inline seL4_Error sel4_invoke(seL4_CPtr service, enum invocation_label label, seL4_Word caps,
                                     seL4_Word length, struct sel4_regs *r)
{
    r->cap_badge = service;
    r->info = seL4_MessageInfo_new(label, 0, caps, length).words[0];
    sel4_trap(seL4_SysCall, r);
    if (r->info >> 12 != seL4_NoError) {
        (void)sel4_regs_store(r, seL4_Null);
    }
    return (seL4_Error)(r->info >> 12);
}

/* The same with words in, none out. */
static inline seL4_Error sel4_invoke_words(seL4_CPtr service, enum invocation_label label,
                                           seL4_Word caps, seL4_Word length, seL4_Word mr0,
                                           seL4_Word mr1, seL4_Word mr2, seL4_Word mr3)
{
    struct sel4_regs r;

    r.mr0 = mr0;
    r.mr1 = mr1;
    r.mr2 = mr2;
    r.mr3 = mr3;
    return sel4_invoke(service, label, caps, length, &r);
}

/* The same with no words at all. */
static inline seL4_Error sel4_invoke_bare(seL4_CPtr service, enum invocation_label label,
                                          seL4_Word caps)
{
    struct sel4_regs r;

    sel4_regs_any(&r);
    return sel4_invoke(service, label, caps, 0, &r);
}

/* Makes `num_objects` objects in consecutive slots of the CNode found at node_index. */
static inline seL4_Error seL4_Untyped_Retype(seL4_Untyped _service, seL4_Word type,
                                             seL4_Word size_bits, seL4_CNode root,
                                             seL4_Word node_index, seL4_Word node_depth,
                                             seL4_Word node_offset, seL4_Word num_objects)
{
    seL4_SetCap(0, root);
    seL4_SetMR(4, node_offset);
    seL4_SetMR(5, num_objects);
    return sel4_invoke_words(_service, UntypedRetype, 1, 6, type, size_bits, node_index,
                             node_depth);
}

/* Reads the first `count` (1 to 36) registers. */
static inline seL4_Error seL4_TCB_ReadRegisters(seL4_TCB _service, seL4_Bool suspend_source,
                                                seL4_Uint8 arch_flags, seL4_Word count,
                                                seL4_UserContext *regs)
{
    seL4_Word *to = (seL4_Word *)regs;
    struct sel4_regs r;
    seL4_Error error;

    sel4_regs_any(&r);
    r.mr0 = (seL4_Word)(suspend_source & 1) | (seL4_Word)arch_flags << 8;
    r.mr1 = count;
    error = sel4_invoke(_service, TCBReadRegisters, 0, 2, &r);
    if (error == seL4_NoError) {
        const seL4_Word first[] = {r.mr0, r.mr1, r.mr2, r.mr3};
        /* Volatile, or a compiler may call memcpy for it. */
        const volatile seL4_Word *from = seL4_GetIPCBuffer()->msg;
        seL4_Word i = 0;

        for (; i < count && i < sizeof first / sizeof first[0]; i++) {
            to[i] = first[i];
        }
        for (; i < count && i < seL4_UserContextWords; i++) {
            to[i] = from[i];
        }
    }
    return error;
}

/* Writes the first `count` (0 to 36) registers; only these are sent. */
static inline seL4_Error seL4_TCB_WriteRegisters(seL4_TCB _service, seL4_Bool resume_target,
                                                 seL4_Uint8 arch_flags, seL4_Word count,
                                                 const seL4_UserContext *regs)
{
    const volatile seL4_Word *from = (const volatile seL4_Word *)regs;
    const seL4_Word most = seL4_UserContextWords;
    seL4_Word sent = count < most ? count : most;

    for (seL4_Word i = 2; i < sent; i++) {
        seL4_GetIPCBuffer()->msg[i + 2] = from[i];
    }
    return sel4_invoke_words(_service, TCBWriteRegisters, 0, sent + 2,
                             (seL4_Word)(resume_target & 1) | (seL4_Word)arch_flags << 8, count,
                             sent > 0 ? from[0] : 0, sent > 1 ? from[1] : 0);
}

static inline seL4_Error seL4_TCB_CopyRegisters(seL4_TCB _service, seL4_TCB source,
                                                seL4_Bool suspend_source, seL4_Bool resume_target,
                                                seL4_Bool transfer_frame,
                                                seL4_Bool transfer_integer, seL4_Uint8 arch_flags)
{
    seL4_Word flags = (seL4_Word)(suspend_source & 1) | (seL4_Word)(resume_target & 1) << 1 |
                      (seL4_Word)(transfer_frame & 1) << 2 |
                      (seL4_Word)(transfer_integer & 1) << 3 | (seL4_Word)arch_flags << 8;

    seL4_SetCap(0, source);
    return sel4_invoke_words(_service, TCBCopyRegisters, 1, 1, flags, 0, 0, 0);
}

static inline seL4_Error seL4_TCB_Configure(seL4_TCB _service, seL4_CNode cspace_root,
                                            seL4_Word cspace_root_data, seL4_CPtr vspace_root,
                                            seL4_Word vspace_root_data, seL4_Word buffer,
                                            seL4_CPtr bufferFrame)
{
    seL4_SetCap(0, cspace_root);
    seL4_SetCap(1, vspace_root);
    seL4_SetCap(2, bufferFrame);
    return sel4_invoke_words(_service, TCBConfigure, 3, 3, cspace_root_data, vspace_root_data,
                             buffer, 0);
}

/* Up to the maximum controlled priority of `authority`. */
static inline seL4_Error seL4_TCB_SetPriority(seL4_TCB _service, seL4_TCB authority,
                                              seL4_Word priority)
{
    seL4_SetCap(0, authority);
    return sel4_invoke_words(_service, TCBSetPriority, 1, 1, priority, 0, 0, 0);
}

static inline seL4_Error seL4_TCB_SetMCPriority(seL4_TCB _service, seL4_TCB authority,
                                                seL4_Word mcp)
{
    seL4_SetCap(0, authority);
    return sel4_invoke_words(_service, TCBSetMCPriority, 1, 1, mcp, 0, 0, 0);
}

/* `sched_context` and `fault_ep` may be 0: none. */
static inline seL4_Error seL4_TCB_SetSchedParams(seL4_TCB _service, seL4_TCB authority,
                                                 seL4_Word mcp, seL4_Word priority,
                                                 seL4_CPtr sched_context, seL4_CPtr fault_ep)
{
    seL4_SetCap(0, authority);
    seL4_SetCap(1, sched_context);
    seL4_SetCap(2, fault_ep);
    return sel4_invoke_words(_service, TCBSetSchedParams, 3, 2, mcp, priority, 0, 0);
}

static inline seL4_Error seL4_TCB_SetTimeoutEndpoint(seL4_TCB _service, seL4_CPtr timeout_fault_ep)
{
    seL4_SetCap(0, timeout_fault_ep);
    return sel4_invoke_bare(_service, TCBSetTimeoutEndpoint, 1);
}

static inline seL4_Error seL4_TCB_SetIPCBuffer(seL4_TCB _service, seL4_Word buffer,
                                               seL4_CPtr bufferFrame)
{
    seL4_SetCap(0, bufferFrame);
    return sel4_invoke_words(_service, TCBSetIPCBuffer, 1, 1, buffer, 0, 0, 0);
}

static inline seL4_Error seL4_TCB_SetSpace(seL4_TCB _service, seL4_CPtr fault_ep,
                                           seL4_CNode cspace_root, seL4_Word cspace_root_data,
                                           seL4_CPtr vspace_root, seL4_Word vspace_root_data)
{
    seL4_SetCap(0, fault_ep);
    seL4_SetCap(1, cspace_root);
    seL4_SetCap(2, vspace_root);
    return sel4_invoke_words(_service, TCBSetSpace, 3, 2, cspace_root_data, vspace_root_data, 0, 0);
}

static inline seL4_Error seL4_TCB_Suspend(seL4_TCB _service)
{
    return sel4_invoke_bare(_service, TCBSuspend, 0);
}

static inline seL4_Error seL4_TCB_Resume(seL4_TCB _service)
{
    return sel4_invoke_bare(_service, TCBResume, 0);
}

static inline seL4_Error seL4_TCB_BindNotification(seL4_TCB _service, seL4_CPtr notification)
{
    seL4_SetCap(0, notification);
    return sel4_invoke_bare(_service, TCBBindNotification, 1);
}

static inline seL4_Error seL4_TCB_UnbindNotification(seL4_TCB _service)
{
    return sel4_invoke_bare(_service, TCBUnbindNotification, 0);
}

static inline seL4_Error seL4_TCB_SetTLSBase(seL4_TCB _service, seL4_Word tls_base)
{
    return sel4_invoke_words(_service, TCBSetTLSBase, 0, 1, tls_base, 0, 0, 0);
}

typedef struct {
    int error;
    seL4_Word flags; /* as they are now */
} seL4_TCB_SetFlags_t;

static inline seL4_TCB_SetFlags_t seL4_TCB_SetFlags(seL4_TCB _service, seL4_Word clear,
                                                    seL4_Word set)
{
    seL4_TCB_SetFlags_t result;
    struct sel4_regs r;

    sel4_regs_any(&r);
    r.mr0 = clear;
    r.mr1 = set;
    result.error = (int)sel4_invoke(_service, TCBSetFlags, 0, 2, &r);
    result.flags = r.mr0;
    return result;
}

/* Deletes every capability derived from this one. */
static inline seL4_Error seL4_CNode_Revoke(seL4_CNode _service, seL4_Word index, seL4_Uint8 depth)
{
    return sel4_invoke_words(_service, CNodeRevoke, 0, 2, index, depth, 0, 0);
}

static inline seL4_Error seL4_CNode_Delete(seL4_CNode _service, seL4_Word index, seL4_Uint8 depth)
{
    return sel4_invoke_words(_service, CNodeDelete, 0, 2, index, depth, 0, 0);
}

static inline seL4_Error seL4_CNode_CancelBadgedSends(seL4_CNode _service, seL4_Word index,
                                                      seL4_Uint8 depth)
{
    return sel4_invoke_words(_service, CNodeCancelBadgedSends, 0, 2, index, depth, 0, 0);
}

static inline seL4_Error seL4_CNode_Copy(seL4_CNode _service, seL4_Word dest_index,
                                         seL4_Uint8 dest_depth, seL4_CNode src_root,
                                         seL4_Word src_index, seL4_Uint8 src_depth,
                                         seL4_CapRights_t rights)
{
    seL4_SetCap(0, src_root);
    seL4_SetMR(4, rights.words[0]);
    return sel4_invoke_words(_service, CNodeCopy, 1, 5, dest_index, dest_depth, src_index,
                             src_depth);
}

static inline seL4_Error seL4_CNode_Mint(seL4_CNode _service, seL4_Word dest_index,
                                         seL4_Uint8 dest_depth, seL4_CNode src_root,
                                         seL4_Word src_index, seL4_Uint8 src_depth,
                                         seL4_CapRights_t rights, seL4_Word badge)
{
    seL4_SetCap(0, src_root);
    seL4_SetMR(4, rights.words[0]);
    seL4_SetMR(5, badge);
    return sel4_invoke_words(_service, CNodeMint, 1, 6, dest_index, dest_depth, src_index,
                             src_depth);
}

static inline seL4_Error seL4_CNode_Move(seL4_CNode _service, seL4_Word dest_index,
                                         seL4_Uint8 dest_depth, seL4_CNode src_root,
                                         seL4_Word src_index, seL4_Uint8 src_depth)
{
    seL4_SetCap(0, src_root);
    return sel4_invoke_words(_service, CNodeMove, 1, 4, dest_index, dest_depth, src_index,
                             src_depth);
}

static inline seL4_Error seL4_CNode_Mutate(seL4_CNode _service, seL4_Word dest_index,
                                           seL4_Uint8 dest_depth, seL4_CNode src_root,
                                           seL4_Word src_index, seL4_Uint8 src_depth,
                                           seL4_Word badge)
{
    seL4_SetCap(0, src_root);
    seL4_SetMR(4, badge);
    return sel4_invoke_words(_service, CNodeMutate, 1, 5, dest_index, dest_depth, src_index,
                             src_depth);
}

/* Moves the pivot to the destination (dest_badge) and the source to the pivot (pivot_badge). */
static inline seL4_Error seL4_CNode_Rotate(seL4_CNode _service, seL4_Word dest_index,
                                           seL4_Uint8 dest_depth, seL4_Word dest_badge,
                                           seL4_CNode pivot_root, seL4_Word pivot_index,
                                           seL4_Uint8 pivot_depth, seL4_Word pivot_badge,
                                           seL4_CNode src_root, seL4_Word src_index,
                                           seL4_Uint8 src_depth)
{
    seL4_SetCap(0, pivot_root);
    seL4_SetCap(1, src_root);
    seL4_SetMR(4, pivot_depth);
    seL4_SetMR(5, pivot_badge);
    seL4_SetMR(6, src_index);
    seL4_SetMR(7, src_depth);
    return sel4_invoke_words(_service, CNodeRotate, 2, 8, dest_index, dest_depth, dest_badge,
                             pivot_index);
}

/* Puts the handler of interrupt `irq` in the slot at `index`. */
static inline seL4_Error seL4_IRQControl_Get(seL4_IRQControl _service, seL4_Word irq,
                                             seL4_CNode root, seL4_Word index, seL4_Uint8 depth)
{
    seL4_SetCap(0, root);
    return sel4_invoke_words(_service, IRQIssueIRQHandler, 1, 3, irq, index, depth, 0);
}

static inline seL4_Error seL4_IRQHandler_Ack(seL4_IRQHandler _service)
{
    return sel4_invoke_bare(_service, IRQAckIRQ, 0);
}

static inline seL4_Error seL4_IRQHandler_SetNotification(seL4_IRQHandler _service,
                                                         seL4_CPtr notification)
{
    seL4_SetCap(0, notification);
    return sel4_invoke_bare(_service, IRQSetIRQHandler, 1);
}

static inline seL4_Error seL4_IRQHandler_Clear(seL4_IRQHandler _service)
{
    return sel4_invoke_bare(_service, IRQClearIRQHandler, 0);
}
