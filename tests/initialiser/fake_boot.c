/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The fake machine: what the initial task finds when it starts, its console,
 * and the messages that arrive at it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "../../loader/boot_image.h"
#include "fake_kernel.h"

struct fake_kernel fake;
seL4_IPCBuffer *__sel4_ipc_buffer = &fake.buffer;

enum { IMAGE_PADDR = 0x70000000, FIRST_FRAME_SLOT = 24 };

/* The shape of the list of a 2 GiB "virt" machine: devices, then odd ends and large pieces. */
static const seL4_UntypedDesc default_untypeds[] = {
    { .paddr = 0x08000000 + 0x1000, .sizeBits = 12, .isDevice = 1 },
    { .paddr = 0x09000000, .sizeBits = 24, .isDevice = 1 },
    { .paddr = 0x40000000, .sizeBits = 16 },
    { .paddr = 0x40248de0, .sizeBits = 5 },
    { .paddr = 0x40248e00, .sizeBits = 9 },
    { .paddr = 0x4065f000, .sizeBits = 12 },
    { .paddr = 0x40660000, .sizeBits = 17 },
    { .paddr = 0x40680000, .sizeBits = 19 },
    { .paddr = 0x40700000, .sizeBits = 20 },
    { .paddr = 0x40800000, .sizeBits = 23 },
    { .paddr = 0x41000000, .sizeBits = 24 },
    { .paddr = 0x60000000, .sizeBits = 27 },
};

struct fake_object *fake_new_object(enum fake_kind kind, seL4_Word paddr, seL4_Word bits)
{
    struct fake_object *o;

    assert_true(fake.object_count < FAKE_MAX_OBJECTS);
    o = &fake.objects[fake.object_count++];
    *o = (struct fake_object){ .kind = kind, .paddr = paddr, .bits = bits };
    if (kind == FAKE_CNODE) {
        o->u.cnode.radix = bits - seL4_SlotBits;
        o->u.cnode.slots = calloc(1u << o->u.cnode.radix, sizeof(struct fake_cap));
        assert_non_null(o->u.cnode.slots);
    } else if (kind == FAKE_VSPACE) {
        o->u.vspace.tables = calloc(FAKE_MAX_TABLES, sizeof(struct fake_table));
        o->u.vspace.pages = calloc(FAKE_MAX_PAGES, sizeof(struct fake_page));
        assert_non_null(o->u.vspace.tables);
        assert_non_null(o->u.vspace.pages);
    }
    return o;
}

static struct fake_cap *give(seL4_CPtr slot, struct fake_object *object)
{
    fake.root[slot] = (struct fake_cap){
        .kind = object->kind,
        .object = object,
        .rights = seL4_RightsRead | seL4_RightsWrite | seL4_RightsGrant | seL4_RightsGrantReply,
    };
    return &fake.root[slot];
}

static void give_image(unsigned pages)
{
    struct fake_object *vspace = fake.initial_vspace;

    fake.bootinfo.userImageFrames.start = FIRST_FRAME_SLOT;
    fake.bootinfo.userImageFrames.end = FIRST_FRAME_SLOT + pages;
    for (unsigned i = 0; i < pages; i++) {
        struct fake_object *frame = fake_new_object(FAKE_FRAME, IMAGE_PADDR + i * 4096ull, 12);
        struct fake_cap *cap = give(FIRST_FRAME_SLOT + i, frame);

        cap->vspace = vspace;
        cap->vaddr = 0x80000000 + i * 4096ull;
        vspace->u.vspace.pages[vspace->u.vspace.page_count++] = (struct fake_page){
            .frame = frame, .vaddr = cap->vaddr, .rights = cap->rights };
    }
}

