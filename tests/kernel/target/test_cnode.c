/* SPDX-License-Identifier: BSD-2-Clause */
/* Capability spaces (ABI.md 8). */
#include "make.h"

TEST(copy_into_a_used_slot_is_refused, "cnode.copy.occupied")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);

    EXPECT(cnode_copy(slot(ep), slot(ep), ALL_RIGHTS), seL4_DeleteFirst);
}

TEST(copy_from_an_empty_slot_says_missing, "cnode.copy.source_empty")
{
    EXPECT(cnode_copy(slot(slot_new()), slot(slot_new()), ALL_RIGHTS), seL4_FailedLookup, 1,
           seL4_MissingCapability, 64);
}

static void echo(struct thread *me)
{
    sys_recv(me->argument, me->reply);
    for (;;) {
        struct words w = {got()->length, {0}};

        for (seL4_Word i = 0; i < w.count; i++) {
            w.word[i] = got()->mr[i];
        }
        me->step++;
        sys_reply_recv(me->argument, me->reply, MESSAGE(got()->badge, NONE, w));
    }
}

TEST(call_gets_the_reply_and_changes_nothing_else, "ipc.call.reply")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    seL4_CPtr badged = mint_new(ep, ALL_RIGHTS, 77);
    struct thread *server = actor_new(echo, 120);

    server->argument = ep;
    actor_start(server);
    sys_call(badged, MESSAGE(5, NONE, W(1, 2, 3, 4, 5, 6, 7)));
    CHECK_EQUAL(got()->label, 77);
    CHECK_EQUAL(got()->length, 7);
    CHECK_EQUAL(got()->mr[6], 7);
    CHECK_EQUAL(server->step, 1);
}
