/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 7, parts 2 and 3: what a passive server and those around it agree on. */
#pragma once

#include "../../common/counter.h"
#include "../ran.h"

/* Where each sees the regions that he has. */
#define WORK  0x4400000ull
#define BOOKS 0x4420000ull
#define CARE  0x4421000ull
#define WAITS 0x4422000ull

/* The spender's budget, and what he asks the server to do for him: more than that. */
enum { SPENDER_BUDGET_US = 200, SPENDER_PERIOD_US = 2000, SPENDER_JOB_US = 700 };
/* A job like the client's. */
enum { SHORT_JOB_US = 10 };
/* After so many of the spender's the server takes no more. */
enum { STRIKES = 10 };

/* Region "work": the server writes when it ran for the spender; there is room for so many. */
enum { WORK_INTERVALS = 4000 };

/* What the server keeps: two accounts, whose sum never changes but in the middle of a job. */
struct accounts {
    seL4_Word balance[2];
};
enum { ACCOUNTS_SUM = 1000 };

/* Page "books": the server writes, the guardian may. */
struct books {
    struct accounts now;
    struct accounts before; /* the job at hand */
    seL4_Word client;       /* whose job that is, as the server's channel; 0: none */
    seL4_Word restart_at;   /* where the server's next life begins */
};

/* Page "care": medic and guardian write. */
struct care {
    seL4_Word installed; /* 1: the server's timeouts go to the medic */
    seL4_Word timeouts;
    seL4_Word least_used; /* of the budget that ran out, in us; but for the first time */
    seL4_Word most_used;
    seL4_Word restored;
    seL4_Word spender_timeouts;
    seL4_Word banned; /* the client who is served no more, as the server's channel */
};

/* What somebody who calls the server has seen. */
struct seen {
    seL4_Word calls;
    seL4_Word done;
    seL4_Word given_up; /* the server had been restored in the middle */
    seL4_Word refused;
    seL4_Word wrong;    /* answers that are not the sum */
    seL4_Word longest;  /* wait, in ticks */
};

/* Page "waits": spender and client write, of a round without a medic and of one with him. */
struct round {
    seL4_Word spender_is_over;
    struct seen spender;
    struct seen client;       /* while the spender spends, */
    struct seen client_later; /* and after that */
};
struct waits {
    struct round rounds[2];
};
enum { CALLS_LATER = 100 };

/* Labels.  A job has its length in ticks. */
enum { SERVER_JOB = 20, SERVER_DONE = 40, SERVER_RESTORED, SERVER_REFUSED };

/* Channels at the server's end: who calls, and whom it tells that it is half-way. */
enum { SERVER_CHANNEL_SPENDER = 1, SERVER_CHANNEL_CLIENT, SERVER_CHANNEL_LOW, SERVER_CHANNEL_HIGH };
enum { SERVER_TELLS_MIDDLE = 10, SERVER_TELLS_HIGH };
/* At the end of those who call. */
enum { CALL_SERVER = 2 };
enum { GUARDIAN_CHANNEL_MEDIC = 2, GUARDIAN_CHILD_SERVER = 1, MEDIC_CHANNEL_GUARDIAN = 2 };

static inline volatile struct intervals *work(void)
{
    return (volatile struct intervals *)WORK;
}

static inline volatile struct books *books(void)
{
    return (volatile struct books *)BOOKS;
}

static inline volatile struct care *care(void)
{
    return (volatile struct care *)CARE;
}

static inline volatile struct waits *waits(void)
{
    return (volatile struct waits *)WAITS;
}

static inline volatile struct round *this_round(void)
{
    return &waits()->rounds[care()->installed != 0 ? 1 : 0];
}

/* Asks the server for a job of so many ticks, and notes what came of it. */
static inline void ask_server(seL4_Word ticks, volatile struct seen *seen)
{
    seL4_Word start = counter_now();
    seL4_Word label;
    seL4_Word waited;

    microkit_mr_set(0, ticks);
    label = microkit_msginfo_get_label(
        microkit_ppcall(CALL_SERVER, microkit_msginfo_new(SERVER_JOB, 1)));
    waited = counter_now() - start;
    seen->calls++;
    seen->longest = waited > seen->longest ? waited : seen->longest;
    if (label == SERVER_DONE) {
        seen->done++;
        seen->wrong += microkit_mr_get(0) != ACCOUNTS_SUM ? 1 : 0;
    } else {
        seen->given_up += label == SERVER_RESTORED ? 1 : 0;
        seen->refused += label == SERVER_REFUSED ? 1 : 0;
    }
}
