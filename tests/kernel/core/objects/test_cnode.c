/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Capability addresses and operations on slots (ABI.md 8): lookups, the order of
 * checks with exact answers, rights, badges, and what Revoke covers.
 */
#include "derive.h"
#include "scene.h"

enum { ROOT = seL4_CapInitThreadCNode };

static struct answer operate(word_t label, unsigned length, const word_t *mr, unsigned caps,
                             word_t a, word_t b)
{
    struct message message = {.label = label, .length = length, .caps = caps, .cap = {a, b}};

    for (unsigned i = 0; i < length; i++) {
        message.mr[i] = mr[i];
    }
    return kernel_call(ROOT, message);
}

#define OPERATE(label, ...)                                                            \
    operate(label, sizeof((const word_t[]){__VA_ARGS__}) / sizeof(word_t),             \
            (const word_t[]){__VA_ARGS__}, 1, ROOT, 0)

#define ROTATE(...)                                                                    \
    operate(CNodeRotate, sizeof((const word_t[]){__VA_ARGS__}) / sizeof(word_t),       \
            (const word_t[]){__VA_ARGS__}, 2, ROOT, ROOT)

static word_t new_endpoint(void)
{
    return new_object(seL4_EndpointObject, 0);
}

/* ---- Lookups ---- */

static void test_guard_and_depth_failures_tell_what_was_found(void **state)
{
    word_t node = new_object(seL4_CapTableObject, 4);
    word_t guarded = new_slot();

    (void)state;
    assert_ok(OPERATE(CNodeMint, guarded, 64, node, 64, RIGHTS_ALL, 0x5 << 6 | 8));
    struct message delete = {.label = CNodeDelete, .length = 2};
    delete.mr[0] = 0x061;
    delete.mr[1] = 12;
    assert_error_words(kernel_call(guarded, delete), seL4_FailedLookup, 5,
                       (const word_t[]){0, seL4_GuardMismatch, 12, 5, 8});
    delete.mr[0] = 0x5;
    delete.mr[1] = 8;
    assert_error_words(kernel_call(guarded, delete), seL4_FailedLookup, 4,
                       (const word_t[]){0, seL4_DepthMismatch, 8, 12});
    delete.mr[0] = 0x051f;
    delete.mr[1] = 16;
    assert_error_words(kernel_call(guarded, delete), seL4_FailedLookup, 4,
                       (const word_t[]){0, seL4_DepthMismatch, 4, 0});
    delete.mr[0] = 0x510;
    assert_error_words(kernel_call(node, delete), seL4_FailedLookup, 4,
                       (const word_t[]){0, seL4_DepthMismatch, 12, 0});
    delete.mr[1] = 0;
    assert_error2(kernel_call(guarded, delete), seL4_RangeError, 1, 64);
    delete.mr[1] = 65;
    assert_error2(kernel_call(guarded, delete), seL4_RangeError, 1, 64);
    delete.mr[0] = 0x51;
    delete.mr[1] = 12;
    assert_ok(kernel_call(guarded, delete));
    assert_invariants();
}

static void test_left_over_bits_of_an_address_are_ignored(void **state)
{
    word_t node = new_object(seL4_CapTableObject, 2);
    word_t ntfn = new_object(seL4_NotificationObject, 0);
    word_t wide = new_slot();
    struct actor actor = actor_new(110);

    (void)state;
    /* Two levels: 60 bits of guard and 2 of index, then any 2 bits. */
    assert_ok(OPERATE(CNodeMint, wide, 64, node, 64, RIGHTS_ALL, 60));
    assert_ok(kernel_call(node, (struct message){.label = CNodeCopy,
                                                 .length = 5,
                                                 .mr = {1, 2, ntfn, 64, RIGHTS_ALL},
                                                 .caps = 1,
                                                 .cap = {ROOT}}));
    assert_ok(kernel_call(actor.slot,
                          (struct message){.label = TCBSetSpace,
                                           .length = 2,
                                           .caps = 3,
                                           .cap = {0, wide, seL4_CapInitThreadVSpace}}));
    actor_start(&actor);
    do_nbsend(1 << 2 | 3, words(0, 0, 0));
    assert_current(actor);
    assert_true(cap_notification(root_slot(ntfn)->cap)->active);
    assert_invariants();
}

/* ---- Copy, Mint, Move, Mutate ---- */

