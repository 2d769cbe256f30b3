/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The monitor's reports.  The first line is a sentence that needs no manual;
 * the lines after it are the evidence.
 */
#include "fault_report.h"

#include <stdbool.h>
#include <stddef.h>

#include "cap_meaning.h"
#include "place.h"
#include "print.h"
#include "syndrome.h"
#include "ubsan.h"

/* What the lines of one report share. */
struct report {
    const struct spec *spec;
    const struct spec_thread *thread;
    const struct fault *fault;
    const seL4_UserContext *registers; /* or null */
};

static void print_line(const char *heading)
{
    print_text("\nmonitor:   ");
    print_text(heading);
}

static void print_opening(const struct spec *spec, uint32_t thread, const char *text)
{
    print_text("monitor: PD '");
    print_text(spec_string(spec, spec->threads[thread].name));
    print_text("' ");
    print_text(text);
}

static bool has_address(const struct fault *fault)
{
    return fault->words[seL4_VMFault_PrefetchFault] != 0 ||
           syndrome_has_address((uint32_t)fault->words[seL4_VMFault_FSR]);
}

static const char *access_name(const struct fault *fault)
{
    if (fault->words[seL4_VMFault_PrefetchFault] != 0) {
        return "execution at ";
    }
    return syndrome_is_write((uint32_t)fault->words[seL4_VMFault_FSR]) ? "write to "
                                                                       : "read from ";
}

static const char *abort_reason(const struct fault *fault)
{
    switch (syndrome_abort_cause((uint32_t)fault->words[seL4_VMFault_FSR])) {
    case ABORT_TRANSLATION:
        return ", which is not mapped";
    case ABORT_PERMISSION:
        if (fault->words[seL4_VMFault_PrefetchFault] != 0) {
            return ", which is mapped but not executable";
        }
        return syndrome_is_write((uint32_t)fault->words[seL4_VMFault_FSR])
                   ? ", which is mapped but not writable"
                   : ", which is mapped but not readable";
    case ABORT_ALIGNMENT:
        return ", which is not aligned as this access needs";
    case ABORT_EXTERNAL:
        return ", which the bus or the device refused";
    case ABORT_ADDRESS_SIZE:
        return ", which is beyond the address range";
    case ABORT_ACCESS_FLAG:
    case ABORT_OTHER:
        break;
    }
    return ", which the processor refused";
}

static void describe_vm_fault(const struct report *r)
{
    print_text(access_name(r->fault));
    if (!has_address(r->fault)) {
        print_text("an address that the processor does not know");
        print_text(abort_reason(r->fault));
        return;
    }
    print_hex(r->fault->words[seL4_VMFault_Addr]);
    /* Of kernel addresses the syndrome tells how the kernel maps them: nothing to a PD. */
    print_text(r->fault->words[seL4_VMFault_Addr] > seL4_UserTop
                   ? ", which is not an address that a PD can have"
                   : abort_reason(r->fault));
}

static void describe_cap_fault(const struct report *r)
{
    const seL4_Word *words = r->fault->words;

    print_text(words[seL4_CapFault_InRecvPhase] != 0 ? "receiving with capability "
                                                     : "use of capability ");
    print_decimal(words[seL4_CapFault_Addr]);
    print_text(" (");
    cap_meaning_print(words[seL4_CapFault_Addr]);
    print_text("), ");
    switch (words[seL4_CapFault_LookupFailureType]) {
    case seL4_InvalidRoot:
        print_text("but it has no capability space");
        break;
    case seL4_MissingCapability:
        print_text("which it does not have, or not of this kind");
        break;
    case seL4_DepthMismatch:
    case seL4_GuardMismatch:
        print_text("a number outside its capability space");
        break;
    default:
        print_text("which failed");
        break;
    }
}

static void describe_unknown_syscall(const struct report *r)
{
    seL4_Word number = r->fault->words[seL4_UnknownSyscall_Syscall];

    print_text("system call ");
    if (number >> 63 != 0) {
        print_char('-');
        number = 0 - number;
    }
    print_decimal(number);
    print_text(", which this kernel does not have");
}

static void describe_system_register(const struct report *r, uint32_t esr)
{
    struct system_register reg = syndrome_register(esr);

    if (syndrome_is_physical_timer(&reg) && (r->thread->flags & SPEC_NO_TIMER) != 0) {
        print_text(syndrome_is_read(esr) ? "reading" : "setting");
        print_text(" the physical timer, which its description does not grant (interrupt 30 or "
                   "timer=\"true\" would)");
        return;
    }
    print_text(syndrome_is_read(esr) ? "reading S" : "writing S");
    print_decimal(reg.op0);
    print_char('_');
    print_decimal(reg.op1);
    print_text("_C");
    print_decimal(reg.crn);
    print_text("_C");
    print_decimal(reg.crm);
    print_char('_');
    print_decimal(reg.op2);
    print_text(", a system register or instruction that it may not use");
}

