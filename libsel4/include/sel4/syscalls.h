/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system calls.
 *
 * Registers at `svc`: x7 the call, x0 the capability, x1 the message info, x2
 * to x5 the first four words, x6 the reply object (NBSendWait: where to send),
 * x8 where NBSendRecv sends.  The kernel changes x0 to x5 of a call that
 * receives, nothing of one that only sends, and no other register: so the stubs
 * name no clobbers but memory, and a caller keeps its values where they are.
 *
 * The protected-call path is counted in instructions.  Hence: a message of no
 * words touches no IPC buffer, and what is known at compile time costs nothing.
 */
#pragma once

#include <sel4/constants.h>
#include <sel4/message.h>
#include <sel4/types.h>

/* x0 to x5 before and after `svc`. */
struct sel4_regs {
    seL4_Word cap_badge;
    seL4_Word info;
    seL4_Word mr0, mr1, mr2, mr3;
};

/* Gives mr0 to mr3 whatever their registers hold: no instruction.  Volatile, or the compiler keeps
   one such set of values in other registers and copies it before each call of a loop. */
static inline void sel4_regs_any(struct sel4_regs *r)
{
    __asm__ volatile("" : "=r"(r->mr0), "=r"(r->mr1), "=r"(r->mr2), "=r"(r->mr3));
}

/* Names `cap` and, if `info` says that there are words, loads the first four. */
static inline void sel4_regs_load(struct sel4_regs *r, seL4_CPtr cap, seL4_MessageInfo_t info)
{
    if (seL4_MessageInfo_get_length(info) == 0) {
        sel4_regs_any(r);
    } else {
        const seL4_Word *msg = seL4_GetIPCBuffer()->msg;

        r->mr0 = msg[0];
        r->mr1 = msg[1];
        r->mr2 = msg[2];
        r->mr3 = msg[3];
    }
    r->cap_badge = cap;
    r->info = info.words[0];
}

/* For receiving alone: an empty info, so that a notification reads as no words. */
static inline void sel4_regs_receive(struct sel4_regs *r, seL4_CPtr src)
{
    sel4_regs_load(r, src, seL4_MessageInfo_new(0, 0, 0, 0));
}

/*
 * Puts a received message where message.h finds it, and its badge in *badge
 * unless that is null.  A notification leaves x1 to x5 as they were: the info
 * then is the one that was sent, and the words stored are those already there.
 */
static inline seL4_MessageInfo_t sel4_regs_store(const struct sel4_regs *r, seL4_Word *badge)
{
    seL4_MessageInfo_t info = {{r->info}};

    if (seL4_MessageInfo_get_length(info) != 0) {
        seL4_Word *msg = seL4_GetIPCBuffer()->msg;

        msg[0] = r->mr0;
        msg[1] = r->mr1;
        msg[2] = r->mr2;
        msg[3] = r->mr3;
    }
    if (badge != seL4_Null) {
        *badge = r->cap_badge;
    }
    return info;
}

/* As sel4_regs_load, the words from the caller instead; a null pointer is a word 0. */
static inline void sel4_regs_take(struct sel4_regs *r, seL4_CPtr cap, seL4_MessageInfo_t info,
                                  const seL4_Word *mr0, const seL4_Word *mr1,
                                  const seL4_Word *mr2, const seL4_Word *mr3)
{
    r->cap_badge = cap;
    r->info = info.words[0];
    r->mr0 = mr0 != seL4_Null ? *mr0 : 0;
    r->mr1 = mr1 != seL4_Null ? *mr1 : 0;
    r->mr2 = mr2 != seL4_Null ? *mr2 : 0;
    r->mr3 = mr3 != seL4_Null ? *mr3 : 0;
}

/* As sel4_regs_store, the words to the caller instead; null pointers are skipped. */
static inline seL4_MessageInfo_t sel4_regs_give(const struct sel4_regs *r, seL4_Word *badge,
                                                seL4_Word *mr0, seL4_Word *mr1, seL4_Word *mr2,
                                                seL4_Word *mr3)
{
    seL4_MessageInfo_t info = {{r->info}};

    if (badge != seL4_Null) {
        *badge = r->cap_badge;
    }
    if (mr0 != seL4_Null) {
        *mr0 = r->mr0;
    }
    if (mr1 != seL4_Null) {
        *mr1 = r->mr1;
    }
    if (mr2 != seL4_Null) {
        *mr2 = r->mr2;
    }
    if (mr3 != seL4_Null) {
        *mr3 = r->mr3;
    }
    return info;
}

