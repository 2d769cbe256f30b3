/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Building a whole system on the fake kernel, and what is there afterwards: the
 * objects, capabilities, maps and threads of the spec, and nothing else.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "../between.h"
#include "build.h"
#include "example.h"
#include "fake_kernel.h"
#include "monitor.h"
#include "monitor_slots.h"
#include "objects.h"

enum { OWN_PAGES = 3 };

static struct example *example;
static struct spec spec;

static int set_up(void **state)
{
    struct spec_error error;

    (void)state;
    example = example_make();
    fake_boot(OWN_PAGES + sizeof *example / 4096);
    assert_true(spec_open(example, sizeof *example, &spec, &error));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fake_shut_down();
    return 0;
}

static void build(void)
{
    build_system(&spec, &fake.bootinfo, fake_image_slot() + OWN_PAGES);
}

/* The object that the spec's number stands for, found by the initial task's own capability. */
static struct fake_object *object(uint32_t number)
{
    return fake.root[object_cap(number)].object;
}

static unsigned filled_slots(struct fake_object *cnode)
{
    unsigned count = 0;

    for (seL4_Word i = 0; i < 1ull << cnode->u.cnode.radix; i++) {
        count += fake_slot(cnode, i)->kind != FAKE_NULL;
    }
    return count;
}

static void test_pd_has_the_capabilities_of_the_spec_and_no_others(void **state)
{
    (void)state;
    build();
    for (unsigned i = 0; i < EXAMPLE_CAPS; i++) {
        const struct spec_cap *wanted = &example->caps[i];
        const struct fake_cap *cap = fake_slot(object(wanted->cnode), wanted->slot);

        assert_ptr_equal(cap->object, object(wanted->object));
        assert_int_equal(cap->badge, wanted->badge);
        if (cap->kind != FAKE_IRQ_HANDLER) {
            assert_int_equal(cap->rights, wanted->rights);
        }
    }
    assert_int_equal(filled_slots(object(CLIENT_CNODE)), 5);
    assert_int_equal(filled_slots(object(SERVER_CNODE)), 3);
}

static void test_pd_has_the_pages_of_the_spec_and_no_others(void **state)
{
    unsigned pages[2] = { 0 };

    (void)state;
    build();
    for (unsigned i = 0; i < EXAMPLE_MAPS; i++) {
        const struct spec_map *map = &example->maps[i];
        const struct spec_object *frames = &example->objects[map->frames];

        for (uint64_t n = 0; n < frames->count; n++) {
            const struct fake_page *page =
                fake_page_at(object(map->vspace), map->vaddr + (n << frames->size_bits));

            assert_non_null(page);
            assert_ptr_equal(page->frame, fake.root[object_cap(map->frames) + n].object);
            assert_int_equal(page->rights, map->rights);
            assert_int_equal(page->attributes, map->attributes);
            pages[map->vspace == SERVER_VSPACE]++;
        }
    }
    assert_int_equal(object(CLIENT_VSPACE)->u.vspace.page_count, pages[0]);
    assert_int_equal(object(SERVER_VSPACE)->u.vspace.page_count, pages[1]);
}

static void test_second_map_of_a_region_may_be_writable(void **state)
{
    struct spec_map *map = &example->maps[8];

    (void)state;
    assert_int_equal(map->frames, SHARED);
    map->rights = seL4_RightsRead | seL4_RightsWrite;
    build();
    assert_int_equal(fake_page_at(object(SERVER_VSPACE), map->vaddr)->rights, map->rights);
    assert_int_equal(fake_page_at(object(CLIENT_VSPACE), map->vaddr)->rights, map->rights);
}

static void test_page_data_change_hands_without_a_copy(void **state)
{
    const struct fake_object *image;

    (void)state;
    build();
    image = fake.root[fake_image_slot() + OWN_PAGES +
                      example->objects[CLIENT_PROGRAM].address / 4096].object;
    assert_ptr_equal(fake_page_at(object(CLIENT_VSPACE), EXAMPLE_PROGRAM)->frame, image);
}

static void test_initial_task_keeps_no_mapping_of_pd_pages(void **state)
{
    unsigned tables = OWN_PAGES + sizeof(struct example) / 4096 - 3;

    (void)state;
    build();
    assert_int_equal(fake.initial_vspace->u.vspace.page_count, tables);
}

static void test_executable_pages_are_made_coherent(void **state)
{
    (void)state;
    build();
    assert_true(fake_page_at(object(CLIENT_VSPACE), EXAMPLE_PROGRAM + 0x1000)
                    ->frame->u.frame.unified);
    assert_false(fake_page_at(object(SERVER_VSPACE), EXAMPLE_PROGRAM)->frame->u.frame.unified);
}

