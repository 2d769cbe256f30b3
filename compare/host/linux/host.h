/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the parts of the experiment share: safe_server with its secret, its client, and who tries to
 * get at both, on one Linux.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "exhibit.h"

/* Memory that all but safe_server have: the client's score, what the attacker is told, and what it
   finds.  It is the instrument, and gives no right to anything else. */
struct notes {
    /* The client's.  Times are ticks (guest.h). */
    uint64_t served;  /* requests with a right answer */
    uint64_t wrong;   /* answers, or checksums, that were not what they have to be */
    uint64_t lost;    /* no answer: the connection broke */
    uint64_t last;    /* when it was served last */
    uint64_t longest; /* between two right answers; the judge sets it back to 0 */
    /* The judge's: what the attacker is told, as Task 8's is */
    int32_t pid;       /* of safe_server, whose secret is at VAULT (exhibit.h) */
    uint64_t physical; /* where in memory that page is */
    /* The attacker's */
    uint64_t words[SECRET_WORDS]; /* what it read, or is to write */
};

extern struct notes *notes;

/* notes.c: makes them.  What fails later is missing in this column of the report. */
void notes_make(const char *column);

/* Ends the process if it does not hold: says what, and errno. */
void must(bool holds, const char *what);

/* parts.c: safe_server as a process.  With care it is as compare/attack's service in `users`: a
   user of its own, an empty root folder, no new privileges, limits, a filter of nine system calls,
   no dumps and no tracing.  Without, it is a process of the attacker's user.  Tells notes->pid and
   notes->physical. */
void start_server(bool careful);

/* Whatever state it is in. */
void end_server(void);

/* Its client, which asks without end, and keeps notes. */
void start_client(void);

/* What safe_server answers to a question of SAFE_PROVE; and what it has to, if `words` are the
   secret. */
uint64_t proof_of_server(uint64_t question);
uint64_t proof_of(const uint64_t words[SECRET_WORDS], uint64_t question);

/* A way to do something to safe_server, or to the machine; the judge sees what comes of it. */
struct attempt {
    const char *name;
    void (*run)(void);
};

/* What somebody tries.  A list ends with a name that is NULL. */
struct ways {
    const struct attempt *reads, *writes, *stops, *starves;
    void (*machine_off)(void);
};

/* Who tries it. */
struct level {
    const char *name;   /* as the program is told it */
    const char *column; /* as the report has it */
    uid_t user;         /* who tries */
    bool is_program;    /* not the kernel: what Task 8's program tries, it can try */
    const struct ways *ways;
};

/* program.c, of an ordinary user's and of root's; module.c, of the kernel; kvm.c, of the kernel of
   a guest in KVM, whose VMM is an ordinary user's process. */
extern const struct level level_user, level_root, level_kernel, level_kvm;

/* The machine's counter in a millisecond (guest.h). */
enum { TICKS_PER_MS = 62500 };
