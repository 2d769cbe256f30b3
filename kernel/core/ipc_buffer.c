/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Frames as IPC buffers; see ipc_buffer.h.
 */
#include "ipc_buffer.h"

word_t *ipc_buffer_of_unusual(const struct tcb *tcb, bool writable)
{
    cap_t frame = tcb->slot[TCB_IPC_BUFFER].cap;
    word_t needed = writable ? ACCESS_READ_WRITE : ACCESS_READ;

    if (cap_type(frame) != CAP_FRAME || cap_is_device(frame) ||
        (cap_frame_access(frame) & needed) != needed) {
        return NULL;
    }
    return phys_ptr(cap_object(frame) + (tcb->ipc_buffer & MASK(cap_frame_bits(frame))));
}

struct err ipc_buffer_check(cap_t frame, vaddr_t address)
{
    if (cap_type(frame) != CAP_FRAME || cap_is_device(frame)) {
        return err_illegal();
    }
    return is_aligned(address, seL4_IPCBufferSizeBits) ? ok() : err_plain(seL4_AlignmentError);
}
