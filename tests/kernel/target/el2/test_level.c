/* SPDX-License-Identifier: BSD-2-Clause */
/* What only a kernel at EL2 does to native threads (docs/kernel/el2.md). */
#include "devices.h"
#include "spaces.h"
#include "victims.h"

/* ---- Faults that are virtual CPUs' ---- */

/* A victim that stopped at `brk #7`, whose fault has been received. */
static struct thread *stopped(seL4_CPtr *faults)
{
    struct registers registers = registers_pattern(victim_brk_7, 0);
    struct thread *t;

    *faults = make(seL4_EndpointObject, 0);
    t = victim_new(*faults, &registers);
    actor_start(t);
    EXPECT_TRAP(*faults, t->reply, &registers, ESR_BRK(7));
    return t;
}

TEST(an_answer_to_a_virtual_cpu_s_fault_is_to_try_again, "el2.fault.other_answer")
{
    seL4_CPtr faults;
    struct thread *t = stopped(&faults);

    for (unsigned i = 0; i < 2; i++) {
        answer_fault(t->reply, i, W((seL4_Word)victim_stop, 1, 2, 3));
        EXPECT_FAULT(faults, t->reply, seL4_Fault_VCPUFault, ESR_BRK(7));
    }
}

TEST(who_handles_a_virtual_cpu_s_fault_writes_the_pc, "el2.fault.other_answer")
{
    struct registers registers = registers_pattern(victim_stop, 0);
    seL4_CPtr faults;
    struct thread *t = stopped(&faults);

    OK(tcb_write_registers(t->tcb, 0, 1, &registers));
    answer_fault(t->reply, 0, NONE);
    EXPECT_STOP(faults, t->reply, &registers);
}

/* ---- Labels ---- */

TEST(interrupts_have_their_labels_behind_those_of_virtual_cpus, "el2.label.irq")
{
    enum { FIRST_OF_VCPUS = 55, TRIGGER = 60, SGI = 61, BAD_IRQ = 9999 };

    for (seL4_Word label = FIRST_OF_VCPUS; label < TRIGGER; label++) {
        EXPECT(invoke(seL4_CapIRQControl, label, W(ROOT), W(BAD_IRQ, 0, 0, 64)),
               seL4_IllegalOperation);
    }
    EXPECT(invoke(seL4_CapIRQControl, TRIGGER, W(ROOT), W(BAD_IRQ, 0, 0, 64)), seL4_RangeError, 0,
           MAX_IRQ);
    EXPECT(invoke(seL4_CapIRQControl, SGI, W(ROOT), W(BAD_IRQ, 0, 0, 64)), seL4_RangeError, 0, 15);
}

/* ---- Tags ---- */

/* Of `count` VSpaces each has a page of code of its own, which is all that is mapped there. */
static void expect_apart(struct probe *p, seL4_CPtr space, unsigned count, seL4_Word address)
{
    for (unsigned i = 0; i < count; i++) {
        OK(tcb_set_space(p->tcb, p->endpoint, ROOT, 0, space + i));
        EXPECT_READ(p, address, i);
    }
}

/* The last word of that page, which nobody executes, is another one in each. */
TEST(more_vspaces_than_the_machine_has_tags_stay_apart, "el2.vspace.many")
{
    enum { SPACES = 260, LAST_WORD = 511 };
    const struct place root = {ROOT, 0, 0};
    seL4_CPtr space = slot_new();
    struct probe p;

    for (unsigned i = 1; i < SPACES; i++) {
        (void)slot_new();
    }
    p = probe_new(VSPACE);
    for (unsigned i = 0; i < SPACES; i++) {
        seL4_CPtr frame;

        OK(untyped_retype(arena, seL4_ARM_VSpaceObject, 0, root, space + i, 1));
        OK(asid_assign(seL4_CapInitThreadASIDPool, space + i));
        frame = enter_code(space + i);
        view(frame)[LAST_WORD] = i;
    }
    for (unsigned round = 0; round < 2; round++) {
        expect_apart(&p, space, SPACES, (seL4_Word)&probe_page[LAST_WORD]);
    }
}

/* ---- Memory ---- */

TEST(half_a_gib_of_memory_is_kept_for_guests, "el2.memory.kept")
{
    enum { KEPT_BITS = 29 };
    unsigned found = 0;

    for (seL4_SlotPos at = bootinfo->untyped.start; at < bootinfo->untyped.end; at++) {
        const seL4_UntypedDesc *u = &bootinfo->untypedList[at - bootinfo->untyped.start];

        if (u->paddr - KEPT_MEMORY < 1u << KEPT_BITS) {
            CHECK(u->isDevice);
            CHECK_EQUAL(u->sizeBits, KEPT_BITS);
            found++;
        }
    }
    CHECK_EQUAL(found, 1);
}

TEST(memory_that_is_kept_for_guests_is_not_maintained, "el2.cache.device")
{
    seL4_CPtr frame = device_frame(KEPT_MEMORY + 0x5000, seL4_ARM_SmallPageObject);

    map_window(frame, WINDOW, READ_WRITE);
    EXPECT(invoke(frame, ARMPageClean_Data, NONE, W(0, 4096)), seL4_IllegalOperation);
    EXPECT(invoke(VSPACE, ARMVSpaceClean_Data, NONE, W(WINDOW, WINDOW + 64)),
           seL4_IllegalOperation);
    *(volatile seL4_Word *)WINDOW = 5;
    CHECK_EQUAL(*(volatile seL4_Word *)WINDOW, 5);
    OK(cnode_delete(slot(frame)));
}
