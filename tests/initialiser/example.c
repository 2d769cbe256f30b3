/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The example spec, written as the tool would write it.
 */
#include <stddef.h>
#include <string.h>
#include <sel4/constants.h>

#include "example.h"

static struct example example;

enum {
    RO = seL4_RightsRead,
    RW = seL4_RightsRead | seL4_RightsWrite,
    CALL = seL4_RightsWrite | seL4_RightsGrantReply,
    CODE = seL4_ARM_Default_VMAttributes,
    DATA = seL4_ARM_Default_VMAttributes | seL4_ARM_ExecuteNever,
    DEVICE = seL4_ARM_ExecuteNever
};

static const struct spec_object objects[EXAMPLE_OBJECTS] = {
    [CLIENT_TCB] = { .type = SPEC_TCB, .count = 1 },
    [SERVER_TCB] = { .type = SPEC_TCB, .count = 1 },
    [CLIENT_CNODE] = { .type = SPEC_CNODE, .size_bits = 9, .count = 1 },
    [SERVER_CNODE] = { .type = SPEC_CNODE, .size_bits = 9, .count = 1 },
    [CLIENT_VSPACE] = { .type = SPEC_VSPACE, .count = 1 },
    [SERVER_VSPACE] = { .type = SPEC_VSPACE, .count = 1 },
    [SERVER_INPUT] = { .type = SPEC_ENDPOINT, .count = 1 },
    [CLIENT_NOTIFICATION] = { .type = SPEC_NOTIFICATION, .count = 1 },
    [SERVER_NOTIFICATION] = { .type = SPEC_NOTIFICATION, .count = 1 },
    [SERVER_REPLY] = { .type = SPEC_REPLY, .count = 1 },
    [MONITOR_REPLY] = { .type = SPEC_REPLY, .count = 1 },
    [MONITOR_ENDPOINT] = { .type = SPEC_ENDPOINT, .count = 1 },
    [CLIENT_CONTEXT] = { .type = SPEC_SCHED_CONTEXT, .size_bits = 8, .count = 1 },
    [SERVER_CONTEXT] = { .type = SPEC_SCHED_CONTEXT, .size_bits = 8, .count = 1 },
    [CLIENT_PROGRAM] = { .type = SPEC_FRAMES, .size_bits = 12, .flags = SPEC_IN_IMAGE,
                         .count = 2, .address = offsetof(struct example, data[0]) },
    [SERVER_PROGRAM] = { .type = SPEC_FRAMES, .size_bits = 12, .flags = SPEC_IN_IMAGE,
                         .count = 1, .address = offsetof(struct example, data[2]) },
    [CLIENT_STACK] = { .type = SPEC_FRAMES, .size_bits = 12, .count = 1 },
    [SERVER_STACK] = { .type = SPEC_FRAMES, .size_bits = 12, .count = 1 },
    [CLIENT_IPC] = { .type = SPEC_FRAMES, .size_bits = 12, .count = 1 },
    [SERVER_IPC] = { .type = SPEC_FRAMES, .size_bits = 12, .count = 1 },
    [SHARED] = { .type = SPEC_FRAMES, .size_bits = 12, .count = 2 },
    [LARGE] = { .type = SPEC_FRAMES, .size_bits = 21, .count = 1 },
    [UART] = { .type = SPEC_FRAMES, .size_bits = 12, .flags = SPEC_AT_PADDR, .count = 1,
               .address = EXAMPLE_UART_PADDR },
    [FIXED] = { .type = SPEC_FRAMES, .size_bits = 12, .flags = SPEC_AT_PADDR, .count = 1,
                .address = EXAMPLE_FIXED_PADDR },
    [UART_IRQ] = { .type = SPEC_IRQ, .flags = SPEC_EDGE, .count = 1, .address = 33 },
};

static const char *const names[EXAMPLE_OBJECTS] = {
    "client: TCB", "server: TCB", "client: CNode", "server: CNode", "client: VSpace",
    "server: VSpace", "server: endpoint", "client: notification", "server: notification",
    "server: reply", "monitor: reply", "monitor: endpoint", "client: time", "server: time",
    "client: program", "server: program", "client: stack", "server: stack", "client: IPC buffer",
    "server: IPC buffer", "shared", "large", "uart", "fixed", "interrupt 33",
};

