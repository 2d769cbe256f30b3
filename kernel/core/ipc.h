/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Moving messages: registers, buffer words, capabilities (ABI.md 2).
 */
#pragma once

#include "ipc_buffer.h"

enum { MESSAGE_REGISTERS = seL4_FastMessageRegisters };

/* Message info word (ABI.md 2.1). */
static inline word_t info_make(word_t label, word_t unwrapped, word_t caps, word_t length)
{
    return label << 12 | unwrapped << 9 | caps << 7 | length;
}

static inline word_t info_label(word_t info)
{
    return info >> 12;
}

static inline unsigned info_caps(word_t info)
{
    return (unsigned)bits_get(info, 8, 7);
}

/* Values above 120 count as 120. */
static inline unsigned info_length(word_t info)
{
    return (unsigned)min_word(bits_get(info, 6, 0), seL4_MsgMaxLength);
}

/* `left` words of a message, at most 116: four at a time, which two pairs of instructions move. */
static inline void ipc_copy_words(const word_t *source, word_t *target, word_t left)
{
    for (; left >= 4; left -= 4, source += 4, target += 4) { /* at most 29 times */
        word_t a = source[0], b = source[1], c = source[2], d = source[3];
        target[0] = a;
        target[1] = b;
        target[2] = c;
        target[3] = d;
    }
    for (; left > 0; left--) { /* at most 3 times */
        *target++ = *source++;
    }
}

/*
 * The words of a message beyond those in registers, from one buffer to another: `length` is more
 * than fit registers, at most 120.
 */
static inline void ipc_copy_buffer(const word_t *from, word_t *to, word_t length)
{
    ipc_copy_words(from + BUFFER_MSG + MESSAGE_REGISTERS, to + BUFFER_MSG + MESSAGE_REGISTERS,
                   length - MESSAGE_REGISTERS);
}

/*
 * Move the message of `sender`, or its fault if it has one pending, to
 * `receiver`.  `ep`: the endpoint between them, NULL for a reply.
 */
void ipc_transfer(struct tcb *sender, struct tcb *receiver, const struct endpoint *ep,
                  word_t badge, bool can_grant);

/*
 * Write a message made by the kernel: `length` words with `label` and `badge`.
 * Without IPC buffer all beyond the fourth are lost.
 */
void ipc_write(struct tcb *receiver, word_t badge, word_t label, const word_t *words,
               unsigned length);

/* Message word `i` that `tcb` sends; `buffer` from ipc_buffer_of(), not NULL if
   i >= 4. */
static inline word_t ipc_word(const struct tcb *tcb, const word_t *buffer, unsigned i)
{
    return i < MESSAGE_REGISTERS ? tcb->context.reg[REG_MR0 + i] : buffer[BUFFER_MSG + i];
}
