/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A message as a program sees it: words and capabilities in the IPC buffer.
 * The first four words travel in registers; the stubs of syscalls.h move them,
 * so here all words look alike.  A word beyond the length of the message that
 * was received last has no defined value.
 */
#pragma once

#include <sel4/types.h>

/*
 * The IPC buffer of this thread.  A plain global, because a protection domain
 * is one thread; its start-up code sets it before the first system call.
 */
#ifdef __cplusplus
extern "C" {
#endif
extern seL4_IPCBuffer *__sel4_ipc_buffer;
#ifdef __cplusplus
}
#endif

static inline seL4_IPCBuffer *seL4_GetIPCBuffer(void)
{
    return __sel4_ipc_buffer;
}

static inline void seL4_SetIPCBuffer(seL4_IPCBuffer *buffer)
{
    __sel4_ipc_buffer = buffer;
}

/* Message register `i`, 0 to seL4_MsgMaxLength - 1. */
static inline seL4_Word seL4_GetMR(int i)
{
    return seL4_GetIPCBuffer()->msg[i];
}

static inline void seL4_SetMR(int i, seL4_Word value)
{
    seL4_GetIPCBuffer()->msg[i] = value;
}

static inline seL4_Word seL4_GetUserData(void)
{
    return seL4_GetIPCBuffer()->userData;
}

static inline void seL4_SetUserData(seL4_Word value)
{
    seL4_GetIPCBuffer()->userData = value;
}

/* Extra capability `i` (0 to 2) to send with the next message. */
static inline seL4_CPtr seL4_GetCap(int i)
{
    return seL4_GetIPCBuffer()->caps_or_badges[i];
}

static inline void seL4_SetCap(int i, seL4_CPtr cap)
{
    seL4_GetIPCBuffer()->caps_or_badges[i] = cap;
}

/* Badge of extra capability `i` received; meant if its capsUnwrapped bit is set. */
static inline seL4_Word seL4_GetBadge(int i)
{
    return seL4_GetIPCBuffer()->caps_or_badges[i];
}

/* The empty slot that takes a capability sent to this thread. */
static inline void seL4_SetCapReceivePath(seL4_CPtr receiveCNode, seL4_CPtr receiveIndex,
                                          seL4_Word receiveDepth)
{
    seL4_IPCBuffer *buffer = seL4_GetIPCBuffer();

    buffer->receiveCNode = receiveCNode;
    buffer->receiveIndex = receiveIndex;
    buffer->receiveDepth = receiveDepth;
}
