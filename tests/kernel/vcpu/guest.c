/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Guests and what is done to them.
 */
#include "guest.h"

#include "sched.h"

enum { TYPE_VCPU = 12 }; /* ABI.md 6.1 */

word_t new_vcpu(void)
{
    return new_object(TYPE_VCPU, 0);
}

struct vcpu *vcpu_at(word_t slot)
{
    return cap_vcpu(root_slot(slot)->cap);
}

struct answer set_tcb(word_t vcpu, word_t tcb)
{
    return kernel_call(vcpu, (struct message){.label = 55, .caps = 1, .cap = {tcb}});
}

struct answer inject(word_t vcpu, word_t virq, word_t priority, word_t group, word_t index)
{
    word_t word = virq | priority << 16 | group << 24 | index << 32;

    return kernel_call(vcpu, (struct message){.label = 56, .length = 1, .mr = {word}});
}

struct answer read_regs(word_t vcpu, word_t field)
{
    return kernel_call(vcpu, (struct message){.label = 57, .length = 1, .mr = {field}});
}

struct answer write_regs(word_t vcpu, word_t field, word_t value)
{
    return kernel_call(vcpu, (struct message){.label = 58, .length = 2, .mr = {field, value}});
}

struct answer ack_vppi(word_t vcpu, word_t irq)
{
    return kernel_call(vcpu, (struct message){.label = 59, .length = 1, .mr = {irq}});
}

word_t field_of(word_t vcpu, word_t field)
{
    struct answer answer = read_regs(vcpu, field);

    assert_int_equal(answer.label, seL4_NoError);
    assert_int_equal(answer.length, 1);
    return answer.mr[0];
}

struct guest guest_new(unsigned priority, word_t ep)
{
    struct guest guest = {.actor = actor_new(priority), .vcpu_slot = new_vcpu()};

    guest.vcpu = vcpu_at(guest.vcpu_slot);
    assert_ok(set_tcb(guest.vcpu_slot, guest.actor.slot));
    if (ep != 0) {
        set_fault_handler(&guest.actor, new_copy(ep, RIGHT_WRITE | RIGHT_GRANT, GUEST_BADGE));
    }
    return guest;
}

struct guest guest_enter(unsigned priority, word_t ep)
{
    struct guest guest = guest_new(priority, ep);

    actor_start(&guest.actor);
    assert_current(guest.actor);
    host_return();
    assert_ptr_equal(vcpu_active, guest.vcpu);
    return guest;
}

void guest_stop(const struct guest *guest)
{
    assert_current(guest->actor);
    do_call(guest->actor.slot, (struct message){.label = TCBSuspend});
    assert_director();
    host_return();
}

void interrupted(void)
{
    struct user_context *context = &sched_current()->context;

    assert_true(arch_irq_pending());
    context->reg[REG_PC] = context->next_pc;
    kernel_interrupt();
    host_return();
}