void fake_set_untypeds(const seL4_UntypedDesc *list, size_t count)
{
    seL4_SlotPos start = fake.bootinfo.userImageFrames.end;

    assert_true(count <= seL4_MaxBootInfoUntypeds);
    fake.bootinfo.untyped = (seL4_SlotRegion){ start, start + count };
    fake.bootinfo.empty = (seL4_SlotRegion){ start + count, 1u << FAKE_ROOT_BITS };
    memset(&fake.root[start], 0, ((1u << FAKE_ROOT_BITS) - start) * sizeof(struct fake_cap));
    for (size_t i = 0; i < count; i++) {
        struct fake_object *u = fake_new_object(FAKE_UNTYPED, list[i].paddr, list[i].sizeBits);

        u->u.untyped.device = list[i].isDevice != 0;
        u->u.untyped.watermark = 1ull << u->bits;
        fake.bootinfo.untypedList[i] = list[i];
        give(start + i, u);
    }
}

void fake_boot(unsigned image_pages)
{
    memset(&fake, 0, sizeof fake);
    fake.initial_cnode = fake_new_object(FAKE_CNODE, 0, FAKE_ROOT_BITS + seL4_SlotBits);
    fake.root = fake.initial_cnode->u.cnode.slots;
    fake.cspace = fake.initial_cnode;
    fake.initial_vspace = fake_new_object(FAKE_VSPACE, 0, 12);
    fake.initial_vspace->u.vspace.assigned = true;
    fake.initial_tcb = fake_new_object(FAKE_TCB, 0, 11);
    fake.initial_tcb->u.tcb.mcp = seL4_MaxPrio;
    give(seL4_CapInitThreadTCB, fake.initial_tcb);
    give(seL4_CapInitThreadCNode, fake.initial_cnode);
    give(seL4_CapInitThreadVSpace, fake.initial_vspace);
    give(seL4_CapIRQControl, fake_new_object(FAKE_IRQ_CONTROL, 0, 0));
    fake.initial_context = fake_new_object(FAKE_SCHED_CONTEXT, 0, 8);
    fake.time_at_hand = 1;
    give(seL4_CapInitThreadSC, fake.initial_context);
    give(seL4_CapInitThreadASIDPool, fake_new_object(FAKE_ASID_POOL, 0, 12));
    give(seL4_CapDomain, fake_new_object(FAKE_DOMAIN, 0, 0));
    fake.schedule[0].ticks = ~0ull >> 8;
    give(FIRST_FRAME_SLOT - 1, fake_new_object(FAKE_SCHED_CONTROL, 0, 0));
    fake.bootinfo.schedcontrol = (seL4_SlotRegion){ FIRST_FRAME_SLOT - 1, FIRST_FRAME_SLOT };
    give_image(image_pages + BOOT_LOADER_BYTES / 4096);
    fake_set_untypeds(default_untypeds, sizeof default_untypeds / sizeof default_untypeds[0]);
}

void fake_shut_down(void)
{
    for (unsigned i = 0; i < fake.object_count; i++) {
        struct fake_object *o = &fake.objects[i];

        if (o->kind == FAKE_CNODE) {
            free(o->u.cnode.slots);
        } else if (o->kind == FAKE_VSPACE) {
            free(o->u.vspace.tables);
            free(o->u.vspace.pages);
        }
    }
    fake.object_count = 0;
}

seL4_CPtr fake_image_slot(void)
{
    return FIRST_FRAME_SLOT;
}

bool fake_fails_now(void)
{
    fake.calls++;
    return fake.calls == fake.fail_at;
}

void sel4_debug_put_char(char c)
{
    assert_true(fake.console_length + 1 < FAKE_CONSOLE_BYTES);
    fake.console[fake.console_length++] = c;
    fake.console[fake.console_length] = '\0';
}

seL4_MessageInfo_t seL4_Recv(seL4_CPtr src, seL4_Word *sender, seL4_CPtr reply)
{
    struct fake_cap *endpoint = fake_find(src);

    assert_int_equal(endpoint->kind, FAKE_ENDPOINT);
    assert_true((endpoint->rights & seL4_RightsRead) != 0);
    assert_int_equal(fake_find(reply)->kind, FAKE_REPLY);
    *sender = fake.message.badge;
    for (seL4_Word i = 0; i < fake.message.length; i++) {
        fake.buffer.msg[i] = fake.message.words[i];
    }
    return seL4_MessageInfo_new(fake.message.label, 0, 0, fake.message.length);
}
