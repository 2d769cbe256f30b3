/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The service with the bug: demos/task5/ledger.c on a Unix socket.  As on Bulkhead, the
 * text of a note is in the caller's post page, which the service may read; its
 * length is in the message.
 *
 * One more bug is only here, for the attack on the hardened program: LEDGER_READ
 * returns as many words of the caller's note as it asks for, and a note has eight
 * (the kind of over-read that was Heartbleed, CVE-2014-0160).
 */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "channel.h"
#include "cookie.h"
#include "ledger.h"
#include "roles.h"
#include "vulnerable.h"

static struct ledger ledger;
static const seL4_Uint8 *posts[LEDGER_ACCOUNTS];

/* Nobody calls it. */
static __attribute__((noinline, aligned(16))) seL4_Word unused_function(seL4_Word word)
{
    return word * 0x9e3779b97f4a7c15ull;
}

/* As in vulnerable_pd.c: the program makes new code visible, so that the exploit works on every
   processor, every time.  Linux lets user code do it. */
void ledger_sync_note(const seL4_Uint8 *note)
{
    const seL4_Word step = 16, bytes = 0x6000;

    for (seL4_Word at = 0; at < bytes; at += step) {
        __asm__ volatile("dc cvau, %0" : : "r"(note + at) : "memory");
    }
    __asm__ volatile("dsb ish" : : : "memory");
    for (seL4_Word at = 0; at < bytes; at += step) {
        __asm__ volatile("ic ivau, %0" : : "r"(note + at) : "memory");
    }
    __asm__ volatile("dsb ish\n isb" : : : "memory");
}

static microkit_msginfo answer_note(microkit_channel ch)
{
    seL4_Word length = microkit_mr_get(0);

    return ledger_answer(LEDGER_OK, copy_note(posts[ch], length));
}

/* The over-read: asks only whether the words fit into a message. */
static microkit_msginfo answer_read(microkit_channel ch)
{
    seL4_Word words = microkit_mr_get(0);
    volatile seL4_Word note[NOTE_BYTES / sizeof(seL4_Word)];

    memcpy((void *)note, posts[ch], NOTE_BYTES);
    for (seL4_Word i = 0; i < words && i < MESSAGE_WORDS; i++) {
        microkit_mr_set(i, note[i]);
    }
    return microkit_msginfo_new(LEDGER_OK, words < MESSAGE_WORDS ? words : MESSAGE_WORDS);
}

static microkit_msginfo handle(microkit_channel ch, microkit_msginfo info)
{
    seL4_Word label = microkit_msginfo_get_label(info);

    if ((label == LEDGER_NOTE || label == LEDGER_READ) &&
        (ch >= LEDGER_ACCOUNTS || posts[ch] == NULL)) {
        return ledger_answer(LEDGER_REFUSED, 0);
    }
    switch (label) {
    case LEDGER_NOTE:
        return answer_note(ch);
    case LEDGER_READ:
        return answer_read(ch);
    default:
        return ledger_request(&ledger, ch, info);
    }
}

/* Maps a caller's post, to be read only. */
static void adopt(microkit_channel ch, int descriptor)
{
    void *post = mmap(NULL, POST_BYTES, PROT_READ, MAP_SHARED, descriptor, 0);

    if (post == MAP_FAILED || ch >= LEDGER_ACCOUNTS) {
        return;
    }
    if (posts[ch] != NULL) {
        (void)munmap((void *)(uintptr_t)posts[ch], POST_BYTES);
    }
    posts[ch] = post;
    if (ch == LEDGER_CLIENT) {
        exhibit()->client_post = (uint64_t)post;
    }
}

static microkit_channel channel_of(uid_t uid)
{
    switch (uid) {
    case UID_CLIENT:
        return LEDGER_CLIENT;
    case UID_ATTACKER:
        return LEDGER_ATTACKER;
    default:
        return LEDGER_ACCOUNTS;
    }
}

static void *run_safe_server(void *unused)
{
    (void)unused;
    safe_serve(FD_SAFE, false);
}

/* The connection to safe_server, where the service expects it; all others are closed. */
static void arrange_descriptors(bool one_process, int connection)
{
    if (connection < 0 || dup2(connection, SAFE_CONNECTION) < 0) {
        perror("ledger: connect to safe_server");
        exit(1);
    }
    (void)close(connection);
    (void)close(FD_SCORE);
    if (!one_process) {
        (void)close(FD_SAFE);
    }
}

_Noreturn void ledger_serve(const struct configuration *configuration)
{
    struct server server = { .listener = FD_LEDGER,
                             .identify = configuration->users ? channel_of : NULL,
                             .handle = handle,
                             .adopt = adopt };
    pthread_t thread;
    int connection;

    exhibit()->pid = (uint64_t)getpid();
    exhibit()->client_post = 0;
    exhibit()->program = (uint64_t)unused_function;
    cookie_draw();
    if (configuration->one_process &&
        (errno = pthread_create(&thread, NULL, run_safe_server, NULL)) != 0) {
        perror("ledger: start safe_server's thread");
        exit(1);
    }
    if (configuration->users) {
        lockdown_before_connect();
    }
    connection = channel_connect(SAFE_SOCKET);
    arrange_descriptors(configuration->one_process, connection);
    if (configuration->users) {
        lockdown();
    }
    ledger_open(&ledger);
    channel_serve(&server);
}
