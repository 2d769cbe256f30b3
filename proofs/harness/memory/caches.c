/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: cache maintenance of a frame or of a user's addresses goes over the bytes that were
 *     named and no other, once and without a gap, also if it is preempted; it invalidates nothing
 *     that the mapping may not write; a range that leaves the page is refused
 * Bound: a VSpace of one table at each level, of which 4 entries are used; all entries, addresses,
 *     sizes of pages; ranges of up to 4 KiB, which are two parts, and those of more than 2 MiB; 2
 *     parts of all caches; one preemption, anywhere
 * Assumes: a table is entered at one place; frames are aligned to their size, their access is none,
 *     read or read and write; a frame's address and the offset in it are below 2^47
 * Options: --unwind 8 --unwindset cache_all.0:4,cache_range.0:4,vspace_walk.0:4
 * Cases: maintains_frame maintains_space tells_address
 * Sources: asid cache_maintenance cap_kind derive err frame vspace vspace_switch
 * Mutants: invalidate_read_only@maintains_frame cache_range_one_byte_more@maintains_space
 *     cache_from_the_start_again@maintains_space
 */
#include "kernel/arch/aarch64/el1/mmu.c"
#include "kernel/arch/aarch64/pte.c"
#include "walk.h"

#include "board.h"
#include "sched.h"

static const struct phys_range ram[] = {{0x40000000, 0x80000000}};
const struct board board = {.ram = ram, .ram_count = 1};
struct scheduler sched;

enum { UNIT = 4096, PARTS = 2 };

static struct tcb caller;
static bool preempts; /* an interrupt is pending, once */

/* What may be gone over, what has been, and how. */
static struct {
    enum cache_op asked;
    bool may_write;
    paddr_t start, end;
    paddr_t at;
    word_t parts; /* of all caches */
} work;

static void space_forget(void) {}

void arch_cache_range(enum cache_op op, paddr_t start, word_t size)
{
    PROVE(start == work.at, "it begins where it was, and leaves nothing out");
    PROVE(size > 0 && size <= UNIT && start + size <= work.end, "a unit at most, of what is named");
    PROVE(op == work.asked || (work.asked == CACHE_INVALIDATE && op == CACHE_CLEAN_INVALIDATE),
          "what was asked for, or no less careful");
    PROVE(op != CACHE_INVALIDATE || work.may_write, "nothing is lost that one may not write");
    work.at = start + size;
}

bool arch_cache_flush_part(word_t part)
{
    PROVE(part == work.parts, "all caches: part by part");
    if (part == PARTS) {
        return false;
    }
    work.parts++;
    return true;
}

bool arch_irq_pending(void)
{
    bool pending = preempts && nondet_bool();

    preempts = preempts && !pending;
    return pending;
}

static bool is_done(void)
{
    return work.at == work.end || work.parts == PARTS;
}

/* The call until it ends, which was preempted once at most; `page` has the range's bytes. */
static void maintain(const struct cap_kind *kind, word_t first_label, struct invocation *call,
                     pte_t page, paddr_t start)
{
    word_t size = call->mr[1] - call->mr[0];

    ASSUME(size <= UNIT || size > BIT(seL4_LargePageBits));
    work.start = start;
    work.at = start;
    work.end = start + size;
    work.parts = 0;
    work.asked = (enum cache_op)(nondet_word() % 4);
    work.may_write = stage1_rights(page).writes;
    preempts = true;
    sched.current = &caller;
    caller.progress.at = 0; /* as after each call that ended */
    struct err err = run(kind, first_label + work.asked, call);
    if (err.kind == ERR_PREEMPTED) {
        REACHED("it is preempted");
        err = run(kind, first_label + work.asked, call);
    }
    PROVE(err.kind != ERR_PREEMPTED, "who is preempted once comes to an end");
    if (err.kind == ERR_NONE && is_done()) {
        REACHED("it is done");
    }
}

void maintains_frame(void)
{
    vaddr_t place = any_address();

    space_build();
    cap_t cap = cap_set_mapped_page(cap_set_asid(any_frame(), nondet_bool() ? ASID : 0), place);
    ASSUME(is_aligned(place, cap_frame_bits(cap)));
    struct invocation call = any_call(cap);
    call.mr[0] = nondet_word();
    struct translation there = translate(place);
    ASSUME(cap_object(cap) < BIT(47) && call.mr[0] < BIT(47));
    maintain(&frame_kind, ARMPageClean_Data, &call, there.page, cap_object(cap) + call.mr[0]);
    bool is_mapped = cap_asid(cap) != 0 && pool.root[ASID] != 0 && there.present &&
                     (there.page & PTE_ADDRESS) == cap_object(cap);
    PROVE(is_done() || (work.at == work.start && work.parts == 0), "all of it or nothing");
    PROVE((work.at == work.start && work.parts == 0) ||
              (call.mr[1] <= BIT(cap_frame_bits(cap)) && is_mapped),
          "of the frame alone, where it is mapped");
    REACHED("the end of the case");
}

void maintains_space(void)
{
    space_build();
    struct invocation call = any_call(space.cap);
    vaddr_t start = call.mr[0];
    struct translation there = translate(start);
    word_t in_page = MASK(level_shift(there.level));
    maintain(&vspace_kind, ARMVSpaceClean_Data, &call, there.page,
             (there.page & PTE_ADDRESS) + (start & in_page));
    PROVE(is_done() || (work.at == work.start && work.parts == 0), "all of it or nothing");
    PROVE((work.at == work.start && work.parts == 0) ||
              (there.present && call.mr[1] - 1 <= (start | in_page)),
          "of the page alone, if there is one");
    REACHED("the end of the case");
}

/* Where a frame is. */
void tells_address(void)
{
    struct invocation call = any_call(any_frame());
    struct err err = run(&frame_kind, ARMPageGetAddress, &call);

    PROVE(err.kind == ERR_NONE && call.result_length == 1 &&
              call.result[0] == cap_object(call.cap),
          "a frame's address is told");
    REACHED("the end of the case");
}
