/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tries what later.system grants it, checks what comes of it, and gives the verdict.
 */
#include "../checks.h"
#include "later.h"

/* User slots. */
enum { SECOND_TCB = 0, SECOND_TIME = 1, EMPTY = 2, ECHO_TIME = 3, SECOND_SPACE = 127 };

/* Of an exception's syndrome (Arm ARM, ESR_EL1): floating point that is trapped. */
enum { SYNDROME_CLASS_SHIFT = 26, CLASS_FP_ACCESS = 0x07 };

enum { PAGE_BYTES = 0x1000, LARGE_BYTES = 0x200000, PROGRAM = 0x200000 };

struct later_notes *notes;
const volatile char *text;
seL4_Word text_size;
seL4_Word text_length;
volatile char *roomy;
seL4_Word roomy_size;
const volatile char *large;
seL4_Word large_size;
seL4_Word clock_id;
seL4_Word worker_id;
seL4_Word worker_channel;
seL4_Word second_channel;
seL4_Word echo_channel;

static seL4_Bool is_zero(const volatile char *bytes, seL4_Word from, seL4_Word to)
{
    seL4_Bool zero = seL4_True;

    for (seL4_Word i = from; i < to; i++) {
        zero = zero && bytes[i] == 0;
    }
    return zero;
}

static void check_files(void)
{
    check(later_is_text(text) && text_length == sizeof(LATER_TEXT) - 1,
          "prefill_path: the bytes of the file; setvar_prefill_size: how many");
    check(text_size == PAGE_BYTES && is_zero(text, text_length, text_size),
          "without size: whole pages, zero after the file");
    check(roomy_size == 3 * PAGE_BYTES && later_is_text(roomy) &&
              is_zero(roomy, text_length, roomy_size),
          "size: more pages than the file has");
    check(large_size == LARGE_BYTES && later_is_text(large) &&
              is_zero(large, text_length, large_size),
          "page_size 2 MiB: a region of that size");
}

static void check_ids(void)
{
    check(clock_id == 5, "setvar_id of an interrupt");
    check(worker_id == 61, "setvar_id of a child, in its parent");
    check(worker_channel == 7 && second_channel == 8 && echo_channel == 61,
          "setvar_id of a channel's end");
}

static void check_echo(void)
{
    (void)microkit_ppcall((microkit_channel)echo_channel, microkit_msginfo_new(0, 0));
    check(microkit_mr_get(0) == 'e' && microkit_mr_get(1) == 'c' && microkit_mr_get(2) == 1,
          "path_for_symbols: a program without symbols is told its name and channel");
}

static seL4_CPtr slot(seL4_Word number)
{
    return microkit_cspace_root_slot_to_cptr(number);
}

static void check_user_slots(void)
{
    seL4_UserContext context;
    seL4_Error stopped = seL4_TCB_Suspend(slot(SECOND_TCB));

    check(stopped == seL4_NoError &&
              seL4_TCB_ReadRegisters(slot(SECOND_TCB), 0, 0, 1, &context) == seL4_NoError &&
              context.pc >= PROGRAM && context.pc < PROGRAM + LARGE_BYTES,
          "cap_tcb: another's thread, which is no child");
    check(seL4_SchedContext_Consumed(slot(SECOND_TIME)).error == seL4_NoError &&
              seL4_SchedContext_Consumed(slot(ECHO_TIME)).error == seL4_NoError,
          "cap_sc: another's time, passive or not");
    check(seL4_ARM_VSpace_Clean_Data(slot(SECOND_SPACE), PROGRAM, PROGRAM + 8) == seL4_NoError,
          "cap_vspace, in the last slot");
    check(seL4_TCB_Suspend(slot(EMPTY)) == seL4_InvalidCapability, "other slots are empty");
    check(slot(SECOND_SPACE + 1) == seL4_CapNull && slot(~0ul) == seL4_CapNull,
          "there are 128 slots");
    check(seL4_TCB_Resume(slot(SECOND_TCB)) == seL4_NoError, "what was stopped goes on");
}

void init(void)
{
    check_files();
    check_ids();
    check_echo();
}

static void on_worker(void)
{
    if (notes->worker_steps == 1) {
        check(notes->second_turns == 0, "the worker outranks the second");
        microkit_pd_stop((microkit_child)worker_id);
    } else {
        check(notes->worker_steps == 2, "microkit_pd_resume: it goes on where it was stopped");
    }
}

/* Its first turn shows that the worker is stopped, its second that it goes on itself. */
static void on_second(void)
{
    if (notes->second_turns == 1) {
        check(notes->worker_steps == 1, "while it is stopped, the second has a turn");
        check(notes->second_sees_text != 0, "a prefilled region that is not cached");
        check_user_slots();
        microkit_notify((microkit_channel)second_channel);
    } else {
        check(notes->second_turns == 2 && notes->worker_steps == 1, "and another one");
        microkit_pd_resume((microkit_child)worker_id);
    }
}

void notified(microkit_channel ch)
{
    if (ch == worker_channel) {
        on_worker();
    } else if (ch == second_channel) {
        on_second();
    }
}

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply)
{
    (void)reply;
    check(child == worker_id && notes->worker_steps == 3 &&
              microkit_msginfo_get_label(msginfo) == seL4_Fault_UserException &&
              microkit_mr_get(seL4_UserException_Number) >> SYNDROME_CLASS_SHIFT ==
                  CLASS_FP_ACCESS,
          "fpu=\"false\": using floating point is a fault");
    microkit_dbg_puts(passed == checks ? "LATER PASS " : "LATER FAIL ");
    microkit_dbg_put32(passed);
    microkit_dbg_puts("/");
    microkit_dbg_put32(checks);
    microkit_dbg_puts(" checks\n");
    return seL4_False;
}
