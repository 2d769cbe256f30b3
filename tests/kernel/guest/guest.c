/* SPDX-License-Identifier: BSD-2-Clause */
/* Guests for the tests. */
#include "guest.h"

#include "devices.h"

seL4_Word first_registers[34]; /* raw.S keeps them for tests that are not here */

seL4_Word guest_code(const unsigned char *label)
{
    return GUEST_CODE + (seL4_Word)(label - guest_page);
}

static seL4_CPtr code_frame(void)
{
    const volatile seL4_Word *from = (const volatile seL4_Word *)(seL4_Word)guest_page;
    seL4_CPtr frame = small_frame();
    volatile seL4_Word *words = view(frame);

    for (seL4_Word i = 0; i < 512; i++) {
        words[i] = from[i];
    }
    return frame;
}

struct guest guest_new(void)
{
    seL4_CPtr faults = make(seL4_EndpointObject, 0);
    struct registers registers = registers_pattern(seL4_Null, 0);
    struct guest guest = {victim_new(faults, &registers), make(seL4_ARM_VCPUObject, 0),
                          space_new(), faults, small_frame(), 0};
    seL4_CPtr code = code_frame();

    (void)map_in(guest.vspace, code, GUEST_CODE, READ_WRITE, DEFAULT);
    OK(invoke(code, ARMPageUnify_Instruction, NONE, W(0, 4096)));
    (void)map_in(guest.vspace, guest.data, GUEST_DATA, READ_WRITE, DEFAULT);
    (void)map_in(guest.vspace, small_frame(), GUEST_CONST, READ_ONLY, DEFAULT);
    OK(tcb_set_space(guest.thread->tcb, faults, ROOT, 0, guest.vspace));
    OK(vcpu_set_tcb(guest.vcpu, guest.thread->tcb));
    return guest;
}

struct guest guest_with_gic(void)
{
    struct guest guest = guest_new();

    guest.gic = device_frame(BOARD_GICV_PADDR, seL4_ARM_SmallPageObject);
    (void)map_in(guest.vspace, guest.gic, GUEST_GIC, READ_WRITE, UNCACHED);
    return guest;
}

void guest_end(const struct guest *guest)
{
    OK(cnode_delete(slot(guest->gic)));
}

struct registers guest_begin(const struct guest *guest, const unsigned char *label,
                             struct words x)
{
    struct registers registers = registers_pattern((const void *)guest_code(label), 0);

    registers.r[R_SPSR] = SPSR_EL1H;
    for (seL4_Word i = 0; i < x.count; i++) {
        registers.r[R_X0 + i] = x.word[i];
    }
    registers.r[R_X19] = GUEST_DATA;
    registers.r[R_X21 - 1] = GUEST_GIC;
    registers.r[R_X21] = 0;                  /* nothing taken */
    registers.r[R_X21 + 2] = GUEST_DATA + 8; /* a device's register */
    registers.r[R_X21 + 3] = 2;              /* CNTV_CTL_EL0: masked */
    OK(tcb_write_registers(guest->thread->tcb, 1, R_COUNT, &registers));
    return registers;
}

void guest_again(const struct guest *guest)
{
    answer_fault(guest->thread->reply, 0, NONE);
}

void guest_next(const struct guest *guest)
{
    struct registers registers = registers_of(guest->thread->tcb);

    registers.r[R_PC] += INSTRUCTION;
    OK(tcb_write_registers(guest->thread->tcb, 0, 1, &registers));
    guest_again(guest);
}

struct registers report_of(const char *where, const struct guest *guest)
{
    const struct received *r = got();

    let_others_run();
    sys_nbrecv(guest->faults, guest->thread->reply);
    if (!got_message() || r->label != seL4_Fault_UnknownSyscall) {
        test_failed(where, "label of a report", seL4_Fault_UnknownSyscall,
                    got_message() ? r->label << 32 | r->mr[0] : 0);
    }
    if (r->mr[seL4_UnknownSyscall_Syscall] != REPORT) {
        test_failed(where, "number of a report", REPORT, r->mr[seL4_UnknownSyscall_Syscall]);
    }
    return registers_of(guest->thread->tcb);
}
