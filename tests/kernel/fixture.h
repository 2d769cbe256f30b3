/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A small system on the host's mock machine for kernel tests: booted by
 * kernel_boot, driven through the kernel's entries like a real one.  The
 * initial thread has priority 255 and is the one whose system calls `kernel_call`
 * makes, unless a test switches.
 */
#pragma once

/* cmocka wants these, in this order, before itself. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include <sel4/bootinfo_types.h>

#include "../between.h"
#include "entry.h"
#include "host.h"

/* The initial task's image: where it lies and where it thinks it lies. */
#define FIXTURE_IMAGE (HOST_RAM_BASE + 0x00040000)
#define FIXTURE_IMAGE_END (FIXTURE_IMAGE + 0x4000)
#define FIXTURE_IMAGE_VADDR 0x00400000ull
#define FIXTURE_ENTRY (FIXTURE_IMAGE_VADDR + 0x100)
#define FIXTURE_KERNEL_BOOT_END (HOST_RAM_BASE + 0x8000)
#define FIXTURE_KERNEL_END (HOST_RAM_BASE + 0x20000)

/* A message to send, and the kernel's answer. */
struct message {
    word_t label;
    unsigned length;
    word_t mr[seL4_MsgMaxLength];
    unsigned caps;
    word_t cap[seL4_MsgMaxExtraCaps];
};

struct answer {
    word_t label; /* of a kernel object's answer: seL4_Error */
    unsigned length;
    unsigned caps;
    word_t badge;
    word_t mr[seL4_MsgMaxLength];
};

/* What the loader hands over for the fixture's system. */
struct boot_handover fixture_handover(void);

/* cmocka set-up and tear-down of a test that needs the system; the tear-down
   checks the kernel's invariants. */
int fixture_setup(void **state);
int fixture_teardown(void **state);

#define kernel_test(function)                                                          \
    cmocka_unit_test_setup_teardown(function, fixture_setup, fixture_teardown)

/* The boot information of the initial thread. */
const seL4_BootInfo *bootinfo(void);

/* The initial thread's TCB. */
struct tcb *initial_thread(void);

/* Slot `slot` of the initial CNode. */
struct cte *root_slot(word_t slot);

/* The object of the capability there. */
void *object_at(word_t slot);

/* ---- System calls of the current thread ---- */

/* Enter the kernel as `svc` does, with `cptr` in x0 and `message` in the other
   message registers.  The thread that runs afterwards may be another one. */
void syscall_enter(int number, word_t cptr, const struct message *message);

/* The message in `tcb`'s registers and buffer. */
struct answer answer_of(const struct tcb *tcb);

/* seL4_Call by the current thread, which must run again at once.  Repeats a
   call that the kernel preempts. */
struct answer kernel_call(word_t cptr, struct message message);

/* Whether long operations find an interrupt pending, and stop where they may. */
void interrupt_pending(bool pending);

/* ---- Checks of answers ---- */

void assert_ok(struct answer answer);
/* Error `code` with exactly `length` words of detail, given as arguments of
   type word_t. */
void assert_error_words(struct answer answer, word_t code, unsigned length,
                        const word_t *detail);

#define assert_error(answer, code)                                                     \
    assert_error_words(answer, code, 0, NULL)
#define assert_error1(answer, code, a)                                                 \
    assert_error_words(answer, code, 1, (const word_t[]){a})
#define assert_error2(answer, code, a, b)                                              \
    assert_error_words(answer, code, 2, (const word_t[]){a, b})
#define assert_error3(answer, code, a, b, c)                                           \
    assert_error_words(answer, code, 3, (const word_t[]){a, b, c})

/* ---- Checks of the check of all invariants ---- */

#define check_test(function) cmocka_unit_test_setup(function, fixture_setup)

/* An invariant is broken: the one of these words. */
void assert_finds(const char *words);

/* ---- Making objects ---- */

/* An empty slot of the initial CNode that no one had yet. */
word_t new_slot(void);

/* The largest RAM untyped (4 MiB on the host's usual board), which only tests
   use. */
word_t test_untyped(void);

/* An object of `type` in a new slot. */
word_t new_object(word_t type, word_t size_bits);
word_t new_object_from(word_t untyped, word_t type, word_t size_bits);

/* The handler of interrupt `irq`, in a new slot. */
word_t new_irq_handler(unsigned irq);

/* A copy of `slot` with `rights` in a new slot; for `badge` != 0 a mint. */
word_t new_copy(word_t slot, word_t rights, word_t badge);

void delete_cap(word_t slot);
void revoke_cap(word_t slot);

/* A VSpace with an asid of the initial pool. */
word_t new_vspace(void);

/* The tables for `address` down to those of `level` (1 to 3) in `vspace`. */
void map_tables(word_t vspace, vaddr_t address, unsigned level);

/* Map `frame` read-write, cacheable, executable. */
void map_page(word_t vspace, word_t frame, vaddr_t address);

/* A thread that runs at `priority` with its own budget, in the initial CSpace
   and VSpace; `*tcb_slot` may be NULL.  It is runnable and waits to be
   scheduled. */
struct tcb *new_thread(unsigned priority, word_t *tcb_slot);
