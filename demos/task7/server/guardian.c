/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 7, the guardian: the server's parent.  It says who gets the server's
 * timeouts, puts the books in order after one, lets the server live on, and
 * keeps in mind whose time it was that ran out.
 */
#include "server.h"

#include "../task7.h"

/* What a parent has: its child's thread.  What a caller has: the right to call.  The one takes the
   other for a timeout handler. */
static void install_medic(void)
{
    care()->installed =
        seL4_TCB_SetTimeoutEndpoint(BASE_TCB_CAP + GUARDIAN_CHILD_SERVER,
                                    BASE_ENDPOINT_CAP + GUARDIAN_CHANNEL_MEDIC) == seL4_NoError;
}

static void roll_back(void)
{
    books()->now.balance[0] = books()->before.balance[0];
    books()->now.balance[1] = books()->before.balance[1];
    books()->client = 0;
}

static void restore_server(void)
{
    if (books()->client == SERVER_CHANNEL_SPENDER) {
        care()->spender_timeouts++;
    }
    if (care()->spender_timeouts == STRIKES) {
        care()->banned = SERVER_CHANNEL_SPENDER;
    }
    if (books()->client != 0) {
        roll_back();
    }
    care()->restored++;
    microkit_pd_restart(GUARDIAN_CHILD_SERVER, books()->restart_at);
}

void init(void)
{
}

void notified(microkit_channel ch)
{
    if (ch == JUDGE_CHANNEL) {
        install_medic();
    } else {
        restore_server();
    }
}

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply_msginfo)
{
    (void)child;
    (void)msginfo;
    (void)reply_msginfo;
    return seL4_False; /* a crash of the server is not what this is about: see task 4 */
}