static void describe_brk(uint32_t number)
{
    const char *cause = ubsan_cause(number);

    if (cause != NULL) {
        print_text("undefined behaviour, found by the sanitizer: ");
        print_text(cause);
        print_text(" (brk ");
        print_hex(number);
        print_char(')');
        return;
    }
    print_text("breakpoint instruction brk ");
    print_hex(number);
}

static void describe_exception(const struct report *r, uint32_t esr)
{
    switch (syndrome_class(esr)) {
    case SYNDROME_UNKNOWN:
        print_text("undefined instruction");
        return;
    case SYNDROME_BRK:
        describe_brk(syndrome_brk_number(esr));
        return;
    case SYNDROME_SYSTEM_REGISTER:
        describe_system_register(r, esr);
        return;
    case SYNDROME_FP_ACCESS:
        print_text("floating-point or vector instruction, ");
        print_text((r->thread->flags & SPEC_NO_FPU) != 0
                       ? "which fpu=\"false\" in its description denies it"
                       : "which it may not use");
        return;
    case SYNDROME_FP_EXCEPTION:
        print_text("floating-point exception");
        return;
    case SYNDROME_PC_ALIGNMENT:
        print_text("jump to an address that is not a multiple of 4");
        return;
    case SYNDROME_SP_ALIGNMENT:
        print_text("stack pointer that is not a multiple of 16");
        return;
    case SYNDROME_ILLEGAL_STATE:
        print_text("illegal execution state");
        return;
    case SYNDROME_WAIT:
        print_text("wfi or wfe instruction, which it may not use");
        return;
    case SYNDROME_BREAKPOINT:
    case SYNDROME_STEP:
    case SYNDROME_WATCHPOINT:
        print_text("hardware debug exception");
        return;
    case SYNDROME_INSTRUCTION_ABORT:
    case SYNDROME_DATA_ABORT:
        break; /* these are memory faults */
    }
    print_text("exception with syndrome ");
    print_hex(esr);
}

static void describe_timeout(const struct report *r)
{
    print_text("its time budget is used up (");
    print_decimal(r->fault->words[seL4_Timeout_Consumed]);
    print_text(" us)");
}

static void describe(const struct report *r)
{
    switch (r->fault->label) {
    case seL4_Fault_VMFault:
        describe_vm_fault(r);
        break;
    case seL4_Fault_CapFault:
        describe_cap_fault(r);
        break;
    case seL4_Fault_UnknownSyscall:
        describe_unknown_syscall(r);
        break;
    case seL4_Fault_UserException:
        describe_exception(r, (uint32_t)r->fault->words[seL4_UserException_Number]);
        break;
    case seL4_Fault_VCPUFault: /* a kernel at EL2 calls most exceptions so, whoever has them */
        describe_exception(r, (uint32_t)r->fault->words[seL4_VCPUFault_HSR]);
        break;
    case seL4_Fault_Timeout:
        describe_timeout(r);
        break;
    case seL4_Fault_DebugException:
        print_text("hardware debug exception");
        break;
    default:
        print_text("a fault of a kind that the monitor does not know, ");
        print_decimal(r->fault->label);
        break;
    }
}

/* Where it happened: the message says so for every fault but a timeout. */
static bool fault_pc(const struct report *r, seL4_Word *pc)
{
    switch (r->fault->label) {
    case seL4_Fault_VMFault:
    case seL4_Fault_CapFault:
    case seL4_Fault_UserException:
        *pc = r->fault->words[0]; /* seL4_VMFault_IP and its like are all 0 */
        return true;
    case seL4_Fault_UnknownSyscall:
        *pc = r->fault->words[seL4_UnknownSyscall_FaultIP];
        return true;
    default:
        *pc = r->registers != NULL ? r->registers->pc : 0;
        return r->registers != NULL;
    }
}

static void print_code_line(const struct report *r, const char *heading, seL4_Word address)
{
    print_line(heading);
    place_print_code(r->spec, r->thread, address);
}

/*
 * The call that x30 returns from: the instruction before, for a call may be a function's last.
 * A function that calls others has its own return address on the stack, and in x30 that of the
 * call it made last; and what overwrites a stack overwrites x30.
 */
