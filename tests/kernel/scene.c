/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Actors, what they do, and time.
 */
#include "scene.h"

#include "board.h"
#include "check.h"
#include "refill.h"
#include "sched.h"

enum { BUFFER_VADDR = 0x10000 };

int scene_setup(void **state)
{
    int result = fixture_setup(state);

    assert_ok(kernel_call(seL4_CapInitThreadTCB,
                          (struct message){.label = TCBSetPriority,
                                           .length = 1,
                                           .mr = {DIRECTOR_PRIORITY},
                                           .caps = 1,
                                           .cap = {seL4_CapInitThreadTCB}}));
    return result;
}

/* ---- The director ---- */

void configure(word_t sc, word_t budget_us, word_t period_us, word_t extra, word_t flags)
{
    assert_ok(kernel_call(bootinfo()->schedcontrol.start,
                          (struct message){.label = SchedControlConfigureFlags,
                                           .length = 5,
                                           .mr = {budget_us, period_us, extra, ACTOR_BADGE, flags},
                                           .caps = 1,
                                           .cap = {sc}}));
}

static void set_params(const struct actor *actor, unsigned priority, word_t sc, word_t handler)
{
    assert_ok(kernel_call(actor->slot,
                          (struct message){.label = TCBSetSchedParams,
                                           .length = 2,
                                           .mr = {seL4_MaxPrio, priority},
                                           .caps = 3,
                                           .cap = {seL4_CapInitThreadTCB, sc, handler}}));
}

struct actor actor_new(unsigned priority)
{
    struct actor actor = {.slot = new_object(seL4_TCBObject, 0),
                          .sc = new_object(seL4_SchedContextObject, 9),
                          .frame = new_object(seL4_ARM_SmallPageObject, 0)};

    actor.tcb = cap_tcb(root_slot(actor.slot)->cap);
    configure(actor.sc, ACTOR_BUDGET_US, ACTOR_BUDGET_US, 0, 0);
    assert_ok(kernel_call(actor.slot, (struct message){.label = TCBConfigure,
                                                       .length = 3,
                                                       .mr = {0, 0, BUFFER_VADDR},
                                                       .caps = 3,
                                                       .cap = {seL4_CapInitThreadCNode,
                                                               seL4_CapInitThreadVSpace,
                                                               actor.frame}}));
    set_params(&actor, priority, actor.sc, seL4_CapNull);
    return actor;
}

void actor_start(const struct actor *actor)
{
    do_call(actor->slot, (struct message){.label = TCBResume});
}

struct actor actor_enter(unsigned priority)
{
    struct actor actor = actor_new(priority);

    actor_start(&actor);
    assert_current(actor);
    return actor;
}

struct actor passive_server(unsigned priority, word_t ep, word_t reply)
{
    unsigned eager = priority > DIRECTOR_PRIORITY ? priority : DIRECTOR_PRIORITY + 1;
    struct actor actor = actor_enter(eager);

    do_recv(ep, reply);
    assert_director();
    unbind_sc(actor.sc);
    set_priority(actor.slot, priority);
    return actor;
}

void bind_sc(word_t sc, word_t object)
{
    assert_ok(kernel_call(
        sc, (struct message){.label = SchedContextBind, .caps = 1, .cap = {object}}));
}

void unbind_sc(word_t sc)
{
    assert_ok(kernel_call(sc, (struct message){.label = SchedContextUnbind}));
}

void set_priority(word_t tcb, unsigned priority)
{
    assert_ok(kernel_call(tcb, (struct message){.label = TCBSetPriority,
                                                .length = 1,
                                                .mr = {priority},
                                                .caps = 1,
                                                .cap = {seL4_CapInitThreadTCB}}));
}

void suspend(word_t tcb)
{
    assert_ok(kernel_call(tcb, (struct message){.label = TCBSuspend}));
}

void resume(word_t tcb)
{
    assert_ok(kernel_call(tcb, (struct message){.label = TCBResume}));
}

