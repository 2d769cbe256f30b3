/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The spec check: an intact spec passes, and each thing that could be wrong
 * with it is refused by name.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <sel4/sel4.h>

#include "../between.h"
#include "example.h"
#include "fake_kernel.h"
#include "spec_check.h"
#include "stop.h"

static struct example *example;
static struct spec spec;
static struct spec_error error;

static int set_up(void **state)
{
    (void)state;
    example = example_make();
    memset(&error, 0, sizeof error);
    return 0;
}

static bool open_example(void)
{
    return spec_open(example, sizeof *example, &spec, &error);
}

static void expect_refused(const char *table, uint32_t index, const char *field)
{
    if (open_example()) {
        fail_msg("accepted in spite of %s[%u].%s", table, index, field);
    }
    assert_string_equal(error.table, table);
    assert_int_equal(error.index, index);
    assert_string_equal(error.field, field);
    assert_non_null(error.expected);
}

/* Sets one field wrong, expects that it is named, and puts it right again. */
#define REFUSED(table, index, field, value)                                                   \
    do {                                                                                      \
        __typeof__(example->table[index].field) right = example->table[index].field;          \
        example->table[index].field = (__typeof__(right))(value);                             \
        expect_refused(#table, index, #field);                                                \
        example->table[index].field = right;                                                  \
        assert_true(open_example());                                                          \
    } while (0)

#define REFUSED_HEADER(field, value)                                                          \
    do {                                                                                      \
        __typeof__(example->header.field) right = example->header.field;                      \
        example->header.field = (__typeof__(right))(value);                                   \
        expect_refused("header", 0, #field);                                                  \
        example->header.field = right;                                                        \
        assert_true(open_example());                                                          \
    } while (0)

static void test_intact_spec_is_accepted(void **state)
{
    (void)state;
    assert_true(open_example());
    assert_ptr_equal(spec.objects, example->objects);
    assert_ptr_equal(spec.threads, example->threads);
    assert_ptr_equal(spec_symbols(&spec, &spec.threads[CLIENT]), example->symbols);
    assert_string_equal(spec_string(&spec, example->threads[SERVER].name), "server");
}

static void test_string_outside_the_table_is_a_question_mark(void **state)
{
    (void)state;
    assert_true(open_example());
    assert_string_equal(spec_string(&spec, sizeof example->strings), "?");
    assert_string_equal(spec_string(&spec, 0xffffffff), "?");
}

static void test_wrong_header_is_refused(void **state)
{
    (void)state;
    REFUSED_HEADER(magic, 0);
    REFUSED_HEADER(size, sizeof *example + 1);
    REFUSED_HEADER(size, sizeof(struct spec_header) - 1);
    REFUSED_HEADER(objects.count, SPEC_MAX_OBJECTS + 1);
    REFUSED_HEADER(strings.count, 0);
    REFUSED_HEADER(monitor_endpoint, SERVER_REPLY);
    REFUSED_HEADER(monitor_endpoint, EXAMPLE_OBJECTS);
    REFUSED_HEADER(monitor_reply, MONITOR_ENDPOINT);
}

static void test_table_outside_the_spec_is_refused(void **state)
{
    (void)state;
    example->header.maps.count = 0xffffffff;
    expect_refused("header", 0, "maps");
    example = example_make();
    example->header.caps.offset = 0xfffffff8;
    expect_refused("header", 0, "caps");
    example = example_make();
    example->header.irqs.offset = 0; /* over the header */
    expect_refused("header", 0, "irqs");
    example = example_make();
    example->header.patches.offset += 4;
    expect_refused("header", 0, "patches");
    example = example_make();
    example->threads[SERVER].symbols.count = 0x10000000;
    expect_refused("threads", SERVER, "symbols");
}

static void test_strings_without_end_are_refused(void **state)
{
    (void)state;
    example->strings[sizeof example->strings - 1] = 'x';
    expect_refused("header", 0, "strings");
}

static void test_wrong_object_is_refused(void **state)
{
    (void)state;
    REFUSED(objects, CLIENT_TCB, type, 0);
    REFUSED(objects, SERVER_TCB, type, SPEC_SMC + 1);
    REFUSED(objects, SERVER_TCB, type, SPEC_VCPU); /* the kernel is at EL1 */
    REFUSED(objects, CLIENT_TCB, name, sizeof example->strings);
    REFUSED(objects, CLIENT_TCB, count, 2);
    REFUSED(objects, CLIENT_TCB, flags, SPEC_EDGE);
    REFUSED(objects, CLIENT_CNODE, size_bits, 0);
    REFUSED(objects, CLIENT_CNODE, size_bits, 27);
    REFUSED(objects, CLIENT_CONTEXT, size_bits, 6);
    REFUSED(objects, CLIENT_CONTEXT, size_bits, 32);
    REFUSED(objects, UART_IRQ, flags, SPEC_IN_IMAGE);
}

static void test_wrong_frames_are_refused(void **state)
{
    (void)state;
    REFUSED(objects, SHARED, size_bits, 13);
    REFUSED(objects, SHARED, count, 0);
    REFUSED(objects, SHARED, count, 1ull << 52);
    REFUSED(objects, SHARED, flags, SPEC_AT_PADDR | SPEC_IN_IMAGE);
    REFUSED(objects, UART, address, EXAMPLE_UART_PADDR + 0x800);
    REFUSED(objects, UART, address, ~0xfffull);
    REFUSED(objects, CLIENT_PROGRAM, size_bits, 21);
    REFUSED(objects, CLIENT_PROGRAM, address, offsetof(struct example, data[0]) + 8);
    REFUSED(objects, CLIENT_PROGRAM, address, 0); /* the tables themselves */
    REFUSED(objects, CLIENT_PROGRAM, address, sizeof *example - 4096); /* second page outside */
    REFUSED(objects, CLIENT_PROGRAM, address, ~0xfffull);
}

/* Memory that two PDs share without a region that says so. */
static void test_image_page_of_two_objects_is_refused(void **state)
{
    (void)state;
    REFUSED(objects, SERVER_PROGRAM, address, offsetof(struct example, data[1]));
    REFUSED(objects, SERVER_PROGRAM, address, offsetof(struct example, data[0]));
    example->objects[CLIENT_PROGRAM].address = offsetof(struct example, data[1]);
    example->objects[SERVER_PROGRAM].address = offsetof(struct example, data[0]);
    expect_refused("objects", SERVER_PROGRAM, "address"); /* disjoint, but not in order */
}

static void test_wrong_capability_is_refused(void **state)
{
    (void)state;
    REFUSED(caps, 0, cnode, CLIENT_TCB);
    REFUSED(caps, 0, cnode, SPEC_NONE);
    REFUSED(caps, 0, slot, 512);
    REFUSED(caps, 0, object, EXAMPLE_OBJECTS);
    REFUSED(caps, 0, object, SHARED); /* two pages are not one capability */
    REFUSED(caps, 0, rights, 16);
    REFUSED(caps, 1, badge, 1); /* a VSpace */
}

static void test_wrong_map_is_refused(void **state)
{
    (void)state;
    REFUSED(maps, 2, vspace, LARGE);
    REFUSED(maps, 2, frames, CLIENT_VSPACE);
    REFUSED(maps, 2, vaddr, 0x4200000 + 0x1000);
    REFUSED(maps, 1, vaddr, seL4_UserTop + 1 - 0x1000); /* the second page is beyond */
    REFUSED(maps, 1, vaddr, ~0xfffull);
    REFUSED(maps, 1, rights, seL4_RightsWrite);
    REFUSED(maps, 1, rights, seL4_RightsRead | 8);
    REFUSED(maps, 1, attributes, 8);
}

static void test_wrong_interrupt_is_refused(void **state)
{
    (void)state;
    REFUSED(irqs, 0, irq, CLIENT_NOTIFICATION);
    REFUSED(irqs, 0, notification, UART_IRQ);
}

static void test_wrong_patch_is_refused(void **state)
{
    (void)state;
    REFUSED(patches, 0, frames, CLIENT_TCB);
    REFUSED(patches, 0, where, offsetof(struct example, objects)); /* not page data */
    REFUSED(patches, 0, where, sizeof *example - 7);
    REFUSED(patches, 0, where, ~0ull);
    REFUSED(patches, 0, first, 1); /* there is one page */
    REFUSED(patches, 1, count, 0);
    REFUSED(patches, 1, count, 3); /* there are two */
    REFUSED(patches, 1, bits, 1ull << 12);
    REFUSED(patches, 1, bits, 1ull << 47);
    example->patches[1].count = 2;
    REFUSED(patches, 1, where, sizeof *example - 15);
}

static void test_wrong_thread_is_refused(void **state)
{
    (void)state;
    REFUSED(threads, CLIENT, name, sizeof example->strings);
    REFUSED(threads, CLIENT, tcb, CLIENT_CNODE);
    REFUSED(threads, CLIENT, cnode, CLIENT_TCB);
    REFUSED(threads, CLIENT, vspace, CLIENT_TCB);
    REFUSED(threads, CLIENT, ipc_frame, CLIENT_TCB);
    REFUSED(threads, CLIENT, ipc_frame, SHARED);
    REFUSED(threads, CLIENT, sched_context, CLIENT_TCB);
    REFUSED(threads, CLIENT, notification, SERVER_INPUT);
    REFUSED(threads, SERVER, notification, SPEC_NONE); /* it is passive */
    REFUSED(threads, CLIENT, fault_endpoint, CLIENT_NOTIFICATION);
    REFUSED(threads, CLIENT, ipc_buffer, 0);
    REFUSED(threads, CLIENT, ipc_buffer, EXAMPLE_IPC_BUFFER + 512);
    REFUSED(threads, CLIENT, ipc_buffer, seL4_UserTop + 1);
    REFUSED(threads, CLIENT, stack_bottom, EXAMPLE_STACK_TOP + 1);
    REFUSED(threads, CLIENT, budget_us, 1001);
    REFUSED(threads, CLIENT, priority, 255);
    REFUSED(threads, CLIENT, mcp, 255);
    REFUSED(threads, CLIENT, parent, EXAMPLE_THREADS);
    REFUSED(threads, CLIENT, flags, 4);
    REFUSED(threads, CLIENT, sched_domain, 1); /* there is no schedule */
}

static void test_wrong_guest_is_refused(void **state)
{
    (void)state;
    example_guest(example);
    assert_true(open_example());
    assert_int_equal(spec.level->table_levels, 2);
    REFUSED(threads, SERVER, vcpu, SERVER_INPUT);
    REFUSED(threads, SERVER, ipc_frame, SERVER_IPC);
    REFUSED(threads, SERVER, notification, SERVER_NOTIFICATION);
    REFUSED(threads, SERVER, parent, SPEC_NONE);
    REFUSED(threads, CLIENT, stack_bottom, 0xffffffe001);
    REFUSED(threads, CLIENT, ipc_buffer, 1ull << 40);
    REFUSED(maps, 10, vaddr, 1ull << 40);
    example->header.exception_level = 3;
    expect_refused("header", 0, "exception_level");
}

static void test_what_two_threads_claim_is_refused(void **state)
{
    (void)state;
    REFUSED(threads, SERVER, tcb, CLIENT_TCB);
    REFUSED(threads, SERVER, sched_context, CLIENT_CONTEXT);
    REFUSED(threads, SERVER, ipc_frame, CLIENT_IPC);
    REFUSED(threads, SERVER, notification, CLIENT_NOTIFICATION);
}

static void test_interrupt_that_two_claim_is_refused(void **state)
{
    (void)state;
    example->irqs[1] = example->irqs[0];
    example->header.irqs.count = 2;
    expect_refused("irqs", 1, "irq");
}

static void test_wrong_schedule_is_refused(void **state)
{
    (void)state;
    example_schedule(example);
    assert_true(open_example());
    REFUSED(slices, 1, index, 0); /* not ascending */
    REFUSED(slices, 3, index, 99);
    REFUSED(slices, 1, sched_domain, 16);
    REFUSED(slices, 3, sched_domain, 1); /* of an end marker */
    REFUSED(slices, 1, ticks, 1ull << 56);
    REFUSED(threads, CLIENT, sched_domain, 16);
    example->header.slices.offset = 4;
    expect_refused("header", 0, "slices");
}

/* The initial task would start the schedule and never run again: no fault would be reported. */
static void test_schedule_without_the_initial_task_is_refused(void **state)
{
    (void)state;
    example_schedule(example);
    REFUSED_HEADER(first_slice, 0);  /* domain 1 alone: the next entry is an end marker */
    REFUSED_HEADER(first_slice, 5);  /* an end marker */
    REFUSED_HEADER(first_slice, 98); /* not listed */
    example->slices[2].sched_domain = 3;
    expect_refused("header", 0, "first_slice");
}

static void test_name_that_stops_a_debug_kernel_is_refused(void **state)
{
    (void)state;
    memset(example->strings + example->threads[CLIENT].name, 'n', 64);
    expect_refused("threads", CLIENT, "name");
}

/* Cut off anywhere, the spec is refused, and nothing beyond the cut is read. */
static void test_truncated_spec_is_refused_without_reading_on(void **state)
{
    (void)state;
    for (size_t size = 0; size < sizeof *example; size += 8) {
        void *cut = malloc(size > 0 ? size : 1);

        assert_non_null(cut);
        memcpy(cut, example, size);
        assert_false(spec_open(cut, size, &spec, &error));
        free(cut);
    }
}

/* Whatever bits are flipped: a decision is made, within the spec's memory. */
static void test_damaged_spec_is_never_read_outside(void **state)
{
    uint32_t random = 1;
    unsigned refused = 0;
    size_t tables = offsetof(struct example, data);

    (void)state;
    for (unsigned round = 0; round < 20000; round++) {
        unsigned char *copy = malloc(sizeof *example);

        assert_non_null(copy);
        memcpy(copy, example, sizeof *example);
        for (unsigned flip = 0; flip < 4; flip++) {
            random = random * 1664525 + 1013904223;
            copy[(random >> 8) % tables] ^= (unsigned char)(1u << (random & 7));
        }
        refused += !spec_open(copy, sizeof *example, &spec, &error);
        free(copy);
    }
    assert_between(refused, 5000, 19999);
}

static void test_refusal_is_printed_in_one_sentence(void **state)
{
    (void)state;
    fake_boot(1);
    example->caps[3].slot = 600;
    assert_false(open_example());
    EXPECT_STOP(stop_bad_spec(&error));
    assert_non_null(strstr(fake.console, "initialiser: bad system spec: caps[3].slot is 0x258, "
                                         "expected a slot of the CNode\n"));
    fake_shut_down();
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, set_up)
    const struct CMUnitTest tests[] = {
        TEST(test_intact_spec_is_accepted),
        TEST(test_string_outside_the_table_is_a_question_mark),
        TEST(test_wrong_header_is_refused),
        TEST(test_table_outside_the_spec_is_refused),
        TEST(test_strings_without_end_are_refused),
        TEST(test_wrong_object_is_refused),
        TEST(test_wrong_frames_are_refused),
        TEST(test_image_page_of_two_objects_is_refused),
        TEST(test_wrong_capability_is_refused),
        TEST(test_wrong_map_is_refused),
        TEST(test_wrong_interrupt_is_refused),
        TEST(test_wrong_patch_is_refused),
        TEST(test_wrong_thread_is_refused),
        TEST(test_wrong_guest_is_refused),
        TEST(test_what_two_threads_claim_is_refused),
        TEST(test_interrupt_that_two_claim_is_refused),
        TEST(test_wrong_schedule_is_refused),
        TEST(test_schedule_without_the_initial_task_is_refused),
        TEST(test_name_that_stops_a_debug_kernel_is_refused),
        TEST(test_truncated_spec_is_refused_without_reading_on),
        TEST(test_damaged_spec_is_never_read_outside),
        TEST(test_refusal_is_printed_in_one_sentence),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