/* A call that sends only. */
static inline void sel4_trap_send(int number, const struct sel4_regs *r)
{
    register seL4_Word x0 __asm__("x0") = r->cap_badge;
    register seL4_Word x1 __asm__("x1") = r->info;
    register seL4_Word x2 __asm__("x2") = r->mr0;
    register seL4_Word x3 __asm__("x3") = r->mr1;
    register seL4_Word x4 __asm__("x4") = r->mr2;
    register seL4_Word x5 __asm__("x5") = r->mr3;
    register seL4_Word x7 __asm__("x7") = (seL4_Word)number;

    __asm__ volatile("svc #0"
                     :
                     : "r"(x0), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5), "r"(x7)
                     : "memory");
}

/* A call that receives, without a second capability. */
static inline void sel4_trap(int number, struct sel4_regs *r)
{
    register seL4_Word x0 __asm__("x0") = r->cap_badge;
    register seL4_Word x1 __asm__("x1") = r->info;
    register seL4_Word x2 __asm__("x2") = r->mr0;
    register seL4_Word x3 __asm__("x3") = r->mr1;
    register seL4_Word x4 __asm__("x4") = r->mr2;
    register seL4_Word x5 __asm__("x5") = r->mr3;
    register seL4_Word x7 __asm__("x7") = (seL4_Word)number;

    __asm__ volatile("svc #0"
                     : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3), "+r"(x4), "+r"(x5)
                     : "r"(x7)
                     : "memory");
    r->cap_badge = x0;
    r->info = x1;
    r->mr0 = x2;
    r->mr1 = x3;
    r->mr2 = x4;
    r->mr3 = x5;
}

/* The same with a second capability in x6. */
static inline void sel4_trap_x6(int number, struct sel4_regs *r, seL4_CPtr second)
{
    register seL4_Word x0 __asm__("x0") = r->cap_badge;
    register seL4_Word x1 __asm__("x1") = r->info;
    register seL4_Word x2 __asm__("x2") = r->mr0;
    register seL4_Word x3 __asm__("x3") = r->mr1;
    register seL4_Word x4 __asm__("x4") = r->mr2;
    register seL4_Word x5 __asm__("x5") = r->mr3;
    register seL4_Word x6 __asm__("x6") = second;
    register seL4_Word x7 __asm__("x7") = (seL4_Word)number;

    __asm__ volatile("svc #0"
                     : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3), "+r"(x4), "+r"(x5)
                     : "r"(x6), "r"(x7)
                     : "memory");
    r->cap_badge = x0;
    r->info = x1;
    r->mr0 = x2;
    r->mr1 = x3;
    r->mr2 = x4;
    r->mr3 = x5;
}

/* The same with a third in x8. */
static inline void sel4_trap_x6_x8(int number, struct sel4_regs *r, seL4_CPtr second,
                                   seL4_CPtr third)
{
    register seL4_Word x0 __asm__("x0") = r->cap_badge;
    register seL4_Word x1 __asm__("x1") = r->info;
    register seL4_Word x2 __asm__("x2") = r->mr0;
    register seL4_Word x3 __asm__("x3") = r->mr1;
    register seL4_Word x4 __asm__("x4") = r->mr2;
    register seL4_Word x5 __asm__("x5") = r->mr3;
    register seL4_Word x6 __asm__("x6") = second;
    register seL4_Word x7 __asm__("x7") = (seL4_Word)number;
    register seL4_Word x8 __asm__("x8") = third;

    __asm__ volatile("svc #0"
                     : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3), "+r"(x4), "+r"(x5)
                     : "r"(x6), "r"(x7), "r"(x8)
                     : "memory");
    r->cap_badge = x0;
    r->info = x1;
    r->mr0 = x2;
    r->mr1 = x3;
    r->mr2 = x4;
    r->mr3 = x5;
}

/* Sends and waits for the reply.  Invocations of kernel objects are calls too. */
static inline seL4_MessageInfo_t seL4_Call(seL4_CPtr dest, seL4_MessageInfo_t msgInfo)
{
    struct sel4_regs r;

    sel4_regs_load(&r, dest, msgInfo);
    sel4_trap(seL4_SysCall, &r);
    return sel4_regs_store(&r, seL4_Null);
}

