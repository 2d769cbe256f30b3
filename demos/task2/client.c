/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 2, the client: tries each way of talking to the server, checks what came
 * of it and gives the verdict.
 *
 * Every line that says "ok" was compared with what this program works out for
 * itself, or with what the server noted on the report page.
 */
#include <microkit.h>

#include "../common/judge.h"
#include "util.h"

enum { CHECKS = 18 };

const char judge_name[] = "client";

/* Set by the tool (setvar_vaddr). */
seL4_Word exchange_vaddr;
seL4_Word report_vaddr;

static seL4_Word signals_user; /* calls of notified(), by channel */
static seL4_Word signals_admin;

static const volatile struct report *report(void)
{
    return (const volatile struct report *)report_vaddr;
}

static void print_banner(void)
{
    microkit_dbg_puts(
        "Task 2: two components, and between them only what system.xml grants\n"
        "\n"
        "  server  priority 200  answers calls; notes what it saw on page \"report\"\n"
        "  client  priority 100  tries, checks, judges; may only read \"report\"\n"
        "  They share page \"exchange\" and two channels, \"user\" and \"admin\".\n");
}

static microkit_msginfo call(microkit_channel ch, enum request request, seL4_Uint16 count)
{
    return microkit_ppcall(ch, microkit_msginfo_new(label_make(request), count));
}

static seL4_Bool reply_is(microkit_msginfo reply, seL4_Word label, seL4_Word count)
{
    return microkit_msginfo_get_label(reply) == label &&
           microkit_msginfo_get_count(reply) == count;
}

/* True if `count` words reached the server right, and the right answers came back. */
static seL4_Bool words_work(seL4_Uint8 count)
{
    microkit_msginfo reply;
    seL4_Bool right;

    for (seL4_Uint8 i = 0; i < count; i++) {
        microkit_mr_set(i, word_question(count, i));
    }
    reply = call(CHANNEL_USER, REQUEST_WORDS, count);
    right = reply_is(reply, label_make(REQUEST_WORDS), count) && report()->words_right == count;
    for (seL4_Uint8 i = 0; i < count; i++) {
        right = right && microkit_mr_get(i) == word_answer(word_question(count, i));
    }
    return right;
}

/* True if 64 words were answered by one, their sum. */
static seL4_Bool sum_works(void)
{
    seL4_Word sum = 0;
    microkit_msginfo reply;

    for (seL4_Uint8 i = 0; i < 64; i++) {
        microkit_mr_set(i, word_question(64, i));
        sum += word_question(64, i);
    }
    reply = call(CHANNEL_USER, REQUEST_SUM, 64);
    return reply_is(reply, label_make(REQUEST_SUM), 1) && microkit_mr_get(0) == sum;
}

static void try_calls(void)
{
    microkit_dbg_puts("\n1. Protected calls: the client waits, the server answers\n");
    check(words_work(0), "call with 0 words: label and count came back unchanged");
    check(words_work(1), "call with 1 word w: it came back as 3w + 1");
    check(words_work(4), "call with 4 words, all in registers: all came back right");
    check(words_work(8), "call with 8 words, 4 of them in memory: all came back right");
    check(words_work(64), "call with 64 words: all came back right");
    check(sum_works(), "call with 64 words for their sum: 1 word came back, the sum");
}

static seL4_Bool page_is_transformed(const seL4_Uint8 *page)
{
    seL4_Word right = 0;

    for (seL4_Word i = 0; i < PAGE_BYTES; i++) {
        right += page[i] == byte_inverted(page_byte(PAGE_BYTES - 1 - i));
    }
    return right == PAGE_BYTES;
}

static void try_page(void)
{
    seL4_Uint8 *page = (seL4_Uint8 *)exchange_vaddr;
    microkit_msginfo reply;

    microkit_dbg_puts("\n2. A shared page: 4096 bytes change hands and nothing is copied\n");
    for (seL4_Word i = 0; i < PAGE_BYTES; i++) {
        page[i] = page_byte(i);
    }
    microkit_dbg_puts("client: fills \"exchange\", calls with the checksum of its bytes\n");
    microkit_mr_set(0, page_checksum(page));
    reply = call(CHANNEL_USER, REQUEST_PAGE, 1);
    check(report()->page_right == 1, "the server read the bytes that the client wrote");
    check(page_is_transformed(page), "it turned them round and inverted them, all in place");
    check(reply_is(reply, label_make(REQUEST_PAGE), 1) && microkit_mr_get(0) == page_checksum(page),
          "the checksum it returned is that of the page as it is now");
}

