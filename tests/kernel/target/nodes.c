/* SPDX-License-Identifier: BSD-2-Clause */
/* CNodes, and threads that live in them. */
#include "nodes.h"

seL4_CPtr node_new(seL4_Word radix, seL4_Word guard, seL4_Word bits)
{
    seL4_CPtr made = make(seL4_CapTableObject, radix);
    seL4_CPtr node = slot_new();

    OK(cnode_mutate(slot(node), slot(made), guard_data(guard, bits)));
    return node;
}

void map_window(seL4_CPtr frame, seL4_Word address, seL4_Word rights)
{
    unsigned tables = 0;

    while (page_map(frame, address, rights, seL4_ARM_Default_VMAttributes) != seL4_NoError) {
        seL4_CPtr table;

        CHECK_EQUAL(got()->label, seL4_FailedLookup);
        CHECK(tables++ < 3);
        table = make(seL4_ARM_PageTableObject, 0);
        OK(invoke(table, ARMPageTableMap, W(VSPACE), W(address, seL4_ARM_Default_VMAttributes)));
    }
}

seL4_Word address_of(seL4_CPtr frame)
{
    CHECK_EQUAL(invoke(frame, ARMPageGetAddress, NONE, NONE), seL4_NoError);
    CHECK_EQUAL(got()->length, 1);
    return got()->mr[0];
}

seL4_Word signals(seL4_CPtr cap, seL4_CPtr ntfn)
{
    sys_nbsend(cap, EMPTY_MESSAGE);
    sys_nbwait(ntfn);
    return self()->after.x[0];
}

seL4_Bool takes(seL4_CPtr cap, seL4_Word label)
{
    return invoke(cap, label, NONE, NONE) == seL4_TruncatedMessage;
}

struct thread *actor_with(thread_function *function, seL4_Word priority, seL4_Word argument)
{
    struct thread *t = actor_new(function, priority);

    t->argument = argument;
    return t;
}

struct thread *actor_in(thread_function *function, seL4_Word argument, seL4_CPtr fault_endpoint,
                        seL4_CPtr root, seL4_Word data)
{
    struct thread *t = actor_with(function, TESTER_PRIORITY - 1, argument);

    OK(tcb_set_space(t->tcb, fault_endpoint, root, data, VSPACE));
    return t;
}

void calls(struct thread *me)
{
    sys_call(me->argument, EMPTY_MESSAGE);
    me->step++;
}

void sends(struct thread *me)
{
    sys_send(me->argument, EMPTY_MESSAGE);
    me->step++;
}

void receives(struct thread *me)
{
    sys_recv(me->argument, me->reply);
    me->step++;
}

void waits(struct thread *me)
{
    sys_wait(me->argument);
    me->step++;
}

void expect_cap_fault(const char *where, seL4_CPtr endpoint, seL4_CPtr reply,
                      struct words expected)
{
    const struct received *r = got();

    let_others_run();
    sys_nbrecv(endpoint, reply);
    if (!got_message() || r->label != seL4_Fault_CapFault) {
        test_failed(where, "a cap fault", seL4_Fault_CapFault, got_message() ? r->label : 0);
    }
    if (r->length != expected.count + 1) {
        test_failed(where, "words of the fault", expected.count + 1, r->length);
    }
    for (seL4_Word i = 0; i < expected.count; i++) {
        if (r->mr[i + 1] != expected.word[i]) {
            test_failed(where, "a word of the fault", expected.word[i], r->mr[i + 1]);
        }
    }
}