/* A region that is filled with a file, and shared with a device. */
static void test_nobody_keeps_a_way_to_the_page_of_the_loader(void **state)
{
    seL4_CPtr slot = fake.bootinfo.userImageFrames.end - 1;
    const struct fake_object *frame = fake.root[slot].object;
    seL4_Word vaddr = fake.root[slot].vaddr;

    (void)state;
    assert_ptr_equal(fake_page_at(fake.initial_vspace, vaddr)->frame, frame);
    build();
    assert_int_equal(fake.root[slot].kind, FAKE_NULL);
    assert_null(fake_page_at(fake.initial_vspace, vaddr));
    for (unsigned i = 0; i < 1u << FAKE_ROOT_BITS; i++) {
        assert_ptr_not_equal(fake.root[i].object, frame);
    }
}

static void test_image_pages_that_bypass_the_cache_are_made_coherent(void **state)
{
    (void)state;
    example->maps[7].attributes &= ~(uint32_t)seL4_ARM_PageCacheable; /* the server's program */
    build();
    assert_true(fake_page_at(object(SERVER_VSPACE), EXAMPLE_PROGRAM)->frame->u.frame.cleaned);
    assert_false(fake_page_at(object(CLIENT_VSPACE), EXAMPLE_PROGRAM)->frame->u.frame.cleaned);
    assert_false(fake_page_at(object(CLIENT_VSPACE), 0x4401000)->frame->u.frame.cleaned);
}

static void test_patch_writes_the_physical_address_anywhere(void **state)
{
    uint64_t uart;
    uint64_t shared;

    (void)state;
    build();
    memcpy(&uart, example->data[2], sizeof uart);
    memcpy(&shared, (const unsigned char *)example + example->patches[1].where, sizeof shared);
    assert_int_equal(uart, EXAMPLE_UART_PADDR);
    assert_int_equal(shared, object(SHARED)->paddr);
}

/* As in a device's page table. */
static void test_patch_writes_the_addresses_of_pages_with_bits_set(void **state)
{
    uint64_t words[2];
    uint64_t uart;

    (void)state;
    example->patches[0].bits = 1ull << 63 | 3;
    example->patches[1].count = 2;
    example->patches[1].bits = 1ull << 62 | 0xfff;
    build();
    memcpy(&uart, example->data[2], sizeof uart);
    memcpy(words, (const unsigned char *)example + example->patches[1].where, sizeof words);
    assert_int_equal(uart, EXAMPLE_UART_PADDR | 1ull << 63 | 3);
    assert_int_equal(words[0], object(SHARED)->paddr | 1ull << 62 | 0xfff);
    assert_int_equal(words[1],
                     fake.root[object_cap(SHARED) + 1].object->paddr | 1ull << 62 | 0xfff);
}

static void test_fixed_frames_are_at_their_address(void **state)
{
    (void)state;
    build();
    assert_int_equal(object(UART)->paddr, EXAMPLE_UART_PADDR);
    assert_int_equal(object(FIXED)->paddr, EXAMPLE_FIXED_PADDR);
}

static void test_fixed_frames_come_in_any_order(void **state)
{
    (void)state;
    example->objects[SHARED].flags = SPEC_AT_PADDR;
    example->objects[SHARED].address = EXAMPLE_UART_PADDR - 0x2000;
    example->objects[CLIENT_STACK].flags = SPEC_AT_PADDR;
    example->objects[CLIENT_STACK].address = EXAMPLE_FIXED_PADDR + 0x1000;
    build();
    assert_int_equal(object(SHARED)->paddr, EXAMPLE_UART_PADDR - 0x2000);
    assert_int_equal(object(UART)->paddr, EXAMPLE_UART_PADDR);
    assert_int_equal(object(CLIENT_STACK)->paddr, EXAMPLE_FIXED_PADDR + 0x1000);
}

static void test_interrupt_signals_its_notification_with_its_badge(void **state)
{
    const struct fake_object *irq;

    (void)state;
    build();
    irq = object(UART_IRQ);
    assert_int_equal(irq->u.irq.irq, 33);
    assert_true(irq->u.irq.edge);
    assert_ptr_equal(irq->u.irq.notification.object, object(CLIENT_NOTIFICATION));
    assert_int_equal(irq->u.irq.notification.badge, 8);
}

