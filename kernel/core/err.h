/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Outcome of an operation, by value: success, an error as the ABI words it
 * (ABI.md 4), or two things only the dispatcher sees.  There is no global
 * error state.
 */
#pragma once

#include "object.h"

enum err_kind {
    ERR_NONE,
    ERR_REPLY,     /* tell the caller: `code` and its details */
    ERR_PREEMPTED, /* an interrupt is pending: the system call starts again */
    ERR_DEFERRED   /* done, but the answer comes later (YieldTo) */
};

struct err {
    uint16_t kind;
    uint16_t code;   /* seL4_Error */
    uint32_t length; /* words of detail */
    word_t detail[5];
};

static inline MUST_USE struct err ok(void)
{
    return (struct err){.kind = ERR_NONE};
}

/* What follows is done only if `call` succeeds; else its error is the outcome. */
#define TRY(call)                                                                      \
    do {                                                                               \
        struct err tried = (call);                                                     \
        if (tried.kind != ERR_NONE) {                                                  \
            return tried;                                                              \
        }                                                                              \
    } while (0)

static inline MUST_USE struct err err_preempted(void)
{
    return (struct err){.kind = ERR_PREEMPTED};
}

static inline MUST_USE struct err err_deferred(void)
{
    return (struct err){.kind = ERR_DEFERRED};
}

static inline MUST_USE struct err err_plain(seL4_Error code)
{
    return (struct err){.kind = ERR_REPLY, .code = (uint16_t)code};
}

static inline MUST_USE struct err err_word(seL4_Error code, word_t detail)
{
    return (struct err){
        .kind = ERR_REPLY, .code = (uint16_t)code, .length = 1, .detail = {detail}};
}

/* Argument `number` (a message register's position in the method) is wrong. */
static inline MUST_USE struct err err_argument(word_t number)
{
    return err_word(seL4_InvalidArgument, number);
}

/* Capability `number` is wrong: 0 the invoked one, k + 1 extra capability k. */
static inline MUST_USE struct err err_capability(word_t number)
{
    return err_word(seL4_InvalidCapability, number);
}

static inline MUST_USE struct err err_illegal(void)
{
    return err_plain(seL4_IllegalOperation);
}

static inline MUST_USE struct err err_truncated(void)
{
    return err_plain(seL4_TruncatedMessage);
}

static inline MUST_USE struct err err_range(word_t min, word_t max)
{
    return (struct err){.kind = ERR_REPLY,
                        .code = seL4_RangeError,
                        .length = 2,
                        .detail = {min, max}};
}

/* A lookup failed; `source`: on the source side of the operation. */
MUST_USE struct err err_lookup(bool source, struct lookup_failure failure);

/* The usual lookup failures. */
static inline struct lookup_failure lookup_invalid_root(void)
{
    return (struct lookup_failure){.type = seL4_InvalidRoot};
}

static inline struct lookup_failure lookup_missing(word_t bits_left)
{
    return (struct lookup_failure){.type = seL4_MissingCapability, .bits_left = bits_left};
}

/*
 * Write a lookup failure as message words at `out` (room for 4).  Returns how
 * many words it takes.
 */
unsigned lookup_failure_encode(struct lookup_failure failure, word_t *out);