static void print_call_line(const struct report *r)
{
    enum { INSTRUCTION_BYTES = 4 };
    seL4_Word x30 = r->registers->x30;
    seL4_Word call = x30 - INSTRUCTION_BYTES;
    const struct spec_symbol *caller = place_symbol(r->spec, r->thread, call);

    if (x30 == 0) {
        return;
    }
    if (!place_is_code(r->spec, r->thread, call)) {
        print_line("x30      ");
        print_hex(x30);
        print_text(", which is no return address: nothing there can be executed");
        return;
    }
    print_code_line(r, "call at  ", call);
    if (caller != NULL && caller == place_symbol(r->spec, r->thread, r->registers->pc)) {
        print_text(", in the same function: its last call, which has returned, or recursion");
    }
}

static void print_stack_line(const struct report *r)
{
    const struct spec_thread *t = r->thread;
    seL4_Word sp = r->registers->sp;

    print_line("sp       ");
    print_hex(sp);
    if (sp > t->stack_top || sp < t->stack_bottom) {
        print_text(", outside its stack (");
        print_hex(t->stack_bottom);
        print_text(" to ");
        print_hex(t->stack_top);
        print_char(')');
        if (sp < t->stack_bottom && t->stack_bottom - sp <= PLACE_STACK_REACH) {
            print_text(": probably a stack overflow");
        }
    } else {
        print_text(", ");
        print_decimal(t->stack_top - sp);
        print_text(" of ");
        print_decimal(t->stack_top - t->stack_bottom);
        print_text(" bytes of stack in use");
    }
}

static void print_syndrome_line(const struct report *r)
{
    bool abort = r->fault->label == seL4_Fault_VMFault;
    seL4_Word esr = 0;

    if (abort) {
        esr = r->fault->words[seL4_VMFault_FSR];
    } else if (r->fault->label == seL4_Fault_UserException) {
        esr = r->fault->words[seL4_UserException_Number];
    } else if (r->fault->label == seL4_Fault_VCPUFault) {
        esr = r->fault->words[seL4_VCPUFault_HSR];
    } else {
        return;
    }
    print_line("syndrome ");
    print_hex(esr);
    if (abort && syndrome_level((uint32_t)esr) >= 0) {
        print_text(", found at page-table level ");
        print_decimal((uint64_t)syndrome_level((uint32_t)esr));
    }
}

static void print_registers(const seL4_UserContext *c)
{
    const seL4_Word general[] = {
        c->x0,  c->x1,  c->x2,  c->x3,  c->x4,  c->x5,  c->x6,  c->x7,  c->x8,  c->x9,  c->x10,
        c->x11, c->x12, c->x13, c->x14, c->x15, c->x16, c->x17, c->x18, c->x19, c->x20, c->x21,
        c->x22, c->x23, c->x24, c->x25, c->x26, c->x27, c->x28, c->x29, c->x30,
    };
    enum { COUNT = sizeof general / sizeof general[0], COLUMNS = 3 };

    for (unsigned i = 0; i < COUNT; i++) {
        if (i % COLUMNS == 0) {
            print_line("");
        }
        print_text(i < 10 ? " x" : "x");
        print_decimal(i);
        print_char(' ');
        print_hex_column(general[i]);
        print_text(i % COLUMNS == COLUMNS - 1 ? "" : "  ");
    }
    print_text("pstate ");
    print_hex(c->spsr);
}

/* Guests go on until they fault, which most do soon: a virtual machine monitor is all they have. */
static void print_guests(const struct spec *spec, uint32_t thread)
{
    for (uint32_t i = 0; i < spec->header->threads.count; i++) {
        const struct spec_thread *guest = &spec->threads[i];

        if (guest->vcpu != SPEC_NONE && guest->parent == thread) {
            print_line("guest    '");
            print_text(spec_string(spec, guest->name));
            print_text("' has nobody now who deals with its faults");
        }
    }
}

void fault_report(const struct spec *spec, uint32_t thread, const struct fault *fault,
                  const seL4_UserContext *registers)
{
    struct report r = {
        .spec = spec,
        .thread = &spec->threads[thread],
        .fault = fault,
        .registers = registers,
    };
    seL4_Word pc;

    print_opening(spec, thread, "is stopped: ");
    describe(&r);
    if (fault->label == seL4_Fault_VMFault && has_address(fault)) {
        print_line("address  ");
        place_print_data(spec, r.thread, fault->words[seL4_VMFault_Addr]);
    }
    if (registers != NULL) {
        print_code_line(&r, "pc       ", registers->pc);
    } else if (fault_pc(&r, &pc)) {
        print_code_line(&r, "pc       ", pc);
    }
    if (registers != NULL) {
        print_call_line(&r);
        print_stack_line(&r);
    }
    print_syndrome_line(&r);
    print_guests(spec, thread);
    if (registers != NULL) {
        print_registers(registers);
    }
    print_char('\n');
}

void fault_report_stray(const struct spec *spec, uint32_t thread, const char *did)
{
    print_opening(spec, thread, did);
    print_char('\n');
}