static void test_thread_is_set_up_as_the_spec_says(void **state)
{
    const struct fake_object *t;

    (void)state;
    build();
    t = object(CLIENT_TCB);
    assert_ptr_equal(t->u.tcb.cspace.object, object(CLIENT_CNODE));
    assert_int_equal(t->u.tcb.cspace_data, 64 - 9);
    assert_ptr_equal(t->u.tcb.vspace.object, object(CLIENT_VSPACE));
    assert_int_equal(t->u.tcb.buffer, EXAMPLE_IPC_BUFFER);
    assert_ptr_equal(t->u.tcb.buffer_frame, object(CLIENT_IPC));
    assert_int_equal(t->u.tcb.priority, 100);
    assert_int_equal(t->u.tcb.mcp, 100);
    assert_ptr_equal(t->u.tcb.notification, object(CLIENT_NOTIFICATION));
    assert_int_equal(t->u.tcb.registers.pc, EXAMPLE_PROGRAM);
    assert_int_equal(t->u.tcb.registers.sp, EXAMPLE_STACK_TOP);
    assert_string_equal(t->u.tcb.name, "client");
    assert_true(t->u.tcb.running);
}

static void test_guest_is_bound_to_its_virtual_cpu_and_not_started(void **state)
{
    struct spec_error error;
    const struct fake_object *t;

    (void)state;
    example_guest(example);
    assert_true(spec_open(example, sizeof *example, &spec, &error));
    build();
    t = object(SERVER_TCB);
    assert_ptr_equal(t->u.tcb.vcpu, object(SERVER_REPLY));
    assert_ptr_equal(t->u.tcb.vspace.object, object(SERVER_VSPACE));
    assert_ptr_equal(t->u.tcb.fault.object, object(SERVER_INPUT));
    assert_int_equal(t->u.tcb.fault.badge, 1ull << 62 | 5);
    assert_ptr_equal(t->u.tcb.context, object(SERVER_CONTEXT));
    assert_null(t->u.tcb.buffer_frame);
    assert_false(t->u.tcb.running);
    assert_null(object(CLIENT_TCB)->u.tcb.vcpu);
    assert_int_equal(fake.resumed, 1);
    /* The monitor, as which the initial task goes on, has no capability to it. */
    assert_int_equal(fake_slot(fake.cspace, thread_slot(SERVER, THREAD_TCB))->kind, FAKE_NULL);
}

static void test_thread_faults_to_the_monitor_under_its_badge(void **state)
{
    const struct fake_cap *fault;

    (void)state;
    build();
    fault = &object(SERVER_TCB)->u.tcb.fault;
    assert_ptr_equal(fault->object, object(MONITOR_ENDPOINT));
    assert_int_equal(fault->badge, SERVER + 1);
    assert_int_equal(fault->rights,
                     seL4_RightsWrite | seL4_RightsGrant | seL4_RightsGrantReply);
}

static void test_thread_has_the_time_of_the_spec(void **state)
{
    const struct fake_object *context;

    (void)state;
    build();
    context = object(SERVER_TCB)->u.tcb.context;
    assert_ptr_equal(context, object(SERVER_CONTEXT));
    assert_int_equal(context->u.context.budget, 500);
    assert_int_equal(context->u.context.period, 1000);
    assert_int_equal(context->u.context.extra_refills, 8);
    assert_int_equal(context->u.context.badge, 0x100 + SERVER);
}

static void test_thread_may_use_floating_point_unless_the_spec_denies_it(void **state)
{
    (void)state;
    example->threads[SERVER].flags = SPEC_NO_FPU;
    build();
    assert_int_equal(object(SERVER_TCB)->u.tcb.flags, seL4_TCBFlag_fpuDisabled);
    assert_int_equal(object(CLIENT_TCB)->u.tcb.flags, 0);
}

static void test_thread_may_set_the_timer_unless_the_spec_denies_it(void **state)
{
    (void)state;
    example->threads[SERVER].flags = SPEC_NO_TIMER | SPEC_NO_FPU;
    build();
    assert_int_equal(object(SERVER_TCB)->u.tcb.flags,
                     bulkhead_TCBFlag_physicalTimerDisabled | seL4_TCBFlag_fpuDisabled);
    assert_int_equal(object(CLIENT_TCB)->u.tcb.flags, 0);
    assert_int_equal(fake.console_length, 0);
}

static void test_kernel_without_that_right_gets_the_system_nevertheless(void **state)
{
    (void)state;
    example->threads[SERVER].flags = SPEC_NO_TIMER;
    example->threads[CLIENT].flags = SPEC_NO_TIMER;
    fake.other_timer = true;
    build();
    assert_int_equal(fake.resumed, 2);
    assert_string_equal(fake.console,
                        "initialiser: this kernel lets every thread set the physical timer\n");
}

