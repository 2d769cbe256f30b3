/* SPDX-License-Identifier: BSD-2-Clause */
/* VSpaces, and threads that make accesses in them. */
#include "spaces.h"

#include "support.h"

enum { PROBE_DONE = 0x70, PROBE_PRIORITY = 120 };

/* probe.S */
extern const seL4_Word probe_page_end[];
extern const unsigned char probe_page_read[];
extern const unsigned char probe_page_write[];
extern const unsigned char probe_page_execute[];
extern const unsigned char probe_page_call[];

seL4_CPtr small_frame(void)
{
    return make(seL4_ARM_SmallPageObject, 0);
}

seL4_CPtr large_frame(void)
{
    return make(seL4_ARM_LargePageObject, 0);
}

seL4_CPtr space_new(void)
{
    seL4_CPtr vspace = make(seL4_ARM_VSpaceObject, 0);

    OK(asid_assign(seL4_CapInitThreadASIDPool, vspace));
    return vspace;
}

seL4_CPtr pool_new(void)
{
    seL4_CPtr pool = slot_new();

    OK(asid_make_pool(make(seL4_UntypedObject, seL4_ASIDPoolBits), slot(pool)));
    return pool;
}

unsigned map_in(seL4_CPtr vspace, seL4_CPtr frame, seL4_Word address, seL4_Word rights,
                seL4_Word attributes)
{
    unsigned tables = 0;

    while (frame_map(frame, vspace, address, rights, attributes) != seL4_NoError) {
        CHECK_EQUAL(got()->label, seL4_FailedLookup);
        CHECK(tables++ < TABLES);
        (void)tables_in(vspace, address, 1);
    }
    return tables;
}

seL4_CPtr tables_in(seL4_CPtr vspace, seL4_Word address, unsigned count)
{
    seL4_CPtr first = make(seL4_ARM_PageTableObject, 0);

    OK(table_map(first, vspace, address));
    for (unsigned i = 1; i < count; i++) {
        OK(table_map(make(seL4_ARM_PageTableObject, 0), vspace, address));
    }
    return first;
}

/* ---- A look at a frame ---- */

/* The last page of the 2 MiB that the boot information is in: there is a table for it, and
   nothing near it. */
static seL4_Word view_address(void)
{
    return ((seL4_Word)bootinfo | 0x1fffff) - 0xfff;
}

volatile seL4_Word *view(seL4_CPtr frame)
{
    OK(frame_map(mint_new(frame, READ_WRITE, 0), VSPACE, view_address(), READ_WRITE,
                 EXECUTE_NEVER));
    return (volatile seL4_Word *)view_address();
}

volatile unsigned *device_view(seL4_CPtr frame)
{
    OK(frame_map(frame, VSPACE, view_address(), READ_WRITE, UNCACHED));
    return (volatile unsigned *)view_address();
}

/* The device untyped with the byte at `address`. */
static seL4_CPtr device_untyped(seL4_Word address)
{
    for (seL4_CPtr at = bootinfo->untyped.start; at < bootinfo->untyped.end; at++) {
        const seL4_UntypedDesc *u = &bootinfo->untypedList[at - bootinfo->untyped.start];

        if (u->isDevice && address >= u->paddr && address - u->paddr < 1ull << u->sizeBits) {
            return at;
        }
    }
    test_failed(HERE, "device untypeds with the address", 1, 0);
}

/* What lies before the frame in its untyped is taken by one untyped for each bit of the distance,
   and given back when the frame is there. */
seL4_CPtr device_frame(seL4_Word address, seL4_Word type)
{
    const struct place root = {ROOT, 0, 0};
    seL4_CPtr untyped = device_untyped(address);
    seL4_Word distance = address - bootinfo->untypedList[untyped - bootinfo->untyped.start].paddr;
    seL4_CPtr frame = slot_new();
    seL4_CPtr first_gap = frame + 1;
    seL4_CPtr gap = frame;

    for (seL4_Word bits = seL4_WordBits; bits-- > seL4_PageBits;) {
        if ((distance >> bits & 1) != 0) {
            gap = slot_new();
            OK(untyped_retype(untyped, seL4_UntypedObject, bits, root, gap, 1));
        }
    }
    OK(untyped_retype(untyped, type, 0, root, frame, 1));
    for (; gap >= first_gap; gap--) {
        OK(cnode_delete(slot(gap)));
    }
    return frame;
}

/* ---- Probes ---- */