static const struct spec_cap caps[EXAMPLE_CAPS] = {
    { CLIENT_CNODE, 1, CLIENT_NOTIFICATION, RO, 0 },
    { CLIENT_CNODE, 3, CLIENT_VSPACE, 0, 0 },
    { CLIENT_CNODE, 10, SERVER_NOTIFICATION, seL4_RightsWrite, 2 },
    { CLIENT_CNODE, 74, SERVER_INPUT, CALL, 1ull << 63 },
    { CLIENT_CNODE, 138, UART_IRQ, 0, 0 },
    { SERVER_CNODE, 1, SERVER_INPUT, RO, 0 },
    { SERVER_CNODE, 4, SERVER_REPLY, seL4_RightsGrant, 0 },
    { SERVER_CNODE, 5, MONITOR_ENDPOINT, seL4_RightsWrite,
      SPEC_BADGE_REQUEST | (SERVER + 1) },
};

static const struct spec_map maps[EXAMPLE_MAPS] = {
    { CLIENT_VSPACE, CLIENT_PROGRAM, EXAMPLE_PROGRAM, RO, CODE },
    { CLIENT_VSPACE, SHARED, EXAMPLE_SHARED, RW, DATA },
    { CLIENT_VSPACE, LARGE, 0x4200000, RW, DATA },
    { CLIENT_VSPACE, FIXED, 0x4400000, RW, DATA },
    { CLIENT_VSPACE, UART, 0x4401000, RW, DEVICE },
    { CLIENT_VSPACE, CLIENT_STACK, EXAMPLE_STACK_TOP - 0x1000, RW, DATA },
    { CLIENT_VSPACE, CLIENT_IPC, EXAMPLE_IPC_BUFFER, RW, DATA },
    { SERVER_VSPACE, SERVER_PROGRAM, EXAMPLE_PROGRAM, RW, DATA },
    { SERVER_VSPACE, SHARED, EXAMPLE_SHARED, RO, DATA },
    { SERVER_VSPACE, SERVER_STACK, EXAMPLE_STACK_TOP - 0x1000, RW, DATA },
    { SERVER_VSPACE, SERVER_IPC, EXAMPLE_IPC_BUFFER, RW, DATA },
};

static const struct spec_thread client = {
    .tcb = CLIENT_TCB,
    .cnode = CLIENT_CNODE,
    .vspace = CLIENT_VSPACE,
    .ipc_frame = CLIENT_IPC,
    .sched_context = CLIENT_CONTEXT,
    .notification = CLIENT_NOTIFICATION,
    .fault_endpoint = MONITOR_ENDPOINT,
    .fault_badge = CLIENT + 1,
    .cspace_data = 64 - 9,
    .ipc_buffer = EXAMPLE_IPC_BUFFER,
    .entry = EXAMPLE_PROGRAM,
    .stack_top = EXAMPLE_STACK_TOP,
    .stack_bottom = EXAMPLE_STACK_TOP - 0x1000,
    .budget_us = 500,
    .period_us = 1000,
    .priority = 100,
    .mcp = 100,
    .parent = SPEC_NONE,
    .vcpu = SPEC_NONE,
    .symbols = { offsetof(struct example, symbols), EXAMPLE_SYMBOLS },
};

static uint32_t end_of_strings;

static uint32_t add_string(const char *text)
{
    uint32_t offset = end_of_strings;

    strcpy(example.strings + offset, text);
    end_of_strings += (uint32_t)strlen(text) + 1;
    return offset;
}

static void add_symbols(void)
{
    const struct spec_symbol symbols[EXAMPLE_SYMBOLS] = {
        { .address = EXAMPLE_PROGRAM, .name = add_string("_start") },
        { .address = EXAMPLE_PROGRAM + 0x100, .name = add_string("init"), .size = 0x40 },
        { .address = EXAMPLE_PROGRAM + 0x140, .name = add_string("attack"), .size = 0x80 },
        { .address = EXAMPLE_PROGRAM + 0x1f00, .name = add_string("buffer"), .size = 0x80 },
    };

    memcpy(example.symbols, symbols, sizeof symbols);
}

