/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An invocation: a message to a kernel object.  The dispatcher (invoke.c)
 * copies the message once, finds the object type's method by label and calls
 * it.  A method reads and checks everything first, in the order the ABI gives,
 * and changes the system only when nothing can fail any more.
 */
#pragma once

#include "cap_kind.h"

enum { INVOCATION_WORDS = 8 }; /* the longest fixed argument list */

struct invocation {
    struct cte *target;  /* slot of the invoked capability */
    cap_t cap;           /* its capability */
    word_t label;
    unsigned length;     /* message words, at most 120 */
    word_t mr[INVOCATION_WORDS]; /* the first of them; 0 beyond `length` */
    const word_t *buffer; /* message word i >= 4 at buffer[i]; NULL: none */
    unsigned cap_count;  /* extra capabilities, 0..3 */
    struct cte *extra[seL4_MsgMaxExtraCaps]; /* their slots */
    bool wants_result;   /* invoked by Call */
    unsigned result_length; /* message words of the answer */
    word_t result[seL4_UserContextWords];
};

/* Message word `i` < length. */
static inline word_t invocation_word(const struct invocation *call, unsigned i)
{
    return i < INVOCATION_WORDS ? call->mr[i] : call->buffer[i];
}

/* One operation of an object type, and how many message words and extra capabilities it needs at
   least, before which it looks at nothing.  Its list ends with label 0, which is nobody's: the
   operation for all labels that are not in it, or NULL if they mean nothing. */
struct method {
    uint32_t label;
    uint8_t words;
    uint8_t caps;
    struct err (*run)(struct invocation *call);
};

/* The capability of extra capability `k`; null if its slot is empty.
   k < cap_count. */
static inline cap_t invocation_cap(const struct invocation *call, unsigned k)
{
    return call->extra[k]->cap;
}
