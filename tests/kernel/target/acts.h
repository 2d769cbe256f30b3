/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * For tests of message passing: threads that make the system calls of a list,
 * one after the other.
 *
 *     struct thread *server = ACTOR(120, RECV(ep), REPLY_RECV(7, ep));
 *     struct thread *client = ACTOR(90, CALL(ep, 3));
 *
 * `step` counts the calls that came back; heard() is what each one brought.
 */
#pragma once

#include "nodes.h"

/* One system call.  Those without `message` send the label alone. */
struct act {
    int number;
    seL4_CPtr to;
    seL4_CPtr from;
    seL4_CPtr reply;
    seL4_Word label;
    const struct message *message;
};

enum { MOST_ACTS = 6 };
enum { GRANT = 0x4, GRANT_REPLY = 0x8 }; /* rights of endpoint capabilities (ABI.md 2.4) */

#define MY_REPLY (~(seL4_CPtr)0) /* the reply object of the thread that acts */

#define SEND(to_, label_)   {.number = seL4_SysSend, .to = (to_), .label = (label_)}
#define NBSEND(to_, label_) {.number = seL4_SysNBSend, .to = (to_), .label = (label_)}
#define CALL(to_, label_)   {.number = seL4_SysCall, .to = (to_), .label = (label_)}
#define RECV(from_)         {.number = seL4_SysRecv, .from = (from_), .reply = MY_REPLY}
#define NBRECV(from_)       {.number = seL4_SysNBRecv, .from = (from_), .reply = MY_REPLY}
#define WAIT(from_)         {.number = seL4_SysWait, .from = (from_)}
#define NBWAIT(from_)       {.number = seL4_SysNBWait, .from = (from_)}
#define YIELD               {.number = seL4_SysYield}
#define REPLY_RECV(label_, from_)                                                                  \
    {.number = seL4_SysReplyRecv, .label = (label_), .from = (from_), .reply = MY_REPLY}
#define NBSEND_RECV(to_, label_, from_)                                                            \
    {.number = seL4_SysNBSendRecv,                                                                 \
     .to = (to_),                                                                                  \
     .label = (label_),                                                                            \
     .from = (from_),                                                                              \
     .reply = MY_REPLY}
#define NBSEND_WAIT(to_, label_, from_)                                                            \
    {.number = seL4_SysNBSendWait, .to = (to_), .label = (label_), .from = (from_)}

/* Of a whole message; it must stay as it is until the call is made. */
#define SEND_ALL(to_, message_) {.number = seL4_SysSend, .to = (to_), .message = (message_)}
#define CALL_ALL(to_, message_) {.number = seL4_SysCall, .to = (to_), .message = (message_)}
#define REPLY_ALL(message_, from_)                                                                 \
    {.number = seL4_SysReplyRecv, .message = (message_), .from = (from_), .reply = MY_REPLY}

/* A thread that will act so, not started (make.h). */
struct thread *actor_acts(seL4_Word priority, const struct act *acts, seL4_Word count);
#define ACTOR(priority_, ...)                                                                      \
    actor_acts((priority_), (const struct act[]){__VA_ARGS__},                                     \
               sizeof((const struct act[]){__VA_ARGS__}) / sizeof(struct act))

/* What its act number `i` (from 0) brought. */
const struct received *heard(const struct thread *actor, seL4_Word i);

/* Makes one call of this thread's own. */
void act(const struct act *act);

/* Starts `actor`, which is to block in its first receive, and takes its scheduling context: from
   then on it runs on the time of its callers alone. */
void start_passive(struct thread *actor);

/* Its faults go to `endpoint`. */
void faults_to(struct thread *actor, seL4_CPtr endpoint);

/* Which scheduling context a thread has.  This changes it: runs_on() takes it away, has_no_time()
   gives it one, with which it goes on if it can. */
seL4_Bool runs_on(const struct thread *thread, seL4_CPtr sched_context);
seL4_Bool runs_on_its_own(const struct thread *thread);
seL4_Bool has_no_time(const struct thread *thread);

/* A non-blocking receive of the tester's on `endpoint` takes a message with `label`, without words
   and capabilities, whose badge is `badge`. */
#define TAKES(endpoint_, badge_, label_) expect_taken(HERE, (endpoint_), (badge_), (label_))
void expect_taken(const char *where, seL4_CPtr endpoint, seL4_Word badge, seL4_Word label);

/* ... takes nothing. */
#define TAKES_NOTHING(endpoint_) expect_nothing(HERE, (endpoint_))
void expect_nothing(const char *where, seL4_CPtr endpoint);

/* The word that is signalled at a notification; it is idle afterwards. */
seL4_Word signalled(seL4_CPtr notification);

/* ---- Capabilities in messages to this thread ---- */

/* Its slot for one. */
void receive_into(struct place place);

/* A fresh slot for one. */
seL4_CPtr receive_into_fresh_slot(void);

/* A thread sends a message with these capabilities through `to`; this one receives it. */
void take_from(seL4_CPtr endpoint, seL4_CPtr to, struct words caps);

/* What the receiver's buffer had in the place for badge `i`, and has there now. */
enum { NO_BADGE = 0xbad0 };
seL4_Word received_badge(unsigned i);

/* So many arrived, and these bits say which of them as badges. */
#define CAME(caps_, unwrapped_)                                                                    \
    do {                                                                                           \
        CHECK_EQUAL(got()->caps, (caps_));                                                         \
        CHECK_EQUAL(got()->unwrapped, (unwrapped_));                                               \
    } while (0)

/* ---- Capability pointers ---- */

/* A capability pointer that no thread with the root CNode as CSpace can resolve, and why not. */
#define UNRESOLVABLE (1ull << 63)
#define ITS_FAILURE                                                                                \
    seL4_GuardMismatch, seL4_WordBits, 0, seL4_WordBits - bootinfo->initThreadCNodeSizeBits