static void test_schedule_is_that_of_the_spec_and_starts_last(void **state)
{
    struct spec_error error;

    (void)state;
    example_schedule(example);
    assert_true(spec_open(example, sizeof *example, &spec, &error));
    build();
    assert_int_equal(object(CLIENT_TCB)->u.tcb.domain, 2);
    assert_int_equal(object(SERVER_TCB)->u.tcb.domain, 0);
    assert_int_equal(fake.initial_tcb->u.tcb.domain, 0);
    for (unsigned i = 0; i < EXAMPLE_SLICES; i++) {
        const struct spec_slice *slice = &example->slices[i];

        assert_int_equal(fake.schedule[slice->index].domain, slice->sched_domain);
        assert_int_equal(fake.schedule[slice->index].ticks, slice->ticks);
    }
    assert_int_equal(fake.schedule_start, 3);
    assert_int_equal(fake.resumed_before_schedule, EXAMPLE_THREADS);
    /* What that took is gone again. */
    assert_int_equal(filled_slots(fake.cspace), 8);
    for (seL4_Word i = 0; i < 1ull << fake.cspace->u.cnode.radix; i++) {
        assert_int_not_equal(fake_find(i)->kind, FAKE_DOMAIN);
    }
}

static void test_without_a_schedule_none_is_started(void **state)
{
    (void)state;
    build();
    assert_false(fake.schedule_started);
}

static void test_monitor_ends_with_nothing_but_what_it_monitors_with(void **state)
{
    (void)state;
    build();
    assert_ptr_not_equal(fake.cspace, fake.initial_cnode);
    /* Endpoint, reply object, these slots themselves, two TCBs, the passive server's time,
       notification and slots. */
    assert_int_equal(filled_slots(fake.cspace), 8);
    for (seL4_Word i = 0; i < 1ull << fake.cspace->u.cnode.radix; i++) {
        const struct fake_cap *cap = fake_find(i);

        assert_true(cap->kind == FAKE_NULL || cap->kind == FAKE_TCB ||
                    cap->kind == FAKE_ENDPOINT || cap->kind == FAKE_REPLY ||
                    cap->kind == FAKE_SCHED_CONTEXT || cap->kind == FAKE_NOTIFICATION ||
                    (cap->kind == FAKE_CNODE &&
                     (cap->object == fake.cspace || cap->object == object(SERVER_CNODE))));
        if (cap->kind == FAKE_ENDPOINT) {
            assert_int_equal(cap->rights, seL4_RightsRead);
        }
        assert_ptr_not_equal(cap->object, fake.initial_tcb);
    }
}

/* With all the time that there is, whoever has the monitor work has it, too. */
static void test_monitor_has_a_small_share_of_the_time(void **state)
{
    (void)state;
    build();
    assert_int_equal(fake.initial_context->u.context.budget, MONITOR_REPORTS_US);
    assert_int_equal(fake.initial_context->u.context.period, 20 * MONITOR_REPORTS_US);
    assert_int_equal(fake.time_at_hand, MONITOR_REPORTS_US); /* for reports at the start */
}

static void test_page_tables_are_made_once_and_none_too_many(void **state)
{
    (void)state;
    build();
    for (unsigned i = 0; i < fake.object_count; i++) {
        if (fake.objects[i].kind == FAKE_PAGE_TABLE) {
            assert_true(fake.objects[i].u.table.mapped);
        }
    }
}

static void test_little_more_memory_is_cleared_than_is_needed(void **state)
{
    static const seL4_UntypedDesc untypeds[] = {
        { .paddr = 0x09000000, .sizeBits = 24, .isDevice = 1 },
        { .paddr = 0x40002000, .sizeBits = 13 },
        { .paddr = 0x40010000, .sizeBits = 16 },
        { .paddr = 0x40020000, .sizeBits = 17 },
        { .paddr = 0x40200000, .sizeBits = 21 },
        { .paddr = 0x41000000, .sizeBits = 24 },
        { .paddr = 0x60000000, .sizeBits = 27 },
    };
    seL4_Word needed = 0;

    (void)state;
    fake_set_untypeds(untypeds, sizeof untypeds / sizeof untypeds[0]);
    example->objects[FIXED].flags = 0; /* else its whole untyped is cleared, whatever one does */
    build();
    for (unsigned i = 0; i < fake.object_count; i++) {
        const struct fake_object *o = &fake.objects[i];

        if (o->paddr >= 0x40000000 && o->paddr < 0x70000000 && o->kind != FAKE_UNTYPED) {
            needed += 1ull << o->bits;
        }
    }
    assert_true(needed > 1u << 21);
    assert_between(fake.cleared, needed, needed + needed / 16);
}

