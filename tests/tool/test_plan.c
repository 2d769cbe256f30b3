/* SPDX-License-Identifier: BSD-2-Clause */
/* The plan: who gets what, and what the programs are told. */
#define _XOPEN_SOURCE 700 /* mkstemp */

#include "plan.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sel4/constants.h>

#include "cmocka_headers.h"
#include "initial_task.h"
#include "make_elf.h"
#include "sdf.h"
#include "settings.h"

static const char description[] =
    "<system>"
    "<memory_region name='ring' size='0x2000'/>"
    "<memory_region name='uart' size='0x1000' phys_addr='0x9000000'/>"
    "<memory_region name='file' prefill_path='%1$s' size='0x3000'/>"
    "<protection_domain name='server' priority='9' passive='true'>"
    "<program_image path='%1$s'/>"
    "<map mr='ring' vaddr='0x4000000' perms='rw' setvar_vaddr='buffer_vaddr'"
    " setvar_size='buffer_size'/>"
    "<setvar symbol='buffer_paddr' region_paddr='ring'/>"
    "<protection_domain name='child' id='3' priority='4'><program_image path='%1$s'/>"
    "<map mr='uart' vaddr='0x5000000' perms='r' cached='false'/>"
    "<irq irq='33' id='7' trigger='edge'/></protection_domain>"
    "</protection_domain>"
    "<protection_domain name='client' priority='8'>"
    "<program_image path='%1$s' path_for_symbols='%1$s'/>"
    "<map mr='file' vaddr='0x6000000' perms='r' setvar_prefill_size='buffer_size'/>"
    "</protection_domain>"
    "<channel><end pd='client' id='5' pp='true' setvar_id='buffer_vaddr'/>"
    "<end pd='server' id='61' notify='false'/></channel>"
    "<channel><end pd='client' id='0' notify='false'/><end pd='child' id='6'/></channel>"
    "</system>";

enum { SERVER, CHILD, CLIENT, DOMAINS };

/* One planned system, made by setup and released by teardown. */
struct world {
    struct arena arena;
    struct elf_files files;
    struct program *programs[DOMAINS];
    struct system *system;
    struct plan plan;
    struct buffer spec;
};

static char *write_program(struct arena *arena)
{
    struct make_elf made = make_elf_program();
    struct buffer file = {0};
    char *name = arena_copy(arena, "test_plan.XXXXXX", strlen("test_plan.XXXXXX"));
    int descriptor = mkstemp(name);

    /* A page of .bss that stays empty, then one that gets a variable set. */
    made.segments[1].memsz = 0x4000;
    make_elf_symbol(&made, "__sel4_ipc_buffer_obj")->address = 0x206000;
    make_elf_symbol(&made, "buffer_paddr")->address = 0x204ff8;
    /* A second, smaller name for the place of `init`. */
    make_elf_symbol(&made, "small")->address = 0x200010;
    make_elf_write(&made, &file);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, file.data, file.size), file.size);
    assert_int_equal(close(descriptor), 0);
    buffer_release(&file);
    return name;
}

static int setup(void **state)
{
    static const char *const here[] = {"."};
    static const struct search search = {here, 1};
    struct world *world = calloc(1, sizeof(*world));
    char text[2048];
    struct source source = {.name = "test"};
    struct diag diag = {.source = &source, .stream = stderr};

    assert_non_null(world);
    char *program = write_program(&world->arena);
    /* By the C library: the tool's own formats do not number their arguments. */
    source.size = (size_t)snprintf(text, sizeof(text), description, program);
    assert_true(source.size < sizeof(text));
    source.text = text;
    const struct xml_element *root = xml_parse(&world->arena, &diag);
    assert_non_null(root);
    struct system *system = sdf_read(&world->arena, &diag, &search,
                                     board_facts_find("test"), root);
    assert_int_equal(system->domain_count, DOMAINS);
    for (const struct domain *domain = system->domains; domain != NULL; domain = domain->next) {
        struct program *loaded = program_load(&world->arena, &diag, &world->files, domain,
                                               &search);

        assert_non_null(loaded);
        settings_apply(&world->arena, &diag, domain, loaded);
        world->programs[domain->index] = loaded;
    }
    assert_int_equal(unlink(program), 0);
    plan_build(&world->arena, &diag, &world->plan, system, world->programs, false);
    assert_int_equal(diag.errors, 0);
    plan_write(&world->plan, &world->spec);
    world->system = system;
    *state = world;
    return 0;
}

static int teardown(void **state)
{
    struct world *world = *state;

    elf_files_release(&world->files);
    sdf_release(world->system);
    plan_release(&world->plan);
    buffer_release(&world->spec);
    arena_release(&world->arena);
    free(world);
    return 0;
}