static void add_threads(void)
{
    struct spec_thread server = client;

    server.tcb = SERVER_TCB;
    server.cnode = SERVER_CNODE;
    server.vspace = SERVER_VSPACE;
    server.ipc_frame = SERVER_IPC;
    server.sched_context = SERVER_CONTEXT;
    server.notification = SERVER_NOTIFICATION;
    server.fault_badge = SERVER + 1;
    server.priority = 254;
    server.mcp = 254;
    server.passive = 1;
    server.symbols.count = 0;
    example.threads[CLIENT] = client;
    example.threads[SERVER] = server;
    example.threads[CLIENT].name = add_string("client");
    example.threads[SERVER].name = add_string("server");
}

#define TABLE(member) \
    { offsetof(struct example, member), \
      sizeof(((struct example *)0)->member) / sizeof(((struct example *)0)->member[0]) }

struct example *example_make(void)
{
    memset(&example, 0, sizeof example);
    end_of_strings = 0;
    example.header = (struct spec_header){
        .magic = SPEC_MAGIC,
        .size = sizeof example,
        .monitor_endpoint = MONITOR_ENDPOINT,
        .monitor_reply = MONITOR_REPLY,
        .exception_level = 1,
        .objects = TABLE(objects),
        .caps = TABLE(caps),
        .maps = TABLE(maps),
        .irqs = { offsetof(struct example, irqs), 1 },
        .threads = TABLE(threads),
        .patches = TABLE(patches),
        .slices = { offsetof(struct example, slices), 0 },
        .strings = TABLE(strings),
    };
    memcpy(example.objects, objects, sizeof objects);
    for (unsigned i = 0; i < EXAMPLE_OBJECTS; i++) {
        example.objects[i].name = add_string(names[i]);
    }
    memcpy(example.caps, caps, sizeof caps);
    memcpy(example.maps, maps, sizeof maps);
    example.irqs[0] = (struct spec_irq){ UART_IRQ, CLIENT_NOTIFICATION, 8 };
    /* The second word is not aligned and spans two pages. */
    example.patches[0] = (struct spec_patch){
        .frames = UART, .count = 1, .where = offsetof(struct example, data[2]) };
    example.patches[1] = (struct spec_patch){
        .frames = SHARED, .count = 1, .where = offsetof(struct example, data[1]) - 3 };
    add_threads();
    add_symbols();
    return &example;
}

void example_schedule(struct example *e)
{
    const struct spec_slice slices[EXAMPLE_SLICES] = {
        { .index = 0, .sched_domain = 1, .ticks = 1000 },
        { .index = 3, .sched_domain = 2, .ticks = 62500 },
        { .index = 4, .sched_domain = 0, .ticks = (1ull << 56) - 1 },
        { .index = 5, .sched_domain = 0, .ticks = 0 },
    };

    memcpy(e->slices, slices, sizeof slices);
    e->header.slices.count = EXAMPLE_SLICES;
    e->header.first_slice = 3;
    e->threads[CLIENT].sched_domain = 2;
}

void example_guest(struct example *e)
{
    struct spec_thread *guest = &e->threads[SERVER];

    e->header.exception_level = 2;
    for (unsigned i = 0; i < EXAMPLE_MAPS; i++) { /* within 40 bits */
        e->maps[i].vaddr &= (1ull << 40) - 1;
    }
    e->threads[CLIENT].stack_top = e->threads[CLIENT].stack_bottom = 0xffffffe000;
    e->threads[CLIENT].ipc_buffer = 0xfffffff000;
    e->objects[SERVER_REPLY].type = SPEC_VCPU;
    guest->vcpu = SERVER_REPLY;
    guest->parent = CLIENT;
    guest->ipc_frame = guest->notification = SPEC_NONE;
    guest->passive = 0;
    guest->ipc_buffer = guest->stack_top = guest->stack_bottom = guest->entry = 0;
    guest->fault_endpoint = SERVER_INPUT;
    guest->fault_badge = 1ull << 62 | 5;
}
