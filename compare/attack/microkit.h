/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As much of Microkit's interface as demos/common/safe_server.c and demos/task5/ledger.c use,
 * on Linux: a request arrives over a socket (channel.c), its words lie where a
 * component finds them.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef unsigned long seL4_Word;
typedef uint8_t seL4_Uint8;
typedef uint32_t seL4_Uint32;
typedef int8_t seL4_Bool;
#define seL4_True 1
#define seL4_False 0

typedef unsigned int microkit_channel;
typedef struct {
    seL4_Word label;
    seL4_Word count;
} microkit_msginfo;

enum { MESSAGE_WORDS = 64 };

/* The message registers; each thread has its own. */
extern __thread seL4_Word message_words[MESSAGE_WORDS];

static inline seL4_Word microkit_mr_get(seL4_Word i)
{
    return message_words[i];
}

static inline void microkit_mr_set(seL4_Word i, seL4_Word word)
{
    message_words[i] = word;
}

static inline microkit_msginfo microkit_msginfo_new(seL4_Word label, seL4_Word count)
{
    return (microkit_msginfo){ label, count };
}

static inline seL4_Word microkit_msginfo_get_label(microkit_msginfo info)
{
    return info.label;
}

static inline seL4_Word microkit_msginfo_get_count(microkit_msginfo info)
{
    return info.count;
}

/* Nobody is signalled: the beat of task 4 is not part of this. */
static inline void microkit_notify(microkit_channel ch)
{
    (void)ch;
}

/* Of demos/common/safe_server.c; renamed on the compiler's command line, for two servers may be one
   program here. */
void init(void);
void notified(microkit_channel ch);
microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo);