/* A table of the finished spec, not of the plan: offsets are tested, too. */
static const void *table_of(const struct world *world, struct spec_table table)
{
    return world->spec.data + table.offset;
}

static const struct spec_header *header_of(const struct world *world)
{
    return (const void *)world->spec.data;
}

static const struct spec_thread *thread_of(const struct world *world, unsigned domain)
{
    return (const struct spec_thread *)table_of(world, header_of(world)->threads) + domain;
}

static const struct spec_object *object_of(const struct world *world, uint32_t index)
{
    return (const struct spec_object *)table_of(world, header_of(world)->objects) + index;
}

static const struct spec_cap *cap_in(const struct world *world, unsigned domain, uint32_t slot)
{
    const struct spec_cap *caps = table_of(world, header_of(world)->caps);

    for (uint32_t i = 0; i < header_of(world)->caps.count; i += 1) {
        if (caps[i].cnode == thread_of(world, domain)->cnode && caps[i].slot == slot) {
            return &caps[i];
        }
    }
    return NULL;
}

/* Offset in the spec of the byte that a domain will see at `vaddr`, or 0 if
   that is not in the image. */
static uint64_t where_is(const struct world *world, unsigned domain, uint64_t vaddr)
{
    const struct spec_map *maps = table_of(world, header_of(world)->maps);

    for (uint32_t i = 0; i < header_of(world)->maps.count; i += 1) {
        const struct spec_object *frames = object_of(world, maps[i].frames);
        uint64_t size = frames->count << frames->size_bits;

        if (maps[i].vspace == thread_of(world, domain)->vspace && vaddr >= maps[i].vaddr &&
            vaddr < maps[i].vaddr + size) {
            return frames->flags & SPEC_IN_IMAGE ? frames->address + vaddr - maps[i].vaddr : 0;
        }
    }
    return 0;
}

static uint64_t word_at(const struct world *world, unsigned domain, uint64_t vaddr)
{
    uint64_t where = where_is(world, domain, vaddr);
    uint64_t value;

    assert_true(where > 0 && where <= world->spec.size - sizeof(value));
    memcpy(&value, world->spec.data + where, sizeof(value));
    return value;
}

static void assert_cap(const struct world *world, unsigned domain, uint32_t slot,
                       uint32_t object, uint32_t rights, uint64_t badge)
{
    const struct spec_cap *cap = cap_in(world, domain, slot);

    assert_non_null(cap);
    assert_int_equal(cap->object, object);
    assert_int_equal(cap->rights, rights);
    assert_int_equal(cap->badge, badge);
}

static void plan_initial_task_accepts_what_the_tool_writes(void **state)
{
    const struct world *world = *state;
    char why[256] = "";

    if (!initial_task_accepts(world->spec.data, world->spec.size, why, sizeof(why))) {
        fail_msg("%s", why);
    }
    assert_int_equal(world->spec.size % 4096, 0);
    assert_int_equal(header_of(world)->size, world->spec.size);
}

static void plan_caller_can_call_and_callee_cannot(void **state)
{
    const struct world *world = *state;
    uint32_t endpoint = cap_in(world, SERVER, 1)->object;

    assert_int_equal(object_of(world, endpoint)->type, SPEC_ENDPOINT);
    assert_cap(world, SERVER, 1, endpoint, seL4_RightsRead, 0);
    assert_cap(world, CLIENT, 74 + 5, endpoint, seL4_RightsWrite | seL4_RightsGrantReply,
               1ull << 63 | 61);
    assert_null(cap_in(world, SERVER, 74 + 61));
}

static void plan_signal_goes_only_where_notify_allows_it(void **state)
{
    const struct world *world = *state;

    assert_cap(world, CLIENT, 10 + 5, thread_of(world, SERVER)->notification, seL4_RightsWrite,
               1ull << 61);
    assert_cap(world, CHILD, 10 + 6, thread_of(world, CLIENT)->notification, seL4_RightsWrite, 1);
    assert_null(cap_in(world, SERVER, 10 + 61));
    assert_null(cap_in(world, CLIENT, 10));
}

static void plan_faults_go_to_the_parent_or_the_monitor(void **state)
{
    const struct world *world = *state;
    uint32_t monitor = header_of(world)->monitor_endpoint;

    assert_int_equal(thread_of(world, SERVER)->fault_endpoint, monitor);
    assert_int_equal(thread_of(world, SERVER)->fault_badge, 1);
    assert_int_equal(thread_of(world, CLIENT)->fault_endpoint, monitor);
    assert_int_equal(thread_of(world, CLIENT)->fault_badge, 3);
    assert_int_equal(thread_of(world, CHILD)->fault_endpoint, cap_in(world, SERVER, 1)->object);
    assert_int_equal(thread_of(world, CHILD)->fault_badge, 1ull << 62 | 3);
    assert_int_equal(thread_of(world, CHILD)->parent, SERVER);
    assert_int_equal(thread_of(world, CLIENT)->parent, SPEC_NONE);
}

