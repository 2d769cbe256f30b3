/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What user mode reaches of the processor: every encoding of a system register or instruction is
 * executed, and must end as the table of docs/kernel/user_mode.md says.
 */
#include "acts.h"
#include "instructions.h"

/* ---- The table ---- */

enum kind {
    KIND_SAVED,
    KIND_RIGHT,
    KIND_CONSTANT,
    KIND_OPEN,
    KIND_CHECKED,
    KIND_NOTHING,
    KIND_TRAPPED,
    KIND_BENCHMARK
};

enum { FIRST_VERSION = 80 }; /* Armv8.0 */

struct range {
    seL4_Uint8 first;
    seL4_Uint8 last;
};

struct row {
    const char *name;
    struct range op0;
    struct range op1;
    struct range crn;
    struct range crm;
    struct range op2;
    seL4_Uint8 since;
    seL4_Uint8 reads;
    seL4_Uint8 writes;
    enum kind kind;
};

struct word_row {
    const char *name;
    seL4_Uint32 word;
    seL4_Uint8 since;
    seL4_Uint8 reads;
    seL4_Uint8 runs;
    enum kind kind;
};

static const struct row rows[] = {
#include "user_mode_rows.h"
};

static const struct word_row word_rows[] = {
#include "user_mode_words.h"
};

enum { ROWS = sizeof rows / sizeof rows[0], WORD_ROWS = sizeof word_rows / sizeof word_rows[0] };

static seL4_Bool in(struct range range, unsigned number)
{
    return number >= range.first && number <= range.last;
}

static seL4_Bool is_about(const struct row *row, struct place_in_space at)
{
    return in(row->crn, at.crn) && in(row->crm, at.crm) && in(row->op2, at.op2) &&
           in(row->op1, at.op1) && in(row->op0, at.op0);
}

/* May a thread do this? */
static seL4_Bool allows(const struct row *row, enum direction direction)
{
#ifdef CONFIG_ENABLE_BENCHMARKS
    seL4_Bool open = seL4_True;
#else
    seL4_Bool open = row->kind != KIND_BENCHMARK;
#endif
    return open && (direction == READ ? row->reads : row->writes);
}

/* ---- Every encoding ---- */

/* What the sweep writes, and the address that instructions are about: zeros that nobody needs.  As
   a value for CNTP_CTL_EL0 and PMCR_EL0 its lowest bits leave all off. */
static unsigned char scratch[4096] __attribute__((aligned(4096)));

/* One of `code`'s: whether it trapped is as it should be. */
static void judge(enum direction direction, struct place_in_space at, seL4_Bool trapped)
{
    seL4_Bool allowed = seL4_False;
    seL4_Bool required = seL4_False;

    for (unsigned i = 0; i < ROWS; i++) {
        if (allows(&rows[i], direction) && is_about(&rows[i], at)) {
            allowed = seL4_True;
            required = required || (rows[i].since == FIRST_VERSION &&
                                    rows[i].kind != KIND_BENCHMARK &&
                                    rows[i].kind != KIND_TRAPPED);
        }
    }
    if (trapped ? required : !allowed) {
        test_failed(HERE, trapped ? "traps, but a row of the table lets it"
                                  : "does not trap, and no row of the table lets it",
                    0, system_instruction(direction, at, 0));
    }
}

/* All with this op0, op1 and CRn. */
static void sweep_group(const struct subject *subject, enum direction direction, unsigned op0,
                        unsigned op1, unsigned crn)
{
    enum { ENCODINGS = 16 * 8 };
    static seL4_Uint32 code[ENCODINGS];
    static seL4_Bool trapped[ENCODINGS];
    unsigned rt = direction == READ ? 1 : op0 == 0 ? 31 : 0;

    for (unsigned i = 0; i < ENCODINGS; i++) {
        code[i] = system_instruction(direction, AT(op0, op1, crn, i / 8, i % 8), rt);
    }
    execute_all(subject, code, ENCODINGS, (seL4_Word)scratch, trapped);
    for (unsigned i = 0; i < ENCODINGS; i++) {
        judge(direction, AT(op0, op1, crn, i / 8, i % 8), trapped[i]);
    }
}

static void sweep(unsigned op0, enum direction direction)
{
    struct subject subject = subject_new();

    for (unsigned op1 = 0; op1 < 8; op1++) {
        for (unsigned crn = 0; crn < 16; crn++) {
            sweep_group(&subject, direction, op0, op1, crn);
        }
    }
    OK(tcb_suspend(subject.thread->tcb));
}

TEST(instructions_without_registers_do_what_their_rows_say, "user.table user.trapped user.rest")
{
    sweep(0, WRITE);
}

TEST(instructions_without_registers_give_no_results, "user.table user.trapped user.rest")
{
    sweep(0, READ);
}

TEST(system_instructions_do_what_their_rows_say, "user.table user.trapped user.rest")
{
    sweep(1, WRITE);
}

TEST(system_instructions_give_no_results, "user.table user.trapped user.rest")
{
    sweep(1, READ);
}

TEST(debug_registers_are_not_written, "user.table user.trapped user.rest")
{
    sweep(2, WRITE);
}

TEST(debug_registers_are_not_read, "user.table user.trapped user.rest")
{
    sweep(2, READ);
}

TEST(system_registers_are_written_as_their_rows_say,
     "user.table user.trapped user.rest el2.user.table")
{
    sweep(3, WRITE);
}

TEST(system_registers_are_read_as_their_rows_say,
     "user.table user.trapped user.rest el2.user.table")
{
    sweep(3, READ);
}

/* ---- The other instructions ---- */