static void test_copy_checks_come_in_the_order_of_the_manual(void **state)
{
    word_t ep = new_endpoint();
    word_t full = new_endpoint();
    word_t empty = new_slot();
    const word_t too_deep = 65;

    (void)state;
    for (word_t label = CNodeCopy; label <= CNodeMutate; label++) {
        assert_error(OPERATE(label, empty), seL4_TruncatedMessage);
        assert_error2(OPERATE(label, empty, too_deep), seL4_RangeError, 1, 64);
        assert_error(OPERATE(label, full, 64, ep), seL4_TruncatedMessage);
        assert_error(OPERATE(label, full, 64, ep, too_deep), seL4_DeleteFirst);
        assert_error2(OPERATE(label, empty, 64, ep, too_deep), seL4_RangeError, 1, 64);
        assert_error3(OPERATE(label, empty, 64, empty, 64), seL4_FailedLookup, 1,
                      seL4_MissingCapability, 64);
    }
    assert_error(OPERATE(CNodeCopy, empty, 64, ep, 64), seL4_TruncatedMessage);
    assert_error(OPERATE(CNodeMint, empty, 64, ep, 64, 15), seL4_TruncatedMessage);
    assert_error(OPERATE(CNodeMutate, empty, 64, ep, 64), seL4_TruncatedMessage);
    assert_slot_empty(empty);
    assert_invariants();
}

static void test_source_root_must_be_a_cnode(void **state)
{
    word_t ep = new_endpoint();

    (void)state;
    assert_error2(operate(CNodeCopy, 5, (const word_t[]){new_slot(), 64, ep, 64, 15}, 1, ep, 0),
                  seL4_FailedLookup, 1, seL4_InvalidRoot);
    assert_error(operate(CNodeCopy, 5, (const word_t[]){new_slot(), 64, ep, 64, 15}, 0, 0, 0),
                 seL4_TruncatedMessage);
    assert_invariants();
}

static void test_rights_only_ever_shrink(void **state)
{
    word_t ep = new_endpoint();
    word_t frame = new_object(seL4_ARM_SmallPageObject, 0);

    (void)state;
    for (word_t rights = 0; rights < 16; rights++) {
        word_t copy = new_copy(ep, rights, 0);
        assert_int_equal(cap_rights(root_slot(copy)->cap), rights);
        word_t again = new_copy(copy, RIGHTS_ALL, 0);
        assert_int_equal(cap_rights(root_slot(again)->cap), rights);
        word_t access = !(rights & RIGHT_READ)   ? ACCESS_NONE
                        : (rights & RIGHT_WRITE) ? ACCESS_READ_WRITE
                                                 : ACCESS_READ;
        word_t page = new_copy(frame, rights, 0);
        assert_int_equal(cap_frame_access(root_slot(page)->cap), access);
        page = new_copy(page, RIGHTS_ALL, 0);
        assert_int_equal(cap_frame_access(root_slot(page)->cap), access);
    }
    assert_invariants();
}

static void test_badge_is_set_once(void **state)
{
    word_t badged = new_copy(new_endpoint(), RIGHTS_ALL, 7);
    word_t empty = new_slot();

    (void)state;
    assert_error(OPERATE(CNodeMint, empty, 64, badged, 64, 15, 8), seL4_IllegalOperation);
    assert_error(OPERATE(CNodeMint, empty, 64, badged, 64, 15, 0), seL4_IllegalOperation);
    assert_error(OPERATE(CNodeMutate, empty, 64, badged, 64, 7), seL4_IllegalOperation);
    assert_error(OPERATE(CNodeMutate, empty, 64, new_endpoint(), 64, 7), seL4_IllegalOperation);
    assert_slot_empty(empty);
    assert_int_equal(cap_badge(root_slot(badged)->cap), 7);
    assert_invariants();
}

static void test_some_capabilities_cannot_be_copied(void **state)
{
    word_t table = new_object(seL4_ARM_PageTableObject, 0);
    word_t vspace = new_object(seL4_ARM_VSpaceObject, 0);
    word_t empty = new_slot();

    (void)state;
    assert_error(OPERATE(CNodeCopy, empty, 64, seL4_CapIRQControl, 64, 15),
                 seL4_IllegalOperation);
    assert_error(OPERATE(CNodeCopy, empty, 64, table, 64, 15), seL4_IllegalOperation);
    assert_error(OPERATE(CNodeCopy, empty, 64, vspace, 64, 15), seL4_IllegalOperation);
    assert_ok(OPERATE(CNodeMove, empty, 64, seL4_CapIRQControl, 64));
    assert_invariants();
}