static void plan_nobody_but_a_parent_controls_another_domain(void **state)
{
    const struct world *world = *state;
    const struct spec_cap *caps = table_of(world, header_of(world)->caps);
    unsigned tcbs = 0;

    for (uint32_t i = 0; i < header_of(world)->caps.count; i += 1) {
        switch (object_of(world, caps[i].object)->type) {
        case SPEC_TCB:
            tcbs += 1;
            break;
        case SPEC_VSPACE:
            assert_int_equal(caps[i].slot, 3);
            break;
        case SPEC_REPLY:
            assert_int_equal(caps[i].slot, 4);
            break;
        case SPEC_CNODE:
        case SPEC_SCHED_CONTEXT:
        case SPEC_FRAMES:
            fail_msg("a capability to %s", "an object that programs have no use for");
            break;
        default:
            break;
        }
    }
    assert_int_equal(tcbs, 1);
    assert_int_equal(cap_in(world, SERVER, 202 + 3)->object, thread_of(world, CHILD)->tcb);
    for (unsigned i = 0; i < DOMAINS; i += 1) {
        assert_int_equal(cap_in(world, i, 3)->object, thread_of(world, i)->vspace);
    }
}

/* Who could send to the monitor would have its priority for each message. */
static void plan_only_passive_domains_may_send_to_the_monitor(void **state)
{
    const struct world *world = *state;
    const struct spec_header *header = header_of(world);
    const struct spec_cap *caps = table_of(world, header->caps);
    unsigned found = 0;

    for (uint32_t i = 0; i < header->caps.count; i += 1) {
        if (caps[i].object == header->monitor_endpoint) {
            found += 1;
            assert_ptr_equal(&caps[i], cap_in(world, SERVER, 5));
            assert_int_equal(caps[i].rights, seL4_RightsWrite);
            assert_int_equal(caps[i].badge, SPEC_BADGE_REQUEST | (SERVER + 1));
        }
    }
    assert_int_equal(found, 1);
}

/* The kernel has its own capability for faults; another would be good for inventing some. */
static void plan_nobody_may_send_faults(void **state)
{
    const struct world *world = *state;
    const struct spec_cap *caps = table_of(world, header_of(world)->caps);

    for (uint32_t i = 0; i < header_of(world)->caps.count; i += 1) {
        assert_int_not_equal(caps[i].slot, 2);
        for (unsigned j = 0; j < DOMAINS; j += 1) {
            assert_false(caps[i].object == thread_of(world, j)->fault_endpoint &&
                         caps[i].badge == thread_of(world, j)->fault_badge);
        }
    }
}

static void plan_no_slot_is_given_twice(void **state)
{
    const struct world *world = *state;
    const struct spec_cap *caps = table_of(world, header_of(world)->caps);

    for (uint32_t i = 1; i < header_of(world)->caps.count; i += 1) {
        assert_true(caps[i - 1].cnode < caps[i].cnode || caps[i - 1].slot < caps[i].slot);
    }
}

static void plan_interrupt_signals_its_owner(void **state)
{
    const struct world *world = *state;
    const struct spec_irq *irq = table_of(world, header_of(world)->irqs);

    assert_int_equal(header_of(world)->irqs.count, 1);
    assert_int_equal(irq->notification, thread_of(world, CHILD)->notification);
    assert_int_equal(irq->badge, 1u << 7);
    assert_int_equal(object_of(world, irq->irq)->address, 33);
    assert_int_equal(object_of(world, irq->irq)->flags, SPEC_EDGE);
    assert_int_equal(cap_in(world, CHILD, 138 + 7)->object, irq->irq);
}

static void plan_program_is_told_its_name_and_channels(void **state)
{
    const struct world *world = *state;
    const char *name = (const char *)world->spec.data + where_is(world, CHILD, 0x201000);

    assert_string_equal(name, "child");
    assert_int_equal(world->spec.data[where_is(world, SERVER, 0x201040)], 1);
    assert_int_equal(world->spec.data[where_is(world, CHILD, 0x201040)], 0);
    assert_int_equal(word_at(world, CHILD, 0x202000), 1u << 7);  /* microkit_irqs */
    assert_int_equal(word_at(world, CHILD, 0x202008), 1u << 6);  /* microkit_notifications */
    assert_int_equal(word_at(world, CHILD, 0x202010), 0);        /* microkit_pps */
    assert_int_equal(word_at(world, CLIENT, 0x202008), 1u << 5);
    assert_int_equal(word_at(world, CLIENT, 0x202010), 1u << 5);
    assert_int_equal(word_at(world, SERVER, 0x202008), 0);
}