static inline seL4_MessageInfo_t seL4_CallWithMRs(seL4_CPtr dest, seL4_MessageInfo_t msgInfo,
                                                  seL4_Word *mr0, seL4_Word *mr1, seL4_Word *mr2,
                                                  seL4_Word *mr3)
{
    struct sel4_regs r;

    sel4_regs_take(&r, dest, msgInfo, mr0, mr1, mr2, mr3);
    sel4_trap(seL4_SysCall, &r);
    return sel4_regs_give(&r, seL4_Null, mr0, mr1, mr2, mr3);
}

/* Sends; waits until there is a receiver. */
static inline void seL4_Send(seL4_CPtr dest, seL4_MessageInfo_t msgInfo)
{
    struct sel4_regs r;

    sel4_regs_load(&r, dest, msgInfo);
    sel4_trap_send(seL4_SysSend, &r);
}

static inline void seL4_SendWithMRs(seL4_CPtr dest, seL4_MessageInfo_t msgInfo,
                                    const seL4_Word *mr0, const seL4_Word *mr1,
                                    const seL4_Word *mr2, const seL4_Word *mr3)
{
    struct sel4_regs r;

    sel4_regs_take(&r, dest, msgInfo, mr0, mr1, mr2, mr3);
    sel4_trap_send(seL4_SysSend, &r);
}

/* Sends if there is a receiver, else does nothing. */
static inline void seL4_NBSend(seL4_CPtr dest, seL4_MessageInfo_t msgInfo)
{
    struct sel4_regs r;

    sel4_regs_load(&r, dest, msgInfo);
    sel4_trap_send(seL4_SysNBSend, &r);
}

static inline void seL4_NBSendWithMRs(seL4_CPtr dest, seL4_MessageInfo_t msgInfo,
                                      const seL4_Word *mr0, const seL4_Word *mr1,
                                      const seL4_Word *mr2, const seL4_Word *mr3)
{
    struct sel4_regs r;

    sel4_regs_take(&r, dest, msgInfo, mr0, mr1, mr2, mr3);
    sel4_trap_send(seL4_SysNBSend, &r);
}

/* Signals a notification. */
static inline void seL4_Signal(seL4_CPtr dest)
{
    seL4_Send(dest, seL4_MessageInfo_new(0, 0, 0, 0));
}

/* Receives from an endpoint (or the bound notification); a caller is put on `reply`. */
static inline seL4_MessageInfo_t seL4_Recv(seL4_CPtr src, seL4_Word *sender, seL4_CPtr reply)
{
    struct sel4_regs r;

    sel4_regs_receive(&r, src);
    sel4_trap_x6(seL4_SysRecv, &r, reply);
    return sel4_regs_store(&r, sender);
}

static inline seL4_MessageInfo_t seL4_RecvWithMRs(seL4_CPtr src, seL4_Word *sender, seL4_Word *mr0,
                                                  seL4_Word *mr1, seL4_Word *mr2, seL4_Word *mr3,
                                                  seL4_CPtr reply)
{
    struct sel4_regs r;

    sel4_regs_receive(&r, src);
    sel4_trap_x6(seL4_SysRecv, &r, reply);
    return sel4_regs_give(&r, sender, mr0, mr1, mr2, mr3);
}

/* The same without waiting: *sender is 0 if there was nothing. */
static inline seL4_MessageInfo_t seL4_NBRecv(seL4_CPtr src, seL4_Word *sender, seL4_CPtr reply)
{
    struct sel4_regs r;

    sel4_regs_receive(&r, src);
    sel4_trap_x6(seL4_SysNBRecv, &r, reply);
    return sel4_regs_store(&r, sender);
}

/* Replies to whoever waits on `reply`, then receives from `src`. */
static inline seL4_MessageInfo_t seL4_ReplyRecv(seL4_CPtr src, seL4_MessageInfo_t msgInfo,
                                                seL4_Word *sender, seL4_CPtr reply)
{
    struct sel4_regs r;

    sel4_regs_load(&r, src, msgInfo);
    sel4_trap_x6(seL4_SysReplyRecv, &r, reply);
    return sel4_regs_store(&r, sender);
}

