/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Guests, for the tests of virtual CPUs: an actor with a virtual CPU, and its VMM,
 * which handles its faults.
 */
#pragma once

#include "guest_machine.h"
#include "scene.h"
#include "vcpu.h"

/* A test of these statements of docs/kernel/vcpu.md, which scripts/check_statements.sh reads. */
#define stated_test(function, statements) scene_test(function)

/* A virtual CPU of the director's, bound to nobody: its slot, and it. */
word_t new_vcpu(void);
struct vcpu *vcpu_at(word_t slot);

struct guest {
    struct actor actor;
    word_t vcpu_slot;
    struct vcpu *vcpu;
};

enum { GUEST_BADGE = 9 };

/* A guest that does not run yet, with a handler at `ep`, 0: none. */
struct guest guest_new(unsigned priority, word_t ep);

/* So; it is current, and its virtual CPU is active. */
struct guest guest_enter(unsigned priority, word_t ep);

/* It, the current thread, stops; the director runs. */
void guest_stop(const struct guest *guest);

/* A line is up: the current thread is interrupted. */
void interrupted(void);

/* Calls of the current thread, which runs again at once. */
struct answer set_tcb(word_t vcpu, word_t tcb);
struct answer inject(word_t vcpu, word_t virq, word_t priority, word_t group, word_t index);
struct answer read_regs(word_t vcpu, word_t field);
struct answer write_regs(word_t vcpu, word_t field, word_t value);
struct answer ack_vppi(word_t vcpu, word_t irq);

/* The value of a field, which can be read. */
word_t field_of(word_t vcpu, word_t field);
