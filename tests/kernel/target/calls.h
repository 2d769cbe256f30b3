/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System calls as the tests make them.  Each fills every register with a
 * pattern first, and compares all of them, and the whole IPC buffer, afterwards:
 * what ABI.md does not name as an output must not have changed (1.2, 2.2).  A
 * test that uses these functions checks that, whatever else it is about.
 *
 * What came back is in got().
 */
#pragma once

#include "thread.h"

/* Up to 40 words by value. */
struct words {
    seL4_Word count;
    seL4_Word word[40];
};

#define W(...)                                                                                     \
    ((struct words){sizeof((seL4_Word[]){__VA_ARGS__}) / sizeof(seL4_Word), {__VA_ARGS__}})
#define NONE ((struct words){0, {0}})

/* What is sent: `caps` are capability pointers, at most 3. */
struct message {
    seL4_Word label;
    struct words caps;
    struct words words;
};

#define MESSAGE(label_, caps_, words_) ((struct message){(label_), (caps_), (words_)})
#define EMPTY_MESSAGE                  MESSAGE(0, NONE, NONE)

/* The system calls (ABI.md 1.3); `reply` is a capability pointer to a reply object. */
void sys_send(seL4_CPtr to, struct message message);
void sys_nbsend(seL4_CPtr to, struct message message);
void sys_call(seL4_CPtr to, struct message message);
void sys_recv(seL4_CPtr from, seL4_CPtr reply);
void sys_nbrecv(seL4_CPtr from, seL4_CPtr reply);
void sys_wait(seL4_CPtr from);
void sys_nbwait(seL4_CPtr from);
void sys_reply_recv(seL4_CPtr from, seL4_CPtr reply, struct message message);
void sys_nbsend_recv(seL4_CPtr to, struct message message, seL4_CPtr from, seL4_CPtr reply);
void sys_nbsend_wait(seL4_CPtr to, struct message message, seL4_CPtr from);
void sys_yield(void);

/* No system call: counts down from `count`, with two instructions each, and compares all registers
   afterwards as well. */
void count_down(seL4_Word count);

/* Whether the last call that received got a message: a notification leaves x1 as it was. */
seL4_Bool got_message(void);

/* A Call whose answer is the kernel's: returns its label, seL4_NoError or an error. */
seL4_Word invoke(seL4_CPtr cap, seL4_Word label, struct words caps, struct words words);

/* Any system call number with any registers x0 to x8; changes nothing else.  For what the functions
   above cannot say.  The caller judges self()->before and self()->after. */
void sys_raw(seL4_Word number, const seL4_Word x[9]);

/* A system call with this x0, after which no register but x0 has changed, and of the IPC buffer no
   word that is not in [1, 1 + words).  Returns x0. */
seL4_Word sys_quiet(long number, seL4_Word x0, unsigned words);

/* Sets a message that a following sys_raw() will find in the IPC buffer. */
void fill_buffer(const struct message *message);