void set_fault_handler(const struct actor *actor, word_t ep)
{
    word_t sc = actor->tcb->sc != NULL ? actor->sc : seL4_CapNull;

    set_params(actor, actor->tcb->priority, sc, ep);
}

void set_timeout_handler(const struct actor *actor, word_t ep)
{
    assert_ok(kernel_call(
        actor->slot, (struct message){.label = TCBSetTimeoutEndpoint, .caps = 1, .cap = {ep}}));
}

/* ---- The current thread ---- */

static void enter(int number, word_t cptr, word_t x6, word_t x8, struct message message)
{
    word_t *reg = sched_current()->context.reg;

    reg[REG_REPLY] = x6;
    reg[REG_SEND_DEST] = x8;
    syscall_enter(number, cptr, &message);
}

static void enter_plain(int number, word_t cptr, struct message message)
{
    const word_t *reg = sched_current()->context.reg;

    enter(number, cptr, reg[REG_REPLY], reg[REG_SEND_DEST], message);
}

static const struct message nothing;

void do_send(word_t cptr, struct message message)
{
    enter_plain(seL4_SysSend, cptr, message);
}

void do_nbsend(word_t cptr, struct message message)
{
    enter_plain(seL4_SysNBSend, cptr, message);
}

void do_call(word_t cptr, struct message message)
{
    enter_plain(seL4_SysCall, cptr, message);
}

void do_recv(word_t ep, word_t reply)
{
    enter(seL4_SysRecv, ep, reply, 0, nothing);
}

void do_nbrecv(word_t ep, word_t reply)
{
    enter(seL4_SysNBRecv, ep, reply, 0, nothing);
}

void do_wait(word_t cptr)
{
    enter_plain(seL4_SysWait, cptr, nothing);
}

void do_nbwait(word_t cptr)
{
    enter_plain(seL4_SysNBWait, cptr, nothing);
}

void do_reply_recv(word_t ep, word_t reply, struct message message)
{
    enter(seL4_SysReplyRecv, ep, reply, 0, message);
}

void do_nbsend_recv(word_t dest, struct message message, word_t ep, word_t reply)
{
    enter(seL4_SysNBSendRecv, ep, reply, dest, message);
}

void do_nbsend_wait(word_t dest, struct message message, word_t cptr)
{
    enter(seL4_SysNBSendWait, cptr, dest, 0, message);
}

void do_yield(void)
{
    enter_plain(seL4_SysYield, 0, nothing);
}

struct message words(word_t label, unsigned length, word_t first)
{
    struct message message = {.label = label, .length = length};

    for (unsigned i = 0; i < length; i++) {
        message.mr[i] = first + i;
    }
    return message;
}

/* ---- Time ---- */

void pass_us(word_t us)
{
    ticks_t end = host_machine.now + us_to_ticks(us);

    while (host_machine.deadline <= end) {
        struct user_context *context = &sched_current()->context;
        host_machine.now = max_word(host_machine.now, host_machine.deadline);
        host_irq_raise(board.timer_irq);
        context->reg[REG_PC] = context->next_pc;
        kernel_interrupt();
        assert_true(host_machine.deadline > host_machine.now);
    }
    host_machine.now = max_word(host_machine.now, end);
}

/* ---- Checks ---- */

void assert_invariants(void)
{
    const char *broken = check_invariants();

    if (broken != NULL) {
        fail_msg("invariant broken: %s", broken);
    }
}

void fill_registers(struct tcb *tcb)
{
    for (unsigned i = REG_CAP; i < seL4_UserContextWords; i++) {
        tcb->context.reg[i] = 0xf111000000000000 + i;
    }
}

void assert_registers_kept(const struct tcb *tcb, const struct user_context *before,
                           word_t changed)
{
    for (unsigned i = REG_SP; i < seL4_UserContextWords; i++) {
        if ((changed & BIT(i)) == 0 && tcb->context.reg[i] != before->reg[i]) {
            fail_msg("register %u: 0x%lx became 0x%lx", i, before->reg[i], tcb->context.reg[i]);
        }
    }
}