/* buffer_vaddr lies across two pages, the second of which is all .bss. */
static void plan_setvars_are_written_across_pages(void **state)
{
    const struct world *world = *state;

    assert_int_equal(where_is(world, SERVER, 0x201fff) + 1, where_is(world, SERVER, 0x202000));
    assert_int_equal(word_at(world, SERVER, 0x201ffc), 0x4000000);
    assert_int_equal(word_at(world, SERVER, 0x202018), 0x2000);
}

static void plan_physical_address_is_patched_where_the_variable_is(void **state)
{
    const struct world *world = *state;
    const struct spec_patch *patch = table_of(world, header_of(world)->patches);

    assert_int_equal(header_of(world)->patches.count, 1);
    assert_int_equal(where_is(world, SERVER, 0x203000), 0);
    assert_int_equal(patch->where, where_is(world, SERVER, 0x204ff8));
    assert_int_equal(object_of(world, patch->frames)->count, 2);
}

static void plan_file_contents_arrive_and_bss_takes_no_room(void **state)
{
    const struct world *world = *state;

    /* make_elf: each byte is the low byte of its address / 8. */
    assert_int_equal(world->spec.data[where_is(world, CLIENT, 0x2000f8)], 0x1f);
    assert_int_equal(word_at(world, CLIENT, 0x200100), 0);
    assert_int_equal(where_is(world, CLIENT, 0x203000), 0);
}

static void plan_region_starts_with_the_bytes_of_its_file(void **state)
{
    const struct world *world = *state;
    const struct buffer *file = &world->programs[CLIENT]->image->bytes;
    uint64_t where = where_is(world, CLIENT, 0x6000000);

    assert_true(file->size % 4096 != 0);
    assert_memory_equal(world->spec.data + where, file->data, file->size);
    for (uint64_t at = file->size; at < 0x3000; at += 1) {
        assert_int_equal(world->spec.data[where + at], 0);
    }
    assert_int_equal(where_is(world, CLIENT, 0x6002fff), where + 0x2fff);
    assert_int_equal(word_at(world, CLIENT, 0x202018), file->size);
}

static void plan_program_is_told_the_ids_that_it_asks_for(void **state)
{
    assert_int_equal(word_at(*state, CLIENT, 0x201ffc), 5);
}

static void plan_symbols_ascend_without_duplicates_or_markers(void **state)
{
    const struct world *world = *state;
    struct spec_table table = thread_of(world, CLIENT)->symbols;
    const struct spec_symbol *symbols = table_of(world, table);
    const char *strings = table_of(world, header_of(world)->strings);

    assert_true(table.count > 5);
    for (uint32_t i = 0; i < table.count; i += 1) {
        assert_true(strings[symbols[i].name] != '$');
        assert_true(i == 0 || symbols[i - 1].address < symbols[i].address);
    }
    assert_string_equal(strings + symbols[0].name, "_start");
    assert_string_equal(strings + symbols[1].name, "init");
    assert_int_equal(symbols[1].size, 0x20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plan_initial_task_accepts_what_the_tool_writes),
        cmocka_unit_test(plan_caller_can_call_and_callee_cannot),
        cmocka_unit_test(plan_signal_goes_only_where_notify_allows_it),
        cmocka_unit_test(plan_faults_go_to_the_parent_or_the_monitor),
        cmocka_unit_test(plan_nobody_but_a_parent_controls_another_domain),
        cmocka_unit_test(plan_only_passive_domains_may_send_to_the_monitor),
        cmocka_unit_test(plan_nobody_may_send_faults),
        cmocka_unit_test(plan_no_slot_is_given_twice),
        cmocka_unit_test(plan_interrupt_signals_its_owner),
        cmocka_unit_test(plan_program_is_told_its_name_and_channels),
        cmocka_unit_test(plan_setvars_are_written_across_pages),
        cmocka_unit_test(plan_physical_address_is_patched_where_the_variable_is),
        cmocka_unit_test(plan_file_contents_arrive_and_bss_takes_no_room),
        cmocka_unit_test(plan_region_starts_with_the_bytes_of_its_file),
        cmocka_unit_test(plan_program_is_told_the_ids_that_it_asks_for),
        cmocka_unit_test(plan_symbols_ascend_without_duplicates_or_markers),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