/* Asks the server to change its setting; the message claims to come from `claimed`. */
static microkit_msginfo ask_setting(microkit_channel ch, microkit_channel claimed, seL4_Word value)
{
    microkit_mr_set(0, claimed);
    microkit_mr_set(1, value);
    return call(ch, REQUEST_SET, 2);
}

static void try_identity(void)
{
    seL4_Word before = report()->setting;
    seL4_Word wanted = before + 42;
    microkit_msginfo reply;

    microkit_dbg_puts("\n3. Identity: only \"admin\" may change a setting of the server's\n");
    microkit_dbg_puts("client: calls on \"user\"; the message claims to be \"admin\"\n");
    reply = ask_setting(CHANNEL_USER, CHANNEL_ADMIN, wanted);
    check(reply_is(reply, SET_REFUSED, 1) && microkit_mr_get(0) == CHANNEL_USER,
          "refused: the server saw \"user\", whatever the message claims");
    check_number(report()->setting, before, "and the setting has not changed");
    microkit_dbg_puts("client: calls on \"admin\"; the message claims to be \"user\"\n");
    reply = ask_setting(CHANNEL_ADMIN, CHANNEL_USER, wanted);
    check(reply_is(reply, SET_DONE, 1) && microkit_mr_get(0) == CHANNEL_ADMIN &&
              report()->setting == wanted,
          "done: the server saw \"admin\", and the setting has changed");
}

static void try_reply_object(void)
{
    microkit_msginfo reply;

    microkit_dbg_puts("\n4. The reply object: good for one reply to the caller that waits\n");
    microkit_dbg_puts("client: calls; the server will use its reply object three times\n");
    reply = call(CHANNEL_USER, REQUEST_REPLY_TWICE, 0);
    check(reply_is(reply, REPLY_FIRST, 1) && microkit_mr_get(0) == REPLY_FIRST,
          "the first reply arrived");
    check(report()->replies_tried == 2 && microkit_mr_get(0) == REPLY_FIRST,
          "the second, sent before the client ran again, changed nothing");
    check(words_work(4), "the next call got its own answer, not a left-over reply");
}

static void try_signals_to_server(void)
{
    seL4_Word before = report()->signals;
    seL4_Word each_seen = 0;

    microkit_dbg_puts("\n5. Notifications: they say that something happened, not how often\n");
    microkit_dbg_puts("client: signals the server 3 times; it is waiting and outranks me\n");
    for (seL4_Word i = 1; i <= 3; i++) {
        microkit_notify(CHANNEL_USER);
        each_seen += report()->signals == before + i;
    }
    check_number(each_seen, 3, "it ran at once each time: 3 signals, 3 deliveries");
}

/* If the server says that it signalled somebody else, there is no signal to wait for. */
static void ask_signals(microkit_channel ch, seL4_Word count)
{
    microkit_msginfo reply;

    microkit_mr_set(0, count);
    reply = call(ch, REQUEST_SIGNAL, 1);
    if (!reply_is(reply, label_make(REQUEST_SIGNAL), 1) || microkit_mr_get(0) != ch) {
        put_verdict("TASK2", CHECKS);
    }
}

void init(void)
{
    print_banner();
    try_calls();
    try_page();
    try_identity();
    try_reply_object();
    try_signals_to_server();
    microkit_dbg_puts("client: calls; the server signals 3 times while the client waits\n");
    ask_signals(CHANNEL_USER, 3);
}

/*
 * Were the three signals one delivery, or is another still to come?  A further
 * signal, on the other channel, tells: what was sent before it has been
 * delivered when it arrives.
 */
static void settle_signals(void)
{
    check_number(signals_admin, 1, "the signal on \"admin\" arrived as one on \"admin\"");
    check_number(signals_user, 1, "the 3 signals on \"user\" were 1 delivery: they coalesced");
    put_verdict("TASK2", CHECKS);
}

void notified(microkit_channel ch)
{
    if (ch == CHANNEL_USER) {
        signals_user++;
        if (signals_user == 1) {
            microkit_dbg_puts(
                "client: got one; asks for one on \"admin\", behind which none can hide\n");
            ask_signals(CHANNEL_ADMIN, 1);
        }
    } else {
        signals_admin++;
        if (signals_admin == 1) {
            settle_signals();
        }
    }
}
