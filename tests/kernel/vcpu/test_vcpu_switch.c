/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The lazy switch (HYP.md 2), against a model that is not lazy: each virtual CPU
 * has its registers, the guest that runs has those of its own, and all others'
 * stand still.  With any order of switches, and of what guests and VMMs do, both
 * agree in every register after every step.
 */
#include "guest.h"

#include "../../../kernel/arch/aarch64/el2/guest.h"
#include "sched.h"

enum { GUESTS = 3, STEPS = 20000, LISTS = HOST_LIST_REGISTERS, GICH_LISTS_AT = 2 };

/* What one virtual CPU has: fields, then what no field is for. */
struct model {
    word_t reg[seL4_VCPUReg_Num];
    word_t cache_select;
    uint32_t hcr, vmcr, apr;
    uint32_t list[LISTS];
    bool timer_masked;
};

struct world {
    word_t slot[GUESTS];
    struct vcpu *vcpu[GUESTS];
    struct model model[GUESTS];
    int running; /* which guest; -1: a native thread */
    uint64_t seed;
};

static uint64_t draw(struct world *world)
{
    world->seed ^= world->seed << 13;
    world->seed ^= world->seed >> 7;
    world->seed ^= world->seed << 17;
    return world->seed;
}

static unsigned draw_below(struct world *world, unsigned n)
{
    return (unsigned)((draw(world) >> 20) % n);
}

/* The machine's register of a field. */
static word_t *register_of(unsigned field)
{
#define CASE(name, reg)                                                                \
    case seL4_VCPUReg_##name:                                                          \
        return &host_guest.reg;
    switch (field) {
    GUEST_FIELDS(CASE)
    default:
        return NULL;
    }
#undef CASE
}

/* ---- Steps, on both ---- */

static void guest_writes(struct world *world)
{
    struct model *model = &world->model[world->running];
    unsigned field = draw_below(world, seL4_VCPUReg_Num);
    unsigned list = draw_below(world, LISTS);

    *register_of(field) = model->reg[field] = draw(world);
    host_guest.csselr_el1 = model->cache_select = draw(world);
    host_guest.gich_vmcr = model->vmcr = (uint32_t)draw(world);
    host_guest.gich_apr = model->apr = (uint32_t)draw(world);
    host_guest.list[list] = model->list[list] = (uint32_t)draw(world) & ~(uint32_t)LIST_ACTIVE;
    /* Ends of interrupts that are in no list register are counted there. */
    host_guest.gich_hcr = model->hcr = (uint32_t)draw(world) | 1;
}

static void vmm_writes(struct world *world, unsigned which)
{
    unsigned field = draw_below(world, seL4_VCPUReg_Num);
    word_t value = draw(world);

    world->model[which].reg[field] = value;
    arch_vcpu_write(world->vcpu[which], field, value);
}

static void vmm_injects(struct world *world, unsigned which)
{
    unsigned list = draw_below(world, LISTS);
    uint32_t value = (uint32_t)draw(world);

    world->model[which].list[list] = value;
    arch_vcpu_set_list(world->vcpu[which], list, value);
}

static void timer_ticks_or_is_acknowledged(struct world *world, unsigned which)
{
    bool masked = draw_below(world, 2) != 0;

    world->model[which].timer_masked = masked;
    arch_vcpu_mask_timer(world->vcpu[which], masked);
}

static void switch_to(struct world *world, int which)
{
    struct vcpu *vcpu = which < 0 ? NULL : world->vcpu[which];

    if (vcpu != vcpu_active) {
        vcpu_switch(vcpu);
    }
    world->running = which;
}

static void step(struct world *world)
{
    unsigned which = draw_below(world, GUESTS);

    switch (draw_below(world, 8)) {
    case 0:
    case 1:
        switch_to(world, (int)which);
        break;
    case 2:
        switch_to(world, -1);
        break;
    case 3:
        vmm_writes(world, which);
        break;
    case 4:
        vmm_injects(world, which);
        break;
    case 5:
        timer_ticks_or_is_acknowledged(world, which);
        break;
    case 6:
        if (draw_below(world, 4) == 0) {
            arch_vcpu_forget(world->vcpu[which]);
            world->running = world->running == (int)which ? -1 : world->running;
        }
        break;
    default:
        if (world->running >= 0) {
            guest_writes(world);
        }
        break;
    }
}

/* ---- What must hold ---- */

static void check_one(const struct world *world, unsigned which)
{
    const struct model *model = &world->model[which];

    for (unsigned field = 0; field < seL4_VCPUReg_Num; field++) {
        assert_int_equal(arch_vcpu_read(world->vcpu[which], field), model->reg[field]);
    }
    for (unsigned i = 0; i < LISTS; i++) {
        assert_int_equal(arch_vcpu_list(world->vcpu[which], i), model->list[i]);
    }
}

/* The guest that runs has what is its own in the machine itself. */
static void check_guest(const struct model *model)
{
    for (unsigned field = 0; field < seL4_VCPUReg_Num; field++) {
        assert_int_equal(*register_of(field), model->reg[field]);
    }
    assert_int_equal(host_guest.csselr_el1, model->cache_select);
    assert_int_equal(host_guest.gich_hcr, model->hcr);
    assert_int_equal(host_guest.gich_vmcr, model->vmcr);
    assert_int_equal(host_guest.gich_apr, model->apr);
    assert_memory_equal(host_guest.list, model->list, sizeof model->list);
    assert_int_equal(arch_irq_masked(27), model->timer_masked);
    assert_int_equal(host_guest.hcr_el2, HCR_GUEST);
    assert_int_equal(host_guest.cnthctl_el2, CNTHCTL_GUEST);
}

