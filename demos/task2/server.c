/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 2, the server: answers the client's calls, and writes what it saw on the
 * report page, which the client can read but not forge.
 *
 * It believes nothing that a message says about its sender: who calls, it knows
 * from the channel, which comes from the kernel.
 */
#include <microkit.h>

#include "util.h"

/* The slot of a protection domain's reply object (Microkit manual, "Internals"). */
enum { REPLY_OBJECT = 4 };

/* Set by the tool (setvar_vaddr). */
seL4_Word exchange_vaddr;
seL4_Word report_vaddr;

static volatile struct report *report(void)
{
    return (volatile struct report *)report_vaddr;
}

static microkit_msginfo answer_words(microkit_msginfo msginfo)
{
    seL4_Word count = microkit_msginfo_get_count(msginfo);
    seL4_Word right = 0;

    for (seL4_Uint8 i = 0; i < count; i++) {
        seL4_Word word = microkit_mr_get(i);

        right += word == word_question(count, i);
        microkit_mr_set(i, word_answer(word));
    }
    report()->words_right = right;
    return microkit_msginfo_new(microkit_msginfo_get_label(msginfo), (seL4_Uint16)count);
}

static microkit_msginfo answer_sum(microkit_msginfo msginfo)
{
    seL4_Word count = microkit_msginfo_get_count(msginfo);
    seL4_Word sum = 0;

    for (seL4_Uint8 i = 0; i < count; i++) {
        sum += microkit_mr_get(i);
    }
    microkit_mr_set(0, sum);
    return microkit_msginfo_new(microkit_msginfo_get_label(msginfo), 1);
}

/* Turns the page round and inverts every byte, in place. */
static void page_transform(seL4_Uint8 *page)
{
    for (seL4_Word i = 0; i < PAGE_BYTES / 2; i++) {
        seL4_Uint8 low = page[i];

        page[i] = byte_inverted(page[PAGE_BYTES - 1 - i]);
        page[PAGE_BYTES - 1 - i] = byte_inverted(low);
    }
}

static microkit_msginfo answer_page(microkit_msginfo msginfo)
{
    seL4_Uint8 *page = (seL4_Uint8 *)exchange_vaddr;
    seL4_Bool right = page_checksum(page) == microkit_mr_get(0);

    microkit_dbg_puts(right ? "server: the page has the checksum that the message names\n"
                            : "server: the page has another checksum than the message names\n");
    report()->page_right = (seL4_Word)right;
    page_transform(page);
    microkit_mr_set(0, page_checksum(page));
    return microkit_msginfo_new(microkit_msginfo_get_label(msginfo), 1);
}

static const char *channel_name(seL4_Word ch)
{
    return ch == CHANNEL_ADMIN ? "\"admin\"" : ch == CHANNEL_USER ? "\"user\"" : "nobody";
}

static microkit_msginfo answer_set(microkit_channel ch)
{
    seL4_Bool allowed = ch == CHANNEL_ADMIN;

    microkit_dbg_puts("server: message says ");
    microkit_dbg_puts(channel_name(microkit_mr_get(0)));
    microkit_dbg_puts(", kernel's badge says ");
    microkit_dbg_puts(channel_name(ch));
    microkit_dbg_puts(allowed ? ": done\n" : ": refused\n");
    if (allowed) {
        report()->setting = microkit_mr_get(1);
    }
    microkit_mr_set(0, ch);
    return microkit_msginfo_new(allowed ? SET_DONE : SET_REFUSED, 1);
}

static void reply_by_hand(seL4_Word which)
{
    microkit_mr_set(0, which);
    seL4_Send(REPLY_OBJECT, microkit_msginfo_new(which, 1));
    report()->replies_tried++;
}

/*
 * A reply is normally what protected() returns.  Here the reply object is used
 * by hand, and then again, and then once more by returning.  (Only a server
 * with time of its own may do this: a passive one would give the caller's time
 * back with the first reply and never get to the second.)
 */
static microkit_msginfo answer_twice(void)
{
    report()->replies_tried = 0;
    reply_by_hand(REPLY_FIRST);
    reply_by_hand(REPLY_SECOND);
    microkit_dbg_puts("server: replied by hand, then again; returning makes a third reply\n");
    microkit_mr_set(0, REPLY_BY_RETURNING);
    return microkit_msginfo_new(REPLY_BY_RETURNING, 1);
}

static microkit_msginfo answer_signal(microkit_channel ch, microkit_msginfo msginfo)
{
    seL4_Word count = microkit_mr_get(0);

    for (seL4_Word i = 0; i < count; i++) {
        microkit_notify(ch);
    }
    microkit_dbg_puts("server: signals sent on channel ");
    microkit_dbg_puts(channel_name(ch));
    microkit_dbg_puts(" during the call: ");
    microkit_dbg_put32((seL4_Uint32)count);
    microkit_dbg_puts("\n");
    microkit_mr_set(0, ch);
    return microkit_msginfo_new(microkit_msginfo_get_label(msginfo), 1);
}

void init(void)
{
}

void notified(microkit_channel ch)
{
    if (ch == CHANNEL_USER) {
        report()->signals++;
    }
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    switch (label_request(microkit_msginfo_get_label(msginfo))) {
    case REQUEST_WORDS:
        return answer_words(msginfo);
    case REQUEST_SUM:
        return answer_sum(msginfo);
    case REQUEST_PAGE:
        return answer_page(msginfo);
    case REQUEST_SET:
        return answer_set(ch);
    case REQUEST_REPLY_TWICE:
        return answer_twice();
    case REQUEST_SIGNAL:
        return answer_signal(ch, msginfo);
    }
    microkit_dbg_puts("server: a request that is not in util.h; an empty answer\n");
    return microkit_msginfo_new(0, 0);
}