static void test_guard_must_fit_and_is_masked(void **state)
{
    word_t node = new_object(seL4_CapTableObject, 4);
    word_t minted = new_slot();

    (void)state;
    assert_error(OPERATE(CNodeMint, minted, 64, node, 64, 15, 61), seL4_IllegalOperation);
    assert_ok(OPERATE(CNodeMint, minted, 64, node, 64, 15, 0xff << 6 | 3));
    assert_int_equal(cap_guard(root_slot(minted)->cap), 7);
    assert_int_equal(cap_guard_size(root_slot(minted)->cap), 3);
    assert_ok(OPERATE(CNodeMutate, new_slot(), 64, minted, 64, 0));
    assert_slot_empty(minted);
    assert_invariants();
}

static void test_move_keeps_the_place_in_the_derivation(void **state)
{
    word_t ep = new_endpoint();
    word_t child = new_copy(ep, RIGHTS_ALL, 3);
    word_t moved = new_slot();

    (void)state;
    assert_ok(OPERATE(CNodeMove, moved, 64, ep, 64));
    assert_slot_empty(ep);
    assert_true(derive_is_parent(root_slot(moved), root_slot(child)));
    revoke_cap(moved);
    assert_slot_empty(child);
    assert_false(cap_is_null(root_slot(moved)->cap));
    assert_invariants();
}

/* ---- Rotate ---- */

static void test_rotate_moves_pivot_to_destination_and_source_to_pivot(void **state)
{
    word_t source = new_endpoint();
    word_t pivot = new_object(seL4_CapTableObject, 4);
    word_t dest = new_slot();
    paddr_t source_object = cap_object(root_slot(source)->cap);
    paddr_t pivot_object = cap_object(root_slot(pivot)->cap);

    (void)state;
    /* Word 2 is the pivot's data: here a guard. Endpoints take none. */
    assert_error(ROTATE(dest, 64, 3, pivot, 64, 0, source, 64), seL4_IllegalOperation);
    delete_cap(source);
    source = new_object(seL4_TCBObject, 0);
    source_object = cap_object(root_slot(source)->cap);
    assert_ok(ROTATE(dest, 64, 3, pivot, 64, 9, source, 64));
    assert_slot_empty(source);
    assert_int_equal(cap_object(root_slot(dest)->cap), pivot_object);
    assert_int_equal(cap_guard_size(root_slot(dest)->cap), 3);
    assert_int_equal(cap_object(root_slot(pivot)->cap), source_object);
    assert_invariants();
}

static void test_rotate_swaps_neighbours_in_the_derivation(void **state)
{
    word_t parent = new_object(seL4_CapTableObject, 4);
    word_t child = new_copy(parent, RIGHTS_ALL, 0);

    (void)state;
    for (unsigned turn = 0; turn < 4; turn++) {
        word_t source = turn & 1 ? parent : child;
        word_t pivot = turn & 1 ? child : parent;
        assert_ok(ROTATE(source, 64, turn, pivot, 64, 10 + turn, source, 64));
        assert_int_equal(cap_guard_size(root_slot(source)->cap), turn);
        assert_int_equal(cap_guard_size(root_slot(pivot)->cap), 10 + turn);
        assert_invariants();
    }
    /* After an even number of swaps the parent is the parent again. */
    revoke_cap(parent);
    assert_slot_empty(child);
    assert_invariants();
}

static void test_rotate_checks_come_in_the_order_of_the_manual(void **state)
{
    word_t source = new_object(seL4_TCBObject, 0);
    word_t pivot = new_object(seL4_TCBObject, 0);
    word_t full = new_endpoint();
    word_t empty = new_slot();
    word_t dest = new_slot();

    (void)state;
    assert_error(ROTATE(dest, 64, 0, pivot, 64, 0, source), seL4_TruncatedMessage);
    assert_error(operate(CNodeRotate, 8, (const word_t[]){dest, 64, 0, pivot, 64, 0, source, 64},
                         1, ROOT, 0),
                 seL4_TruncatedMessage);
    assert_error2(ROTATE(dest, 64, 0, pivot, 0, 0, source, 65), seL4_RangeError, 1, 64);
    assert_error(ROTATE(full, 64, 0, source, 64, 0, source, 64), seL4_IllegalOperation);
    assert_error(ROTATE(pivot, 64, 0, pivot, 64, 0, source, 64), seL4_IllegalOperation);
    assert_error(ROTATE(full, 64, 0, pivot, 64, 0, empty, 64), seL4_DeleteFirst);
    assert_error3(ROTATE(dest, 64, 0, new_slot(), 64, 0, empty, 64), seL4_FailedLookup, 1,
                  seL4_MissingCapability, 64);
    assert_error3(ROTATE(dest, 64, 0, empty, 64, 0, source, 64), seL4_FailedLookup, 0,
                  seL4_MissingCapability, 64);
    assert_invariants();
}