static void check_native(void)
{
    assert_int_equal(host_guest.hcr_el2, HCR_NATIVE);
    assert_int_equal(host_guest.sctlr_el1, SCTLR_NATIVE);
    assert_int_equal(host_guest.cpacr_el1, CPACR_NATIVE);
    assert_int_equal(host_guest.cnthctl_el2, CNTHCTL_NATIVE);
    assert_int_equal(host_guest.cntkctl_el1 | CNTKCTL_TIMER, CNTKCTL_NATIVE);
    assert_int_equal(host_guest.cntv_ctl_el0, 0);
    assert_int_equal(host_guest.gich_hcr, 0);
    assert_true(arch_irq_masked(27));
}

static void check_world(const struct world *world)
{
    for (unsigned i = 0; i < GUESTS; i++) {
        check_one(world, i);
    }
    if (world->running >= 0) {
        check_guest(&world->model[world->running]);
    } else {
        check_native();
    }
}

static void make_world(struct world *world, uint64_t seed)
{
    *world = (struct world){.running = -1, .seed = seed};
    for (unsigned i = 0; i < GUESTS; i++) {
        world->slot[i] = new_vcpu();
        world->vcpu[i] = vcpu_at(world->slot[i]);
        world->model[i].reg[seL4_VCPUReg_SCTLR] = SCTLR_FRESH;
        world->model[i].hcr = 1;
    }
}

static void test_any_order_is_as_without_laziness(void **state)
{
    struct world world;

    (void)state;
    make_world(&world, 0x9e3779b97f4a7c15);
    for (unsigned i = 0; i < STEPS; i++) {
        step(&world);
        check_world(&world);
    }
    switch_to(&world, -1);
    for (unsigned i = 0; i < GUESTS; i++) {
        arch_vcpu_forget(world.vcpu[i]); /* they are bound to nobody */
    }
}

/* ---- How lazy it is ---- */

static void test_native_thread_leaves_the_rest_loaded(void **state)
{
    struct guest guest = guest_enter(110, 0);

    (void)state;
    host_guest.ttbr0_el1 = 0x1000;
    guest_stop(&guest);
    assert_ptr_equal(arch_vcpu_loaded(), guest.vcpu);
    assert_int_equal(host_guest.cntkctl_el1, CNTKCTL_CLOSED); /* who is next may have no timer */
    assert_int_equal(host_guest.ttbr0_el1, 0x1000);
    assert_int_equal(guest.vcpu->reg[seL4_VCPUReg_TTBR0], 0); /* not saved: it is there */
    assert_int_equal(field_of(guest.vcpu_slot, seL4_VCPUReg_TTBR0), 0x1000);
    check_native();
}

static void test_each_guest_has_its_own(void **state)
{
    struct guest a = guest_enter(110, 0);
    struct guest b;

    (void)state;
    host_guest.vbar_el1 = 0xa000;
    guest_stop(&a);
    b = guest_enter(110, 0);
    assert_int_equal(host_guest.vbar_el1, 0);
    host_guest.vbar_el1 = 0xb000;
    guest_stop(&b);
    assert_int_equal(field_of(a.vcpu_slot, seL4_VCPUReg_VBAR), 0xa000);
    assert_int_equal(field_of(b.vcpu_slot, seL4_VCPUReg_VBAR), 0xb000);
    actor_start(&a.actor);
    host_return();
    assert_ptr_equal(vcpu_active, a.vcpu);
    assert_int_equal(host_guest.vbar_el1, 0xa000);
}

/* Nothing that the last system left is anybody's. */
static void test_boot_takes_nothing_over(void **state)
{
    struct guest guest = guest_enter(110, 0);

    (void)state;
    host_guest.list[0] = LIST_PENDING | 33;
    host_guest.cntv_ctl_el0 = 1;
    host_guest.gich_vmcr = 0xffffffff;
    host_guest.gich_apr = 1;
    host_guest.csselr_el1 = 2;
    guest.actor.tcb->vcpu = NULL;
    guest.vcpu->tcb = NULL;
    arch_vcpu_boot();
    assert_null(arch_vcpu_loaded());
    assert_null(vcpu_active);
    assert_int_equal(host_guest.list[0], 0);
    assert_int_equal(host_guest.gich_vmcr, 0);
    assert_int_equal(host_guest.gich_apr, 0);
    assert_int_equal(host_guest.csselr_el1, 0);
    assert_int_equal(host_guest.cntvoff_el2, 0);
    assert_int_equal(host_guest.hcr_el2, HCR_NATIVE);
    host_machine.irq_masked[27] = true;
    check_native();
    assert_int_equal(host_guest.cntkctl_el1, CNTKCTL_NATIVE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        stated_test(test_any_order_is_as_without_laziness, "vcpu.lazy.same vcpu.lazy.native"),
        scene_test(test_native_thread_leaves_the_rest_loaded),
        stated_test(test_each_guest_has_its_own, "vcpu.lazy.others"),
        scene_test(test_boot_takes_nothing_over),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