/* Image frames are not the arena's. */
seL4_CPtr enter_code(seL4_CPtr vspace)
{
    seL4_CPtr frame = small_frame();
    volatile seL4_Word *words = view(frame);

    for (seL4_Word i = 0; i < (seL4_Word)(probe_page_end - probe_page); i++) {
        words[i] = probe_page[i];
    }
    (void)map_in(vspace, frame, (seL4_Word)probe_page, READ_ONLY, DEFAULT);
    OK(invoke(frame, ARMPageUnify_Instruction, NONE, W(0, 4096)));
    return frame;
}

struct probe probe_new(seL4_CPtr vspace)
{
    struct probe p = {.tcb = make(seL4_TCBObject, 0),
                      .endpoint = make(seL4_EndpointObject, 0),
                      .reply = make(seL4_ReplyObject, 0)};
    seL4_CPtr sc = make(seL4_SchedContextObject, 8);

    if (vspace != VSPACE) {
        p.code = enter_code(vspace);
    }
    OK(sched_configure(sc, LONG_US, LONG_US, 0, 0, 0));
    OK(tcb_set_space(p.tcb, p.endpoint, ROOT, 0, vspace));
    OK(tcb_set_sched_params(p.tcb, seL4_CapInitThreadTCB, 0, PROBE_PRIORITY, sc, p.endpoint));
    return p;
}

/* What the probe reports, or the fault that it met. */
static seL4_Word probe_outcome(struct probe *p, const unsigned char *entry, seL4_Word address)
{
    const struct received *r = got();

    sys_nbrecv(p->endpoint, p->reply);
    CHECK(got_message());
    if (r->label == PROBE_DONE) {
        p->value = r->mr[0];
        return 0;
    }
    if (r->label == seL4_Fault_UserException) {
        CHECK_EQUAL(r->length, seL4_UserException_Length);
        CHECK_EQUAL(r->mr[seL4_UserException_Code], 0);
        return r->mr[seL4_UserException_Number];
    }
    if (r->label == TRAP_FAULT) {
        CHECK_EQUAL(r->length, seL4_VCPUFault_Length);
        return r->mr[seL4_VCPUFault_HSR];
    }
    CHECK_EQUAL(r->label, seL4_Fault_VMFault);
    CHECK_EQUAL(r->length, seL4_VMFault_Length);
    if (r->mr[seL4_VMFault_Addr] - (seL4_Word)probe_page < 4096) {
        CHECK_EQUAL(r->mr[seL4_VMFault_PrefetchFault], 1);
        return PROBE_LOST;
    }
    CHECK_EQUAL(r->mr[seL4_VMFault_Addr], address);
    CHECK_EQUAL(r->mr[seL4_VMFault_PrefetchFault], entry == probe_page_execute);
    CHECK_EQUAL(r->mr[seL4_VMFault_IP],
                entry == probe_page_execute ? address : (seL4_Word)entry);
    return r->mr[seL4_VMFault_FSR];
}

/* Runs the probe from `entry` until it reports or faults. */
static seL4_Word probe_run(struct probe *p, const unsigned char *entry, seL4_Word address,
                           seL4_Word value)
{
    OK(invoke(p->tcb, TCBWriteRegisters, NONE,
              W(1, 7, (seL4_Word)entry, 0, 0, address, value, 0, p->endpoint)));
    return probe_outcome(p, entry, address);
}

seL4_Word probe_read(struct probe *p, seL4_Word address)
{
    return probe_run(p, probe_page_read, address, 0);
}

seL4_Word probe_write(struct probe *p, seL4_Word address, seL4_Word value)
{
    return probe_run(p, probe_page_write, address, value);
}

seL4_Word probe_execute(struct probe *p, seL4_Word address)
{
    return probe_run(p, probe_page_execute, address, 0);
}

/* A method of the root CNode on slot `at`. */
static seL4_Word probe_call(struct probe *p, seL4_Word label, seL4_CPtr at)
{
    seL4_Word info = seL4_MessageInfo_new(label, 0, 0, 2).words[0];

    OK(invoke(p->tcb, TCBWriteRegisters, NONE,
              W(1, 12, (seL4_Word)probe_page_call, 0, 0, ROOT, info, at, seL4_WordBits, 0, 0, 0,
                (seL4_Word)seL4_SysCall, p->endpoint)));
    return probe_outcome(p, probe_page_call, 0);
}

seL4_Word probe_revoke(struct probe *p, seL4_CPtr at)
{
    return probe_call(p, CNodeRevoke, at);
}

seL4_Word probe_delete(struct probe *p, seL4_CPtr at)
{
    return probe_call(p, CNodeDelete, at);
}
