/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: a handler is told of each type of fault what docs/kernel/fault.md says, word for word;
 *     its answer sets the registers that it may and no other, and never the processor's mode; a
 *     timeout's handler is told once what was used, and the system call is not done again
 * Bound: all registers and faults; answers of 0 to 14 words, of 34 and 40 to a timeout; labels 0
 *     and 1
 * Assumes: capabilities are of a type that there is
 * Options: --unwind 44
 * Sources: err
 * Mutants: next_pc_is_the_svc@tells timeout_use_told_twice@tells_timeout
 *     syscall_reply_7_registers@answers timeout_repeats_system_call@tells_timeout
 *     handler_without_grant@is_told
 */
#include "fault.c"
#include "kernel/arch/host/context.c"
#include "prove.h"

enum { AT_BUFFER = 0x10000, AT_ENDPOINT = 0x20000, WORDS = 40 };

struct user_context nondet_context(void);

static struct tcb thread, handler;
static struct sched_context sc;
static struct endpoint endpoint;
static word_t buffer[BUFFER_MSG + WORDS];
struct scheduler sched;

void *object_at(paddr_t address)
{
    return address == AT_BUFFER ? (void *)buffer : &endpoint;
}

void arch_fpu_forget(struct tcb *tcb)
{
    (void)tcb;
}

/* ---- What is sent ---- */

static struct {
    unsigned calls;
    word_t label, badge;
    unsigned length;
    word_t word[FAULT_WORDS];
    unsigned sent;
    unsigned flags;
} told;

void ipc_write(struct tcb *receiver, word_t badge, word_t label, const word_t *words,
               unsigned length)
{
    PROVE(receiver == &handler && length <= FAULT_WORDS, "the handler, with a message of a fault");
    told.calls++;
    told.label = label;
    told.badge = badge;
    told.length = length;
    for (unsigned i = 0; i < length; i++) {
        told.word[i] = words[i];
    }
}

void endpoint_send(cap_t cap, struct tcb *sender, unsigned flags)
{
    PROVE(cap_endpoint(cap) == &endpoint && sender == &thread, "the thread's own handler");
    PROVE((cap_rights(cap) & RIGHT_WRITE) != 0 &&
              (cap_rights(cap) & (RIGHT_GRANT | RIGHT_GRANT_REPLY)) != 0,
          "of one who can be told and can answer");
    told.sent++;
    told.flags = flags;
}

void thread_set_state(struct tcb *tcb, enum thread_state state)
{
    tcb->state = state;
}

void console_print(const char *format, ...)
{
    (void)format;
}

word_t ticks_to_us(ticks_t ticks)
{
    return ticks / 2; /* as with a clock of 2 MHz */
}

word_t *ipc_buffer_of_unusual(const struct tcb *tcb, bool writable)
{
    (void)tcb;
    (void)writable;
    return NULL;
}

/* ---- ---- */

static void build(word_t type)
{
    thread = (struct tcb){.state = THREAD_RUNNING};
    thread.context = nondet_context();
    handler.context = nondet_context();
    thread.progress.at = 1;
    thread.fault = (struct fault){.type = type, .address = nondet_word(), .status = nondet_word(),
                                  .flag = nondet_bool()};
    told.calls = 0;
    told.sent = 0;
}

static void tell(word_t type, unsigned length)
{
    word_t badge = nondet_word();

    build(type);
    fault_write_message(&thread, &handler, badge);
    PROVE(told.calls == 1 && told.label == type && told.badge == badge && told.length == length,
          "one message, with the fault's type and the handler's badge");
}

static void tells(void)
{
    const word_t *reg = thread.context.reg;

    tell(seL4_Fault_UserException, 5);
    PROVE(told.word[0] == reg[REG_PC] && told.word[1] == reg[REG_SP] &&
              told.word[2] == reg[REG_SPSR] && told.word[3] == thread.fault.address &&
              told.word[4] == thread.fault.status,
          "of an exception: where, stack, state, number, code");
    tell(seL4_Fault_VMFault, 4);
    PROVE(told.word[0] == reg[REG_PC] && told.word[1] == thread.fault.address &&
              told.word[2] == thread.fault.flag && told.word[3] == thread.fault.status,
          "of a memory fault: where, address, whether of an instruction, syndrome");
    tell(seL4_Fault_UnknownSyscall, 13);
    for (unsigned i = 0; i < 8; i++) {
        PROVE(told.word[i] == reg[REG_CAP + i], "of an unknown system call: x0 to x7");
    }
    PROVE(told.word[8] == reg[REG_PC] && told.word[9] == reg[REG_SP] &&
              told.word[10] == thread.context.next_pc && told.word[11] == reg[REG_SPSR] &&
              told.word[12] == thread.fault.address,
          "where, stack, what comes next, state, number");
}

