/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Guests of one address space, which take the TLB for their own processor's: the host's panics
 * where one of them finds what another one's own tables said (kernel/arch/host/el2/tlb.c).
 */
#include "guest.h"

#include "mapping.h"
#include "vmids.h"

enum { PAGE_AT = 0x40600000 };

/* A guest of the director's address space, where PAGE_AT is mapped. */
static struct guest guest_of_director(void)
{
    struct guest guest = guest_new(110, 0);

    if (!host_translate(PAGE_AT).present) {
        map_tables(seL4_CapInitThreadVSpace, PAGE_AT, VSPACE_LAST_LEVEL);
        map_page(seL4_CapInitThreadVSpace, new_object(seL4_ARM_SmallPageObject, 0), PAGE_AT);
    }
    return guest;
}

/* The director moves it there. */
static void move_to(const struct actor *actor, word_t vspace)
{
    assert_ok(kernel_call(actor->slot,
                          (struct message){.label = TCBSetSpace,
                                           .length = 2,
                                           .caps = 3,
                                           .cap = {0, seL4_CapInitThreadCNode, vspace}}));
}

static void enter(const struct guest *guest)
{
    actor_start(&guest->actor);
    assert_current(guest->actor);
    host_return();
    assert_ptr_equal(vcpu_active, guest->vcpu);
}

/* It runs, uses the page if it has it, and stops. */
static void use_page(const struct guest *guest, bool present)
{
    enter(guest);
    assert_int_equal(host_translate(PAGE_AT).present, present);
    guest_stop(guest);
}

/* With the director's these are more address spaces than there are VMIDs for them (vmids.h). */
enum { OTHERS = VMIDS - 1 };

/* Native threads of all others run, and the director's address space gets the next VMID. */
static void others_run(const struct actor others[OTHERS])
{
    word_t before = host_machine.asid;

    for (unsigned i = 0; i < OTHERS; i++) {
        actor_start(&others[i]);
        assert_current(others[i]);
        do_call(others[i].slot, (struct message){.label = TCBSuspend});
        assert_director();
        host_return();
    }
    assert_int_not_equal(host_machine.asid, before);
}

/* Whose stage 1 the entry of the page has; 0: there is none. */
static word_t guest_in_tlb(void)
{
    for (unsigned i = 0; i < HOST_TLB_ENTRIES; i++) {
        const struct host_tlb_entry *entry = &host_machine.tlb[i];
        if (entry->valid && entry->page == PAGE_AT && entry->guest != 0) {
            return entry->guest;
        }
    }
    return 0;
}

static void test_guest_finds_nothing_of_another_one_in_its_address_space(void **state)
{
    struct guest a = guest_of_director();
    struct guest b = guest_of_director();

    (void)state;
    assert_int_not_equal(a.vcpu->number, b.vcpu->number);
    for (unsigned i = 0; i < 3; i++) {
        use_page(&a, true);
        use_page(&b, true);
    }
}

/* Neither native threads nor guests of other address spaces make a guest forget. */
static void test_guest_that_comes_back_finds_its_own(void **state)
{
    struct guest a = guest_of_director();
    struct guest elsewhere = guest_of_director();

    (void)state;
    move_to(&elsewhere.actor, new_vspace());
    use_page(&a, true);
    use_page(&elsewhere, false);
    enter(&a);
    assert_int_equal(guest_in_tlb(), a.vcpu->number);
}

/* One that is still loaded gets into the address space of another one. */
static void test_guest_that_moves_finds_nothing_of_who_is_there(void **state)
{
    struct guest a = guest_of_director();
    struct guest b = guest_of_director();

    (void)state;
    move_to(&a.actor, new_vspace());
    use_page(&b, true);
    use_page(&a, false);
    assert_ptr_equal(arch_vcpu_loaded(), a.vcpu);
    move_to(&a.actor, seL4_CapInitThreadVSpace);
    use_page(&a, true);
}

/* The VMID is an older one again, under which somebody else was the last. */
static void test_guest_finds_nothing_under_an_older_vmid(void **state)
{
    struct guest a = guest_of_director();
    struct guest b = guest_of_director();
    struct actor others[OTHERS];

    (void)state;
    for (unsigned i = 0; i < OTHERS; i++) {
        others[i] = actor_new(110);
        move_to(&others[i], new_vspace());
    }
    others_run(others);
    use_page(&b, true);
    word_t vmid = host_machine.asid;
    for (unsigned i = 0; i < OTHERS; i++) {
        others_run(others);
        use_page(&a, true);
    }
    assert_int_equal(host_machine.asid, vmid);
    use_page(&b, true);
}

/* The object's place is the old one, and so is its address space. */
static void test_new_virtual_cpu_is_not_the_one_that_died(void **state)
{
    struct guest a = guest_of_director();
    word_t number = a.vcpu->number;

    (void)state;
    use_page(&a, true);
    delete_cap(a.vcpu_slot);
    arch_vcpu_reset(a.vcpu);
    assert_int_not_equal(a.vcpu->number, number);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        stated_test(test_guest_finds_nothing_of_another_one_in_its_address_space,
                    "vcpu.tlb.own"),
        scene_test(test_guest_that_comes_back_finds_its_own),
        stated_test(test_guest_that_moves_finds_nothing_of_who_is_there, "vcpu.tlb.moved"),
        scene_test(test_guest_finds_nothing_under_an_older_vmid),
        scene_test(test_new_virtual_cpu_is_not_the_one_that_died),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
