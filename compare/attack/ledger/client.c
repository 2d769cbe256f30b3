/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The client of safe_server and of the service with the bug: it is served while
 * the service is attacked, checks each answer and the running checksum, and
 * writes the score down for the judge.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "channel.h"
#include "ledger.h"
#include "roles.h"
#include "safe_server.h"
#include "vulnerable.h"

enum { PAUSE_MICROSECONDS = 2000, NOTE_EVERY = 4, PATIENCE_MICROSECONDS = 5000 };

static int safe = -1, notes = -1, post = -1;
static void *post_page;
static seL4_Word number;
static seL4_Word sum = SAFE_CHECKSUM_START;

static struct score *score(void)
{
    return (struct score *)SCORE;
}

/* The memory that it lets the service read.  Careful: nobody but this mapping can ever write. */
static void make_post(bool careful)
{
    post = memfd_create("post", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (post < 0 || ftruncate(post, POST_BYTES) != 0 ||
        (post_page = mmap(NULL, POST_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, post, 0)) ==
            MAP_FAILED ||
        getrandom(post_page, NOTE_BYTES, 0) != NOTE_BYTES ||
        (careful && fcntl(post, F_ADD_SEALS, F_SEAL_FUTURE_WRITE | F_SEAL_SHRINK | F_SEAL_GROW |
                                                 F_SEAL_SEAL) != 0)) {
        exit(1);
    }
    score()->post = (uint64_t)post_page;
}

/* After a break: what does the server remember of what it did? */
static void resume(void)
{
    struct message m = { .claim = SAFE_OF_CLIENT, .label = SAFE_STATUS };

    if (channel_call(safe, &m, -1)) {
        score()->wrong += m.words[0] != number || m.words[1] != sum;
        number = m.words[0];
        sum = m.words[1];
    }
}

static void ask_safe_server(void)
{
    struct message m = { .claim = SAFE_OF_CLIENT, .label = SAFE_WORK, .count = SAFE_WORDS };
    bool right = true;

    for (seL4_Word i = 0; i < SAFE_WORDS; i++) {
        m.words[i] = safe_question(number, i);
    }
    if (safe < 0 || !channel_call(safe, &m, -1)) {
        (void)close(safe);
        score()->lost++;
        if ((safe = channel_connect(SAFE_SOCKET)) >= 0) {
            resume();
        }
        return;
    }
    for (seL4_Word i = 0; i < SAFE_WORDS; i++) {
        seL4_Word word = safe_question(number, i);
        seL4_Word answer = i == 0 ? word : safe_answer(word);

        sum = safe_checksum(safe_checksum(sum, word), answer);
        right = right && m.words[i] == answer;
    }
    number++;
    right = right && m.label == SAFE_OK && m.words[SAFE_WORDS] == sum;
    score()->served += right;
    score()->wrong += !right;
    sum = m.words[SAFE_WORDS];
}

static void leave_note(void)
{
    struct message m = { .claim = LEDGER_CLIENT, .label = LEDGER_NOTE, .count = 1,
                         .words = { NOTE_BYTES } };
    const struct timeval patience = { .tv_usec = PATIENCE_MICROSECONDS };
    struct message hello = { .claim = LEDGER_CLIENT, .label = LABEL_POST };

    if (notes < 0) {
        notes = channel_connect(LEDGER_SOCKET);
        /* A service that was taken over does not answer: safe_server's work must go on. */
        if (notes < 0 ||
            setsockopt(notes, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) != 0 ||
            !channel_call(notes, &hello, post)) {
            (void)close(notes);
            notes = -1;
            return;
        }
    }
    if (!channel_call(notes, &m, -1)) {
        (void)close(notes);
        notes = -1;
        score()->notes_lost++;
        return;
    }
    score()->notes += m.label == LEDGER_OK && m.words[0] == ledger_digest(post_page);
}

_Noreturn void client_run(bool careful)
{
    make_post(careful);
    if (careful) {
        (void)prctl(PR_SET_DUMPABLE, 0);
    }
    safe = channel_connect(SAFE_SOCKET);
    for (seL4_Word i = 0;; i++) {
        ask_safe_server();
        if (score()->busy == 0) {
            if (i % NOTE_EVERY == 0) {
                leave_note();
            }
            (void)usleep(PAUSE_MICROSECONDS);
        }
    }
}
