/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fault delivery.  A pending fault lives in the TCB; sending it is an ordinary
 * blocking send on the handler's endpoint, and ipc_transfer() asks here for
 * the words.
 */
#include "fault.h"

#include "arch.h"
#include "console.h"
#include "endpoint.h"
#include "ipc.h"
#include "progress.h"
#include "refill.h"
#include "thread.h"
#include "vcpu.h"

/* ---- Sending ---- */

/* Null, or an endpoint that faults can be sent to and answered from. */
bool fault_handler_ok(cap_t cap)
{
    return cap_is_null(cap) || (cap_type(cap) == CAP_ENDPOINT &&
                                (cap_rights(cap) & RIGHT_WRITE) != 0 &&
                                (cap_rights(cap) & (RIGHT_GRANT | RIGHT_GRANT_REPLY)) != 0);
}

static bool handler_present(cap_t cap)
{
    return !cap_is_null(cap) && fault_handler_ok(cap);
}

void fault_raise(struct tcb *tcb)
{
    cap_t handler = tcb->slot[TCB_FAULT_HANDLER].cap;

    if (handler_present(handler)) {
        endpoint_send(handler, tcb, SEND_BLOCKING | SEND_CALL | SEND_LEND);
        return;
    }
    console_print("Found thread has no fault handler: \"%s\", fault %lu, address 0x%lx, "
                  "pc 0x%lx\n",
                  tcb->name, tcb->fault.type, tcb->fault.address, tcb->context.reg[REG_PC]);
    tcb->fault.type = seL4_Fault_NullFault;
    thread_set_state(tcb, THREAD_INACTIVE);
}

void fault_raise_cap(struct tcb *tcb, word_t cptr, bool receiving,
                     struct lookup_failure failure)
{
    fault_set(tcb, seL4_Fault_CapFault, cptr, 0, receiving);
    tcb->fault.lookup = failure;
    fault_raise(tcb);
}

bool fault_timeout_handled(const struct tcb *tcb)
{
    return handler_present(tcb->slot[TCB_TIMEOUT_HANDLER].cap);
}

void fault_timeout(struct tcb *tcb)
{
    if (tcb->state == THREAD_RUNNING) {
        /* Its system call is complete: the answer must not start it again. */
        tcb->context.reg[REG_PC] = tcb->context.next_pc;
    }
    fault_set(tcb, seL4_Fault_Timeout, tcb->sc->badge, 0, false);
    endpoint_send(tcb->slot[TCB_TIMEOUT_HANDLER].cap, tcb, SEND_BLOCKING | SEND_CALL);
}

/* ---- Messages ---- */

enum { FAULT_WORDS = 13 }; /* the longest message */
enum { SYSCALL_REGISTERS = seL4_UnknownSyscall_X7 + 1 }; /* x0 to x7, the first words */

static unsigned cap_fault_words(const struct tcb *tcb, word_t *words)
{
    words[seL4_CapFault_IP] = tcb->context.reg[REG_PC];
    words[seL4_CapFault_Addr] = tcb->fault.address;
    words[seL4_CapFault_InRecvPhase] = tcb->fault.flag;
    return seL4_CapFault_LookupFailureType +
           lookup_failure_encode(tcb->fault.lookup,
                                 &words[seL4_CapFault_LookupFailureType]);
}

static unsigned unknown_syscall_words(const struct tcb *tcb, word_t *words)
{
    const struct user_context *context = &tcb->context;

    ipc_copy_words(&context->reg[REG_CAP], words, SYSCALL_REGISTERS);
    words[seL4_UnknownSyscall_FaultIP] = context->reg[REG_PC];
    words[seL4_UnknownSyscall_SP] = context->reg[REG_SP];
    words[seL4_UnknownSyscall_LR] = context->next_pc;
    words[seL4_UnknownSyscall_SPSR] = context->reg[REG_SPSR];
    words[seL4_UnknownSyscall_Syscall] = tcb->fault.address;
    return seL4_UnknownSyscall_Length;
}

static unsigned user_exception_words(const struct tcb *tcb, word_t *words)
{
    words[seL4_UserException_FaultIP] = tcb->context.reg[REG_PC];
    words[seL4_UserException_SP] = tcb->context.reg[REG_SP];
    words[seL4_UserException_SPSR] = tcb->context.reg[REG_SPSR];
    words[seL4_UserException_Number] = tcb->fault.address;
    words[seL4_UserException_Code] = tcb->fault.status;
    return seL4_UserException_Length;
}

static unsigned vm_fault_words(const struct tcb *tcb, word_t *words)
{
    words[seL4_VMFault_IP] = tcb->context.reg[REG_PC];
    words[seL4_VMFault_Addr] = tcb->fault.address;
    words[seL4_VMFault_PrefetchFault] = tcb->fault.flag;
    words[seL4_VMFault_FSR] = tcb->fault.status;
    return seL4_VMFault_Length;
}

