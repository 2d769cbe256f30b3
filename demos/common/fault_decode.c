/* SPDX-License-Identifier: BSD-2-Clause */
/* From a fault message to facts: an account.  fault_print.c puts it into words. */
#include "fault_decode.h"

enum { PAGE = 4096 };

/* Faults that only some kernels have, so that not every sel4/ names them. */
enum { LABEL_DEBUG = 4, LABEL_VCPU = 8 };

/* Exception classes: bits 31:26 of a syndrome (Arm ARM, ESR_EL1.EC). */
enum {
    CLASS_UNKNOWN = 0x00,
    CLASS_REGISTER = 0x18,
    CLASS_INSTRUCTION_ABORT = 0x20,
    CLASS_ODD_PC = 0x22,
    CLASS_DATA_ABORT = 0x24,
    CLASS_ODD_SP = 0x26,
    CLASS_BREAKPOINT = 0x3c
};

static seL4_Bool read_registers(struct fault_account *a, microkit_child child)
{
    return seL4_TCB_ReadRegisters(BASE_TCB_CAP + child, seL4_False, 0,
                                  sizeof(a->registers) / sizeof(seL4_Word),
                                  &a->registers) == seL4_NoError;
}

/* Bits 5:0 of the syndrome of an abort: status; the low two of most are the table level. */
static enum fault_reason abort_reason(seL4_Word syndrome)
{
    seL4_Word status = syndrome & 0x3f;

    if (status >= 0x04 && status <= 0x07) {
        return REASON_UNMAPPED;
    }
    if (status >= 0x0c && status <= 0x0f) {
        return REASON_FORBIDDEN;
    }
    return status == 0x21 ? REASON_UNALIGNED : REASON_OTHER;
}

static void take_memory_fault(struct fault_account *a)
{
    seL4_Word syndrome = microkit_mr_get(seL4_VMFault_FSR);
    seL4_Bool write = (syndrome >> 6 & 1) != 0;

    a->pc = microkit_mr_get(seL4_VMFault_IP);
    a->address = microkit_mr_get(seL4_VMFault_Addr);
    a->number = syndrome;
    a->reason = abort_reason(syndrome);
    a->cause = microkit_mr_get(seL4_VMFault_PrefetchFault) != 0 ? FAULT_EXECUTE
               : write                                           ? FAULT_WRITE
                                                                 : FAULT_READ;
}

static enum fault_cause exception_cause(seL4_Word syndrome)
{
    switch (syndrome >> 26 & 0x3f) {
    case CLASS_UNKNOWN:
        return FAULT_UNDEFINED;
    case CLASS_REGISTER:
        return FAULT_REGISTER;
    case CLASS_BREAKPOINT:
        return FAULT_BREAKPOINT;
    case CLASS_ODD_PC:
        return FAULT_ODD_PC;
    case CLASS_ODD_SP:
        return FAULT_ODD_SP;
    default:
        return FAULT_OTHER;
    }
}

static void take_exception(struct fault_account *a, seL4_Word syndrome)
{
    a->number = syndrome;
    a->cause = exception_cause(syndrome);
}

static void take_cap_fault(struct fault_account *a)
{
    a->pc = microkit_mr_get(seL4_CapFault_IP);
    a->number = microkit_mr_get(seL4_CapFault_Addr);
    a->cause = microkit_mr_get(seL4_CapFault_InRecvPhase) != 0 ? FAULT_CAP_RECEIVE
                                                               : FAULT_CAP_CALL;
}

/* The message; true if it says where, too. */
static seL4_Bool take_message(struct fault_account *a, seL4_Word label)
{
    switch (label) {
    case seL4_Fault_VMFault:
        take_memory_fault(a);
        return seL4_True;
    case seL4_Fault_CapFault:
        take_cap_fault(a);
        return seL4_True;
    case seL4_Fault_UnknownSyscall:
        a->cause = FAULT_SYSCALL;
        a->pc = microkit_mr_get(seL4_UnknownSyscall_FaultIP);
        a->number = microkit_mr_get(seL4_UnknownSyscall_Syscall);
        return seL4_True;
    case seL4_Fault_UserException:
        take_exception(a, microkit_mr_get(seL4_UserException_Number));
        a->pc = microkit_mr_get(seL4_UserException_FaultIP);
        return seL4_True;
    case LABEL_VCPU: /* a kernel at EL2: the syndrome alone */
        take_exception(a, microkit_mr_get(0));
        return seL4_False;
    case LABEL_DEBUG: /* address and reason; of the reasons, a child can only cause 3, software */
        a->pc = microkit_mr_get(0);
        a->cause = microkit_mr_get(1) == 3 ? FAULT_BREAKPOINT : FAULT_OTHER;
        return seL4_True;
    default:
        a->cause = FAULT_OTHER;
        return seL4_False;
    }
}

void fault_account_take(struct fault_account *a, microkit_child child, microkit_msginfo msginfo)
{
    seL4_Bool placed;

    a->reason = REASON_NONE;
    a->address = 0;
    a->number = 0;
    placed = take_message(a, microkit_msginfo_get_label(msginfo));
    if (!read_registers(a, child)) {
        a->cause = FAULT_OTHER;
    } else if (!placed) {
        a->pc = a->registers.pc;
    }
}

void fault_account_stopped(struct fault_account *a, microkit_child child, enum fault_cause cause)
{
    a->cause = read_registers(a, child) ? cause : FAULT_OTHER;
    a->reason = REASON_NONE;
    a->address = 0;
    a->number = 0;
    a->pc = a->registers.pc;
}

static seL4_Bool in(const volatile struct life_range *range, seL4_Word address)
{
    return range->begin <= address && address < range->end;
}

enum fault_area fault_area(const volatile struct life_seal *seal, seL4_Word address)
{
    const volatile struct life_range *stack = &seal->ranges[LIFE_RANGE_STACK];

    if (address < PAGE) {
        return AREA_NULL;
    }
    if (in(&seal->text, address)) {
        return AREA_CODE;
    }
    if (in(&seal->copy, address)) {
        return AREA_DATA;
    }
    if (in(stack, address)) {
        return AREA_STACK;
    }
    if (stack->begin - PAGE <= address && address < stack->begin) {
        return AREA_GUARD;
    }
    return LIFE_PRISTINE <= address && address < LIFE_PRISTINE + LIFE_BYTES ? AREA_PRISTINE
                                                                          : AREA_UNKNOWN;
}

const volatile struct life_symbol *fault_symbol(const volatile struct life_seal *seal,
                                                seL4_Word address)
{
    for (seL4_Word i = 0; i < seal->symbols_count && i < LIFE_SYMBOLS; i++) {
        const volatile struct life_symbol *s = &seal->symbols[i];

        if ((seL4_Word)s->address <= address && address < (seL4_Word)s->end) {
            return s;
        }
    }
    return seL4_Null;
}

seL4_Bool fault_instruction(const volatile struct life_seal *seal, seL4_Word pc,
                            seL4_Uint32 *word)
{
    seL4_Word copy = (seL4_Word)seal + LIFE_AT_COPY + (seal->copy.end - seal->copy.begin);

    if (!in(&seal->text, pc) || pc % sizeof(*word) != 0) {
        return seL4_False;
    }
    *word = *(const volatile seL4_Uint32 *)(copy + (pc - seal->text.begin));
    return seL4_True;
}
