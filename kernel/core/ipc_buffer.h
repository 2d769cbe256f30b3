/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * IPC buffers: the one frame of each thread that the kernel reads and writes
 * itself (ABI.md 2.2, 9.5).
 */
#pragma once

#include "err.h"

/* Its words; message word i is at BUFFER_MSG + i. */
enum {
    BUFFER_TAG = 0,
    BUFFER_MSG = 1,
    BUFFER_CAPS = 122, /* sender: cptrs; receiver: badges of unwrapped ones */
    BUFFER_RECEIVE_ROOT = 125,
    BUFFER_RECEIVE_INDEX = 126,
    BUFFER_RECEIVE_DEPTH = 127
};

/* The low bits of the usual buffer's capability: a small frame, not device
   memory, that the user may read and write. */
#define IPC_BUFFER_USUAL ((word_t)CAP_FRAME | FRAME_SMALL << 5 | ACCESS_READ_WRITE << 7)

static inline bool ipc_buffer_is_usual(const struct tcb *tcb)
{
    return (tcb->slot[TCB_IPC_BUFFER].cap.word[0] & MASK(17)) == IPC_BUFFER_USUAL;
}

/* ipc_buffer_of() of a usual one. */
static inline word_t *ipc_buffer_usual(const struct tcb *tcb)
{
    return phys_ptr(cap_object(tcb->slot[TCB_IPC_BUFFER].cap) +
                    (tcb->ipc_buffer & MASK(seL4_PageBits)));
}

/* ipc_buffer_of for every other capability. */
word_t *ipc_buffer_of_unusual(const struct tcb *tcb, bool writable);

/*
 * The thread's IPC buffer as the kernel sees it, at its message area's word 0
 * (tag), or NULL if it has none usable.  `writable`: it is to be written.
 * A thread without buffer (ipc_buffer 0) has no capability in TCB_IPC_BUFFER.
 */
static inline word_t *ipc_buffer_of(const struct tcb *tcb, bool writable)
{
    return LIKELY(ipc_buffer_is_usual(tcb)) ? ipc_buffer_usual(tcb)
                                            : ipc_buffer_of_unusual(tcb, writable);
}

/* Check a frame as IPC buffer at `address` (ABI.md 9.5). */
MUST_USE struct err ipc_buffer_check(cap_t frame, vaddr_t address);
