/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * For tests of virtual CPUs: guests, of which the tester is the VMM.  A guest is an
 * actor below the tester with an address space of its own and a virtual CPU.  It
 * begins at EL1, with its MMU off and interrupts masked, at a label of code.S.
 */
#pragma once

#include "spaces.h"
#include "victims.h"

/* ---- Invocations, arguments in the order of ABI.md 3.2 ---- */

static inline seL4_Word vcpu_set_tcb(seL4_CPtr vcpu, seL4_CPtr tcb)
{
    return invoke(vcpu, ARMVCPUSetTCB, W(tcb), NONE);
}

static inline seL4_Word vcpu_inject(seL4_CPtr vcpu, seL4_Word irq, seL4_Word priority,
                                    seL4_Word group, seL4_Word list)
{
    return invoke(vcpu, ARMVCPUInjectIRQ, NONE, W(irq | priority << 16 | group << 24 | list << 32));
}

static inline seL4_Word vcpu_read(seL4_CPtr vcpu, seL4_Word field)
{
    return invoke(vcpu, ARMVCPUReadReg, NONE, W(field));
}

static inline seL4_Word vcpu_write(seL4_CPtr vcpu, seL4_Word field, seL4_Word value)
{
    return invoke(vcpu, ARMVCPUWriteReg, NONE, W(field, value));
}

static inline seL4_Word vcpu_ack(seL4_CPtr vcpu, seL4_Word irq)
{
    return invoke(vcpu, ARMVCPUAckVPPI, NONE, W(irq));
}

/* ---- Guests ---- */

/* A guest's addresses: the page of code.S, one of data, which the tester sees, one that can only be
   read, the GIC's processor interface, and where nothing is. */
#define GUEST_CODE    0x40000000ull
#define GUEST_DATA    0x40001000ull
#define GUEST_CONST   0x40002000ull
#define GUEST_GIC     0x08010000ull
#define GUEST_NOTHING 0x09000000ull

/* SPSR of EL1 with its own stack, all exceptions masked (Arm ARM, SPSR_EL2). */
enum { SPSR_EL1H = 0x3c5 };

/* x7 of a guest that reports. */
enum { REPORT = 77 };

enum { TIMER_IRQ = 27 };

/* What the handler of code.S uses: x21 counts, x22 is the number, x23 the address of the device
   that raised it, and x25 the time when it began. */
enum { R_X21 = R_X19 + 2, R_X22, R_X23, R_X25 = R_X19 + 6 };

struct guest {
    struct thread *thread;
    seL4_CPtr vcpu;
    seL4_CPtr vspace;
    seL4_CPtr faults;
    seL4_CPtr data; /* the frame at GUEST_DATA */
    seL4_CPtr gic;  /* the frame at GUEST_GIC, or 0; the test deletes it: guest_end() */
};

struct guest guest_new(void);
struct guest guest_with_gic(void);
void guest_end(const struct guest *guest);

/* What of code.S. */
extern const unsigned char guest_page[], guest_reports[], guest_calls[], guest_svc[],
    guest_undefined[], guest_breakpoint[], guest_wfi[], guest_smc[], guest_physical_timer[],
    guest_counters[], guest_own_to_processor[], guest_load[], guest_store[], guest_jump[],
    guest_to_el0[], guest_to_aarch32[], guest_aarch32[], guest_aarch32_load[], guest_mmu_on[],
    guest_interrupts[], guest_timer[], guest_spins[], guest_loads[], guest_saves[],
    guest_hypercalls[], guest_loads_on[], guest_asks[], guest_serves[];

/* Where the guest has it. */
seL4_Word guest_code(const unsigned char *label);

/* The guest begins there; `x` are its registers from x0 on, the others have the pattern.  Returns
   all. */
struct registers guest_begin(const struct guest *guest, const unsigned char *label,
                             struct words x);

/* The guest goes on: its fault is answered; where it is, and behind the instruction. */
void guest_again(const struct guest *guest);
void guest_next(const struct guest *guest);

/* Everybody else runs; then this guest has faulted so, with exactly these words. */
#define EXPECT_GUEST(guest, label, ...)                                                            \
    expect_fault(HERE, (guest)->faults, (guest)->thread->reply, (label), W(__VA_ARGS__))

/* Everybody else runs; then this guest reports.  Its registers. */
#define REPORT_OF(guest) report_of(HERE, (guest))
struct registers report_of(const char *where, const struct guest *guest);