static unsigned timeout_words(const struct tcb *tcb, word_t *words)
{
    words[seL4_Timeout_Data] = tcb->fault.address;
    if (tcb->sc == NULL) {
        return 1;
    }
    words[seL4_Timeout_Consumed] = ticks_to_us(tcb->sc->consumed);
    tcb->sc->consumed = 0;
    return seL4_Timeout_Length;
}

/* ---- Replies ---- */

/* An answer of `length` words, those beyond MESSAGE_REGISTERS in `buffer`, from `handler`. */
struct verdict {
    const struct tcb *handler;
    const word_t *buffer;
    unsigned length;
};

/* Word `i`, behind x0 to x7. */
static void set_syscall_word(struct tcb *tcb, unsigned i, word_t value)
{
    struct user_context *context = &tcb->context;

    switch (i) {
    case seL4_UnknownSyscall_FaultIP:
        context->reg[REG_PC] = value;
        break;
    case seL4_UnknownSyscall_SP:
        context->reg[REG_SP] = value;
        break;
    case seL4_UnknownSyscall_LR:
        context->next_pc = value;
        break;
    default: /* seL4_UnknownSyscall_SPSR */
        context->reg[REG_SPSR] = vcpu_sanitise_register(tcb, REG_SPSR, value);
        break;
    }
}

static void reply_to_unknown_syscall(struct tcb *tcb, const struct verdict *verdict)
{
    word_t registers = min_word(verdict->length, SYSCALL_REGISTERS);
    word_t at_once = min_word(registers, MESSAGE_REGISTERS);
    word_t *x = &tcb->context.reg[REG_CAP];

    ipc_copy_words(&verdict->handler->context.reg[REG_MR0], x, at_once);
    if (registers > at_once) {
        ipc_copy_words(verdict->buffer + BUFFER_MSG + MESSAGE_REGISTERS, x + MESSAGE_REGISTERS,
                       registers - at_once);
    }
    for (unsigned i = SYSCALL_REGISTERS; i < verdict->length; i++) { /* at most 4 */
        set_syscall_word(tcb, i, verdict->buffer[BUFFER_MSG + i]);
    }
}

/* Exceptions and timeouts: the words are registers in the ABI's order, at most 34. */
static void reply_to_registers(struct tcb *tcb, const struct verdict *verdict)
{
    for (unsigned i = 0; i < verdict->length; i++) {
        word_t value = ipc_word(verdict->handler, verdict->buffer, i);

        tcb->context.reg[i] = vcpu_sanitise_register(tcb, i, value);
    }
}

/* ---- What each type of fault says and hears ---- */

static const struct {
    unsigned (*message)(const struct tcb *tcb, word_t *words); /* returns how many */
    unsigned reply_words; /* taken from the reply at most */
    void (*set)(struct tcb *tcb, const struct verdict *verdict); /* NULL: of it nothing matters */
} types[] = {
    [seL4_Fault_CapFault] = {cap_fault_words, 0, NULL},
    [seL4_Fault_UnknownSyscall] = {unknown_syscall_words, seL4_UnknownSyscall_Syscall,
                                   reply_to_unknown_syscall},
    [seL4_Fault_UserException] = {user_exception_words, 3, reply_to_registers},
    [seL4_Fault_Timeout] = {timeout_words, 34, reply_to_registers},
    [seL4_Fault_VMFault] = {vm_fault_words, 0, NULL},
    VCPU_FAULT_TYPES
};

void fault_write_message(struct tcb *tcb, struct tcb *handler, word_t badge)
{
    word_t words[FAULT_WORDS];
    unsigned length = types[tcb->fault.type].message(tcb, words);

    ipc_write(handler, badge, tcb->fault.type, words, length);
}

bool fault_apply_reply(struct tcb *tcb, const struct tcb *handler)
{
    word_t info = handler->context.reg[REG_INFO];
    unsigned length = (unsigned)min_word(info_length(info), types[tcb->fault.type].reply_words);
    const word_t *buffer = NULL;

    if (types[tcb->fault.type].set == NULL) {
        return true; /* capability and memory faults always resume */
    }
    if (length > MESSAGE_REGISTERS) {
        buffer = ipc_buffer_of(handler, false);
        length = buffer != NULL ? length : MESSAGE_REGISTERS;
    }
    if (length > 0) {
        progress_end(tcb); /* it may make another system call now */
    }
    types[tcb->fault.type].set(tcb, &(struct verdict){handler, buffer, length});
    return info_label(info) == 0;
}