/* ---- Revoke ---- */

static void test_revoke_of_a_badge_leaves_other_badges(void **state)
{
    word_t ep = new_endpoint();
    word_t one = new_copy(ep, RIGHTS_ALL, 1);
    word_t one_copy = new_copy(one, RIGHTS_ALL, 0);
    word_t two = new_copy(ep, RIGHTS_ALL, 2);
    word_t one_again = new_copy(ep, RIGHTS_ALL, 1);

    (void)state;
    revoke_cap(one);
    assert_slot_empty(one_copy);
    assert_int_equal(cap_badge(root_slot(one)->cap), 1);
    assert_int_equal(cap_badge(root_slot(two)->cap), 2);
    assert_int_equal(cap_badge(root_slot(one_again)->cap), 1);
    revoke_cap(one_again);
    assert_int_equal(cap_badge(root_slot(one)->cap), 1);
    revoke_cap(ep);
    assert_slot_empty(one);
    assert_slot_empty(two);
    assert_slot_empty(one_again);
    assert_invariants();
}

static void test_two_mints_of_one_badge_are_no_family(void **state)
{
    word_t ep = new_endpoint();
    word_t first = new_copy(ep, RIGHTS_ALL, 1);
    word_t second = new_copy(ep, RIGHTS_ALL, 1);

    (void)state;
    assert_ptr_equal(root_slot(second)->next, root_slot(first));
    revoke_cap(second);
    revoke_cap(first);
    assert_int_equal(cap_badge(root_slot(first)->cap), 1);
    assert_int_equal(cap_badge(root_slot(second)->cap), 1);
    assert_invariants();
}

static void test_plain_copy_is_no_parent(void **state)
{
    word_t ep = new_endpoint();
    word_t copy = new_copy(ep, RIGHTS_ALL, 0);
    word_t copy_of_copy = new_copy(copy, RIGHTS_ALL, 0);

    (void)state;
    revoke_cap(copy);
    assert_false(cap_is_null(root_slot(copy_of_copy)->cap));
    assert_false(cap_is_null(root_slot(ep)->cap));
    assert_invariants();
}

/* None of these has an object; they are neighbours in the derivation. */
static void test_revoke_of_a_control_capability_leaves_the_others(void **state)
{
    const word_t control[] = {seL4_CapIRQControl, seL4_CapASIDControl, seL4_CapDomain,
                              bootinfo()->schedcontrol.start};

    (void)state;
    for (unsigned i = 0; i < 4; i++) {
        revoke_cap(control[i]);
        for (unsigned k = 0; k < 4; k++) {
            assert_false(cap_is_null(root_slot(control[k])->cap));
        }
    }
}

static void test_revoke_and_delete_of_an_empty_slot_succeed(void **state)
{
    word_t empty = new_slot();

    (void)state;
    revoke_cap(empty);
    delete_cap(empty);
    assert_invariants();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        scene_test(test_guard_and_depth_failures_tell_what_was_found),
        scene_test(test_left_over_bits_of_an_address_are_ignored),
        scene_test(test_copy_checks_come_in_the_order_of_the_manual),
        scene_test(test_source_root_must_be_a_cnode),
        scene_test(test_rights_only_ever_shrink),
        scene_test(test_badge_is_set_once),
        scene_test(test_some_capabilities_cannot_be_copied),
        scene_test(test_guard_must_fit_and_is_masked),
        scene_test(test_move_keeps_the_place_in_the_derivation),
        scene_test(test_rotate_moves_pivot_to_destination_and_source_to_pivot),
        scene_test(test_rotate_swaps_neighbours_in_the_derivation),
        scene_test(test_rotate_checks_come_in_the_order_of_the_manual),
        scene_test(test_revoke_of_a_badge_leaves_other_badges),
        scene_test(test_two_mints_of_one_badge_are_no_family),
        scene_test(test_plain_copy_is_no_parent),
        scene_test(test_revoke_of_a_control_capability_leaves_the_others),
        scene_test(test_revoke_and_delete_of_an_empty_slot_succeed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