/* Every kernel operation of the whole construction fails once. */
static void test_no_pd_runs_in_a_system_that_could_not_be_built(void **state)
{
    unsigned calls;

    build();
    calls = fake.calls;
    assert_true(calls > 80);
    for (volatile unsigned fail_at = 1; fail_at <= calls - EXAMPLE_THREADS; fail_at++) {
        tear_down(state);
        set_up(state);
        fake.fail_at = fail_at;
        EXPECT_STOP(build());
        assert_int_equal(fake.resumed, 0);
        assert_non_null(strstr(fake.console, " failed: "));
        assert_non_null(strstr(fake.console, "not started"));
    }
}

static void test_failing_operation_is_reported_with_object_and_error(void **state)
{
    (void)state;
    example->objects[UART_IRQ].address = 1000;
    EXPECT_STOP(build());
    assert_non_null(strstr(fake.console, "interrupt 33: seL4_IRQControl_GetTrigger failed: "
                                         "RangeError"));
}

static void test_large_page_over_small_ones_ends_instead_of_looping(void **state)
{
    (void)state;
    example->maps[1].vaddr = example->maps[2].vaddr + 0x1000; /* shared, then large */
    EXPECT_STOP(build());
    assert_non_null(strstr(fake.console, "large: seL4_ARM_Page_Map failed: FailedLookup"));
}

static void test_small_page_over_a_large_one_ends_instead_of_looping(void **state)
{
    (void)state;
    example->maps[3].vaddr = example->maps[2].vaddr + 0x1000; /* large, then fixed */
    EXPECT_STOP(build());
    assert_non_null(strstr(fake.console, "fixed: seL4_ARM_Page_Map failed: FailedLookup"));
}

static void test_too_few_slots_are_reported_with_numbers(void **state)
{
    (void)state;
    fake.bootinfo.empty.end = fake.bootinfo.empty.start + 20;
    EXPECT_STOP(build());
    assert_non_null(strstr(fake.console, "not enough slots of the root CNode: "));
    assert_int_equal(fake.resumed, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_pd_has_the_capabilities_of_the_spec_and_no_others),
        TEST(test_pd_has_the_pages_of_the_spec_and_no_others),
        TEST(test_second_map_of_a_region_may_be_writable),
        TEST(test_page_data_change_hands_without_a_copy),
        TEST(test_initial_task_keeps_no_mapping_of_pd_pages),
        TEST(test_executable_pages_are_made_coherent),
        TEST(test_nobody_keeps_a_way_to_the_page_of_the_loader),
        TEST(test_image_pages_that_bypass_the_cache_are_made_coherent),
        TEST(test_patch_writes_the_physical_address_anywhere),
        TEST(test_patch_writes_the_addresses_of_pages_with_bits_set),
        TEST(test_fixed_frames_are_at_their_address),
        TEST(test_fixed_frames_come_in_any_order),
        TEST(test_interrupt_signals_its_notification_with_its_badge),
        TEST(test_thread_is_set_up_as_the_spec_says),
        TEST(test_guest_is_bound_to_its_virtual_cpu_and_not_started),
        TEST(test_thread_faults_to_the_monitor_under_its_badge),
        TEST(test_thread_has_the_time_of_the_spec),
        TEST(test_thread_may_use_floating_point_unless_the_spec_denies_it),
        TEST(test_thread_may_set_the_timer_unless_the_spec_denies_it),
        TEST(test_kernel_without_that_right_gets_the_system_nevertheless),
        TEST(test_schedule_is_that_of_the_spec_and_starts_last),
        TEST(test_without_a_schedule_none_is_started),
        TEST(test_monitor_ends_with_nothing_but_what_it_monitors_with),
        TEST(test_monitor_has_a_small_share_of_the_time),
        TEST(test_page_tables_are_made_once_and_none_too_many),
        TEST(test_little_more_memory_is_cleared_than_is_needed),
        TEST(test_no_pd_runs_in_a_system_that_could_not_be_built),
        TEST(test_failing_operation_is_reported_with_object_and_error),
        TEST(test_large_page_over_small_ones_ends_instead_of_looping),
        TEST(test_small_page_over_a_large_one_ends_instead_of_looping),
        TEST(test_too_few_slots_are_reported_with_numbers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
