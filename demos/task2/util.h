/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What server and client of task 2 agree on: channels, the meaning of messages
 * and pages, and the arithmetic that both do so that each can check the other.
 */
#pragma once

#include <microkit.h>

/* Channel ids; the same at both ends (system.xml). */
enum { CHANNEL_USER = 1, CHANNEL_ADMIN = 2 };

/*
 * Requests: the low byte of a call's label.  The rest of the label means
 * nothing; the server returns it, so that a change would be noticed.
 */
enum request {
    REQUEST_WORDS = 1,   /* any words; each comes back as word_answer() of it */
    REQUEST_SUM,         /* any words; one comes back, their sum */
    REQUEST_PAGE,        /* checksum of the exchange page; that of the changed page comes back */
    REQUEST_SET,         /* claimed channel, value: sets the server's setting, admin only */
    REQUEST_REPLY_TWICE, /* one word comes back: which of the replies this is */
    REQUEST_SIGNAL       /* count: the server signals that often on the channel of the call; its
                            number comes back */
};

#define LABEL_MARK 0xabcde1234500ull /* with the request below, all 52 bits' worth of label */

static inline seL4_Word label_make(enum request request)
{
    return LABEL_MARK | request;
}

static inline enum request label_request(seL4_Word label)
{
    return (enum request)(label & 0xff);
}

/* Labels of replies to REQUEST_SET, whose word is the channel that the call came in on. */
enum { SET_REFUSED = 1, SET_DONE };

/* Labels and words of the three replies to REQUEST_REPLY_TWICE. */
enum { REPLY_FIRST = 11, REPLY_SECOND, REPLY_BY_RETURNING };

/* The exchange page: both may write. */
enum { PAGE_BYTES = 4096 };

/* The report page: what the server saw.  The client's mapping is read-only. */
struct report {
    seL4_Word words_right;   /* of the last REQUEST_WORDS */
    seL4_Word page_right;    /* 1: the page had the checksum that the message named */
    seL4_Word setting;       /* changed by REQUEST_SET alone */
    seL4_Word replies_tried; /* by hand, in the last REQUEST_REPLY_TWICE */
    seL4_Word signals;       /* calls of the server's notified() */
};

/* Word `i` of a message of `count` words. */
static inline seL4_Word word_question(seL4_Word count, seL4_Word i)
{
    return (count << 56) + (i + 1) * 0x9e3779b97f4a7c15ull; /* odd: neighbours differ everywhere */
}

static inline seL4_Word word_answer(seL4_Word question)
{
    return 3 * question + 1;
}

/* Byte `i` of the exchange page, before the server changes it. */
static inline seL4_Uint8 page_byte(seL4_Word i)
{
    return (seL4_Uint8)(i ^ i >> 5);
}

/* Its own inverse. */
static inline seL4_Uint8 byte_inverted(seL4_Uint8 byte)
{
    return byte ^ 0xff;
}

/* FNV-1a, 64 bits. */
static inline seL4_Word page_checksum(const seL4_Uint8 *page)
{
    seL4_Word sum = 0xcbf29ce484222325ull;

    for (seL4_Word i = 0; i < PAGE_BYTES; i++) {
        sum = (sum ^ page[i]) * 0x100000001b3ull;
    }
    return sum;
}
