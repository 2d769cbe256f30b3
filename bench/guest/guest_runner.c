/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The monitor of the guest that measures: it answers the guest's hypercalls, loads
 * and interrupts, one row after the other, and prints.  It uses the SDK alone, so it can be built
 * with another one whose kernel has guests.
 *
 * A row ends with CALL_DONE, which says how long it took.  Only how late an interrupt is
 * taken is counted here: from before it is asked for to the handler's first instruction.
 */
#include "console.h"
#include "bench.h"
#include "monitor.h"

/* Set by the tool. */
seL4_Word uart_vaddr;
seL4_Word code_vaddr;

enum { CHANNEL_PARTNER = 1, TIMER = 27, SOME_IRQ = 40, ALL = GUEST_WARM_UP + GUEST_TIMES };

struct row {
    const char *name;
    const unsigned char *entry;
    seL4_Word times;  /* what is measured is in a section */
    seL4_Word result; /* x2 of CALL_DONE */
};

static const struct row rows[] = {
    {"guest_hypercall", guest_calls, GUEST_TIMES, 0},
    {"guest_load", guest_loads, GUEST_TIMES, DEVICE_WORD},
    {"guest_inject", guest_takes, GUEST_TIMES, ALL},
    {"guest_timer", guest_ticks, GUEST_TIMES, ALL},
    {"guest_switch", guest_yields, 2 * GUEST_TIMES, ALL},
};

enum { ROWS = sizeof(rows) / sizeof(rows[0]), ROW_INJECT = 2, ROW_SWITCH = 4, INSTRUCTION = 4 };

static unsigned row;

static struct {
    seL4_Word count; /* interrupts that were taken */
    seL4_Word since;
    seL4_Word late; /* sum, in ticks */
} injected;

static seL4_Bool wrong;

/* Each 16 interrupts are asked for an instruction later (bench_ticks_after()), and after the
   handler the rest of the 16 is spent, so that all else takes as long as ever. */
static seL4_Word delay(void)
{
    return injected.count / INSTRUCTIONS_PER_TICK % INSTRUCTIONS_PER_TICK;
}

static void begin_row(void)
{
    if (row == ROW_SWITCH) {
        microkit_notify(CHANNEL_PARTNER);
    }
    wrong = !guest_begin(rows[row].entry);
}

/* The row's guest, whose x0 to x2 are these, has come to its end. */
static void end_row(seL4_Word begin, seL4_Word end, seL4_Word result)
{
    const struct row *r = &rows[row];
    seL4_Word ticks = row == ROW_INJECT ? injected.late : end - begin;

    if (result != r->result && !(row == ROW_SWITCH && result == r->result + 1)) {
        wrong = seL4_True;
    }
    console_row(r->name, ticks, r->times, !wrong);
    row++;
    if (row == ROWS) {
        console_done();
    } else {
        begin_row();
    }
}

/* The handler was there at `time`. */
static void taken(seL4_Word time)
{
    (void)bench_ticks_after(INSTRUCTIONS_PER_TICK - 1 - delay());
    if (injected.count >= GUEST_WARM_UP) {
        injected.late += time - injected.since;
    }
    injected.count++;
}

/* x0 to x7 are message words; with the address of the next instruction they are the answer. */
static seL4_Bool hypercall(microkit_msginfo *reply)
{
    switch (microkit_mr_get(seL4_UnknownSyscall_Syscall)) {
    case CALL_NOTHING:
        break;
    case CALL_INJECT:
        injected.since = bench_ticks_after(delay());
        microkit_vcpu_arm_inject_irq(VCPU, SOME_IRQ, 0, 0, 0);
        break;
    case CALL_TAKEN:
        taken(microkit_mr_get(0));
        break;
    case CALL_DONE:
        end_row(microkit_mr_get(0), microkit_mr_get(1), microkit_mr_get(2));
        return seL4_False;
    default:
        wrong = seL4_True;
        end_row(0, 0, 0);
        return seL4_False;
    }
    microkit_mr_set(seL4_UnknownSyscall_FaultIP,
                    microkit_mr_get(seL4_UnknownSyscall_FaultIP) + INSTRUCTION);
    *reply = microkit_msginfo_new(0, seL4_UnknownSyscall_FaultIP + 1);
    return seL4_True;
}

/* Of a data abort: syndrome, valid (ISV); the access writes (WnR); the register (SRT).  Arm ARM,
   "ISS encoding for an exception from a Data Abort". */
enum { ISS_VALID = 1 << 24, ISS_WRITES = 1 << 6, ISS_REGISTER = 16, X2 = 2 };

/* As a monitor of an unmodified guest does it: with all registers. */
static void load(void)
{
    seL4_Word syndrome = microkit_mr_get(seL4_VMFault_FSR);
    seL4_Bool right = microkit_mr_get(seL4_VMFault_Addr) == GUEST_DEVICE &&
                      (syndrome & (ISS_VALID | ISS_WRITES)) == ISS_VALID &&
                      (syndrome >> ISS_REGISTER & 31) == X2;
    seL4_UserContext context;

    if (seL4_TCB_ReadRegisters(BASE_VM_TCB_CAP + VCPU, seL4_False, 0, seL4_UserContextWords,
                               &context) != seL4_NoError) {
        right = seL4_False;
    }
    context.x2 = DEVICE_WORD;
    context.pc += INSTRUCTION;
    if (seL4_TCB_WriteRegisters(BASE_VM_TCB_CAP + VCPU, seL4_False, 0, seL4_UserContextWords,
                                &context) != seL4_NoError) {
        right = seL4_False;
    }
    wrong = wrong || !right;
}

void init(void)
{
    console_open(uart_vaddr);
    if (!guest_place(code_vaddr)) {
        console_row(rows[0].name, 0, 1, seL4_False);
        console_done();
        return;
    }
    microkit_vcpu_arm_write_reg(VCPU, seL4_VCPUReg_VBAR, GUEST_CODE);
    begin_row();
}

void notified(microkit_channel ch)
{
    (void)ch;
}

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply)
{
    (void)child;
    *reply = microkit_msginfo_new(0, 0);
    switch (microkit_msginfo_get_label(msginfo)) {
    case seL4_Fault_UnknownSyscall:
        return hypercall(reply);
    case seL4_Fault_VMFault:
        load();
        return seL4_True;
    case seL4_Fault_VPPIEvent:
        microkit_vcpu_arm_inject_irq(VCPU, TIMER, 0, 0, 0);
        return seL4_True;
    case seL4_Fault_VGICMaintenance: /* the guest has ended it */
        if (rows[row].entry == guest_ticks) {
            microkit_vcpu_arm_ack_vppi(VCPU, TIMER);
        }
        return seL4_True;
    default:
        wrong = seL4_True;
        end_row(0, 0, 0);
        return seL4_False;
    }
}