static inline seL4_MessageInfo_t seL4_ReplyRecvWithMRs(seL4_CPtr src, seL4_MessageInfo_t msgInfo,
                                                       seL4_Word *sender, seL4_Word *mr0,
                                                       seL4_Word *mr1, seL4_Word *mr2,
                                                       seL4_Word *mr3, seL4_CPtr reply)
{
    struct sel4_regs r;

    sel4_regs_take(&r, src, msgInfo, mr0, mr1, mr2, mr3);
    sel4_trap_x6(seL4_SysReplyRecv, &r, reply);
    return sel4_regs_give(&r, sender, mr0, mr1, mr2, mr3);
}

/* Sends to `dest` without waiting, then receives from `src`. */
static inline seL4_MessageInfo_t seL4_NBSendRecv(seL4_CPtr dest, seL4_MessageInfo_t msgInfo,
                                                 seL4_CPtr src, seL4_Word *sender, seL4_CPtr reply)
{
    struct sel4_regs r;

    sel4_regs_load(&r, src, msgInfo);
    sel4_trap_x6_x8(seL4_SysNBSendRecv, &r, reply, dest);
    return sel4_regs_store(&r, sender);
}

static inline seL4_MessageInfo_t seL4_NBSendRecvWithMRs(seL4_CPtr dest, seL4_MessageInfo_t msgInfo,
                                                        seL4_CPtr src, seL4_Word *sender,
                                                        seL4_Word *mr0, seL4_Word *mr1,
                                                        seL4_Word *mr2, seL4_Word *mr3,
                                                        seL4_CPtr reply)
{
    struct sel4_regs r;

    sel4_regs_take(&r, src, msgInfo, mr0, mr1, mr2, mr3);
    sel4_trap_x6_x8(seL4_SysNBSendRecv, &r, reply, dest);
    return sel4_regs_give(&r, sender, mr0, mr1, mr2, mr3);
}

/* Sends to `dest` without waiting, then waits on `src` without a reply object. */
static inline seL4_MessageInfo_t seL4_NBSendWait(seL4_CPtr dest, seL4_MessageInfo_t msgInfo,
                                                 seL4_CPtr src, seL4_Word *sender)
{
    struct sel4_regs r;

    sel4_regs_load(&r, src, msgInfo);
    sel4_trap_x6(seL4_SysNBSendWait, &r, dest);
    return sel4_regs_store(&r, sender);
}

static inline seL4_MessageInfo_t seL4_NBSendWaitWithMRs(seL4_CPtr dest, seL4_MessageInfo_t msgInfo,
                                                        seL4_CPtr src, seL4_Word *sender,
                                                        seL4_Word *mr0, seL4_Word *mr1,
                                                        seL4_Word *mr2, seL4_Word *mr3)
{
    struct sel4_regs r;

    sel4_regs_take(&r, src, msgInfo, mr0, mr1, mr2, mr3);
    sel4_trap_x6(seL4_SysNBSendWait, &r, dest);
    return sel4_regs_give(&r, sender, mr0, mr1, mr2, mr3);
}

/* Waits for a notification, or for a message that needs no reply. */
static inline seL4_MessageInfo_t seL4_Wait(seL4_CPtr src, seL4_Word *sender)
{
    struct sel4_regs r;

    sel4_regs_receive(&r, src);
    sel4_trap(seL4_SysWait, &r);
    return sel4_regs_store(&r, sender);
}

static inline seL4_MessageInfo_t seL4_WaitWithMRs(seL4_CPtr src, seL4_Word *sender, seL4_Word *mr0,
                                                  seL4_Word *mr1, seL4_Word *mr2, seL4_Word *mr3)
{
    struct sel4_regs r;

    sel4_regs_receive(&r, src);
    sel4_trap(seL4_SysWait, &r);
    return sel4_regs_give(&r, sender, mr0, mr1, mr2, mr3);
}

/* The same without waiting: *sender is 0 if there was nothing. */
static inline seL4_MessageInfo_t seL4_NBWait(seL4_CPtr src, seL4_Word *sender)
{
    struct sel4_regs r;

    sel4_regs_receive(&r, src);
    sel4_trap(seL4_SysNBWait, &r);
    return sel4_regs_store(&r, sender);
}

static inline seL4_MessageInfo_t seL4_Poll(seL4_CPtr src, seL4_Word *sender)
{
    return seL4_NBWait(src, sender);
}

/* Gives up the rest of this thread's time in the current period. */
static inline void seL4_Yield(void)
{
    register seL4_Word x7 __asm__("x7") = (seL4_Word)seL4_SysYield;

    __asm__ volatile("svc #0" : : "r"(x7) : "memory");
}