static void tells_timeout(void)
{
    build(seL4_Fault_NullFault);
    word_t pc = thread.context.reg[REG_PC];
    thread.state = nondet_bool() ? THREAD_RUNNING : THREAD_RESTART;
    thread.slot[TCB_TIMEOUT_HANDLER].cap = cap_set_rights(cap_make(CAP_ENDPOINT, AT_ENDPOINT),
                                                          RIGHTS_ALL);
    sc = (struct sched_context){.badge = nondet_word(), .consumed = nondet_word()};
    word_t used = sc.consumed;
    thread.sc = &sc;
    fault_timeout(&thread);
    PROVE(told.sent == 1 && (told.flags & SEND_LEND) == 0, "it is told, and lends no time");
    PROVE(thread.context.reg[REG_PC] ==
              (thread.state == THREAD_RUNNING ? thread.context.next_pc : pc),
          "a system call that was done is not done again");
    fault_write_message(&thread, &handler, 0);
    PROVE(told.length == 2 && told.word[0] == sc.badge && told.word[1] == used / 2,
          "whose time it was, and how much was used");
    PROVE(sc.consumed == 0, "which is told once");
    thread.sc = NULL;
    fault_write_message(&thread, &handler, 0);
    PROVE(told.length == 1, "without a scheduling context only the former");
}

/* Who may be a handler, and who is told of a fault. */
static void is_told(void)
{
    cap_t cap = {{nondet_word(), nondet_word()}};

    ASSUME(cap_type(cap) < CAP_TYPES);
    cap = cap_set_object(cap, AT_ENDPOINT);
    build(seL4_Fault_VMFault);
    thread.slot[TCB_FAULT_HANDLER].cap = cap;
    thread.slot[TCB_TIMEOUT_HANDLER].cap = cap;
    bool usable = cap_type(cap) == CAP_ENDPOINT && (cap_rights(cap) & RIGHT_WRITE) != 0 &&
                  (cap_rights(cap) & (RIGHT_GRANT | RIGHT_GRANT_REPLY)) != 0;
    PROVE(fault_handler_ok(cap) == (usable || cap_is_null(cap)), "who may be one");
    PROVE(fault_timeout_handled(&thread) == usable, "and who is one of timeouts");
    fault_raise(&thread);
    PROVE(told.sent == (usable ? 1 : 0), "it is told, if there is one");
    PROVE(usable || thread.state == THREAD_INACTIVE, "else the thread stops");
}

/* Which words of the answer count, and to which register one goes. */
static unsigned most_words(word_t type)
{
    switch (type) {
    case seL4_Fault_UnknownSyscall:
        return 12;
    case seL4_Fault_UserException:
        return 3;
    case seL4_Fault_Timeout:
        return 34;
    default:
        return 0;
    }
}

static unsigned register_of(word_t type, unsigned word)
{
    if (type != seL4_Fault_UnknownSyscall) {
        return word;
    }
    return word < 8 ? REG_CAP + word : word == 8 ? REG_PC : word == 9 ? REG_SP : REG_SPSR;
}

/* An answer of `length` words, by a handler with a buffer or without. */
static void answer(word_t type, unsigned length, bool has_buffer, word_t label)
{
    unsigned any = nondet_unsigned() % seL4_UserContextWords;
    unsigned most = most_words(type);
    unsigned counted = length < most ? length : most;

    build(type);
    for (unsigned i = 0; i < BUFFER_MSG + WORDS; i++) {
        buffer[i] = nondet_word();
    }
    handler.context.reg[REG_INFO] = label << 12 | length;
    handler.ipc_buffer = 0;
    handler.slot[TCB_IPC_BUFFER].cap = cap_null();
    if (has_buffer) {
        cap_t frame = cap_make(CAP_FRAME, AT_BUFFER);
        handler.slot[TCB_IPC_BUFFER].cap = cap_set_frame_access(frame, ACCESS_READ_WRITE);
    }
    struct user_context was = thread.context;
    bool resumes = fault_apply_reply(&thread, &handler);
    counted = has_buffer || counted < 4 ? counted : 4;
    word_t expected = was.reg[any];
    for (unsigned i = 0; i < counted; i++) {
        word_t word = i < 4 ? handler.context.reg[REG_MR0 + i] : buffer[BUFFER_MSG + i];
        bool is_next = type == seL4_Fault_UnknownSyscall && i == 10;
        if (!is_next && register_of(type, i) == any) {
            /* Of the state the conditions, bits 31 to 28, and the mode of a program. */
            expected = any == REG_SPSR ? (word & 0xf0000000) | 0x40 : word;
        }
        PROVE(!is_next || thread.context.next_pc == word, "where it goes on is set, too");
    }
    PROVE(thread.context.reg[any] == expected, "the registers that were sent, and no other");
    PROVE(resumes == (most == 0 || label == 0), "it goes on if the label is 0");
    PROVE(counted == 0 || thread.progress.at == 0, "what was preempted does not go on elsewhere");
}

static void answers(void)
{
    for (unsigned length = 0; length <= 14; length++) {
        answer(seL4_Fault_UnknownSyscall, length, true, length % 2);
    }
    answer(seL4_Fault_UnknownSyscall, 12, false, 0);
    for (unsigned length = 0; length <= 5; length++) {
        answer(seL4_Fault_UserException, length, length % 2, 0);
    }
    answer(seL4_Fault_VMFault, 5, true, 1);
    answer(seL4_Fault_Timeout, 3, true, 1);
    answer(seL4_Fault_Timeout, 34, false, 0);
    answer(seL4_Fault_Timeout, 40, true, 0);
}

int main(void)
{
    tells();
    tells_timeout();
    is_told();
    answers();
    REACHED("the end of all cases");
}