TEST(other_instructions_do_what_their_rows_say, "user.table user.trapped")
{
    struct subject subject = subject_new();

    for (unsigned i = 0; i < WORD_ROWS; i++) {
        const struct word_row *row = &word_rows[i];
        struct outcome outcome = execute(&subject, row->word, (seL4_Word)scratch);

        if (outcome.trapped ? row->runs && row->since == FIRST_VERSION : !row->runs) {
            test_failed(HERE, row->name, row->runs, !outcome.trapped);
        }
    }
}

/* ---- What is saved, and what is constant ---- */

/* What came later than Armv8.0 may not be; the sweep requires the others. */
static seL4_Bool is_there(const struct subject *subject, struct place_in_space at)
{
    return !execute_next(subject, system_instruction(READ, at, 0)).trapped;
}

static seL4_Word value_for(const struct subject *subject, struct place_in_space at)
{
    return execute_next(subject, system_instruction(READ, at, 0)).x0;
}

static void write_by(const struct subject *subject, struct place_in_space at, seL4_Word value)
{
    (void)execute(subject, system_instruction(WRITE, at, 0), value);
}

/* What each of two threads writes is its own, and not a third's.  False: the register holds nothing
   here, as TCO does not without memory that has tags. */
static seL4_Bool expect_saved(const struct subject *subject, struct place_in_space at)
{
    seL4_Word initial = value_for(&subject[2], at);
    seL4_Word value;

    write_by(&subject[0], at, ~0ull);
    value = value_for(&subject[0], at);
    CHECK_EQUAL(value_for(&subject[2], at), initial);
    write_by(&subject[1], at, 0);
    CHECK_EQUAL(value_for(&subject[0], at), value);
    CHECK_EQUAL(value_for(&subject[2], at), initial);
    return value_for(&subject[1], at) != value;
}

static seL4_Bool expect_constant(const struct subject *subject, struct place_in_space at)
{
    seL4_Word value = value_for(&subject[0], at);

    CHECK_EQUAL(value_for(&subject[1], at), value);
    CHECK_EQUAL(value_for(&subject[2], at), value);
    return seL4_True;
}

typedef seL4_Bool expectation(const struct subject *subject, struct place_in_space at);

/* Registers of rows of this kind that a thread accesses so, and that this processor has.  Returns
   for how many `expect` was true. */
static unsigned for_each(enum kind kind, enum direction direction, expectation *expect)
{
    enum { NOP = 0xd503201f };
    struct subject subject[3];
    unsigned count = 0;

    for (unsigned i = 0; i < 3; i++) {
        subject[i] = subject_new();
        (void)execute(&subject[i], NOP, i);
    }
    for (unsigned i = 0; i < ROWS; i++) {
        const struct row *row = &rows[i];

        if (row->kind != kind || row->op0.first < 2 || !allows(row, direction)) {
            continue;
        }
        for (unsigned op2 = row->op2.first; op2 <= row->op2.last; op2++) {
            struct place_in_space at = {row->op0.first, row->op1.first, row->crn.first,
                                        row->crm.first, op2};

            if (is_there(&subject[2], at) && expect(subject, at)) {
                count++;
            }
        }
    }
    return count;
}

TEST(what_is_saved_is_each_thread_s_own, "user.saved")
{
    enum { OF_ARMV8_0 = 4 }; /* NZCV, FPCR, FPSR, TPIDR_EL0 */

    CHECK(for_each(KIND_SAVED, WRITE, expect_saved) >= OF_ARMV8_0);
}

TEST(what_is_constant_is_the_same_for_all, "user.constant")
{
    enum { OF_ARMV8_0 = 4 }; /* CTR_EL0, DCZID_EL0, CNTFRQ_EL0, PMUSERENR_EL0 */

    CHECK(for_each(KIND_CONSTANT, READ, expect_constant) >= OF_ARMV8_0);
}

/* What is trapped by all processors, but not by all versions of QEMU. */
static seL4_Bool expect_nothing_there(const struct subject *subject, struct place_in_space at)
{
    CHECK_EQUAL(value_for(&subject[0], at), 0);
    return seL4_True;
}

TEST(the_debug_channel_has_no_status, "user.debug")
{
    (void)for_each(KIND_TRAPPED, READ, expect_nothing_there);
}

TEST(zeroing_needs_a_mapping_that_lets_the_thread_write, "user.checked")
{
    enum { DC_ZVA = 0xd50b7420 }; /* dc zva, x0 */
    const seL4_Word kernel_window = 0xffffff8040000000;
    struct subject subject = subject_new();

    map_window(make(seL4_ARM_SmallPageObject, 0), WINDOW, READ_ONLY);
    CHECK(!execute(&subject, DC_ZVA, (seL4_Word)scratch).trapped);
    CHECK_EQUAL(execute(&subject, DC_ZVA, WINDOW).label, seL4_Fault_VMFault);
    CHECK_EQUAL(execute(&subject, DC_ZVA, unmapped_address()).label, seL4_Fault_VMFault);
    CHECK_EQUAL(execute(&subject, DC_ZVA, kernel_window).label, seL4_Fault_VMFault);
}

/* ldxr x1, [x2] and stxr w0, x1, [x2], which leaves 1 in w0 if it failed. */
TEST(no_exclusive_access_lasts_beyond_a_switch, "user.exclusive")
{
    static const seL4_Uint32 pair[] = {0xc85f7c41, 0xc8007c41};
    struct subject subject = subject_new();
    seL4_Bool trapped[2];

    execute_all(&subject, pair, 2, (seL4_Word)scratch, trapped);
    CHECK_EQUAL(registers_of(subject.thread->tcb).r[R_X0], 0);
    (void)execute(&subject, pair[0], (seL4_Word)scratch);
    CHECK_EQUAL(execute_next(&subject, pair[1]).x0, 1);
}
