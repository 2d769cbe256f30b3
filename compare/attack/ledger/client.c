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
#include "safe_calls.h"
#include "vulnerable.h"

enum { PAUSE_MICROSECONDS = 2000, NOTE_EVERY = 4, PATIENCE_MICROSECONDS = 5000 };

static struct safe_calls safe = SAFE_CALLS_INIT;
static int notes = -1, post = -1;
static void *post_page;

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

static void ask_safe_server(void)
{
    switch (safe_calls_ask(&safe)) {
    case SAFE_CAME_RIGHT:
        score()->served++;
        break;
    case SAFE_CAME_WRONG:
        score()->wrong++;
        break;
    case SAFE_CAME_NOTHING:
        score()->lost++;
        score()->wrong += !safe_calls_connect(&safe);
        break;
    }
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
    score()->wrong += !safe_calls_connect(&safe);
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
