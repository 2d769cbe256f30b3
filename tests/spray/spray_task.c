/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An initial task whose threads make random system calls.  They live in a
 * capability space and an address space of their own, with objects of every
 * kind, among them themselves; the initial thread, the keeper, starts again who
 * faulted, makes everything anew from time to time, and judges in the end: all
 * memory is free again, and nothing of its own has changed.
 */
#include "guests.h"
#include "spray.h"

enum {
    THREADS = 4,
    TICK_US = 5000,
    TICKS = 600,          /* 3 seconds */
    TICKS_TO_RENEWAL = 10,
    FEWEST_CALLS = 20000, /* go on until then, however slow the machine is */
    ARENA_BITS = 20,
    NODE_BITS = 8,
    NODE_GUARD = seL4_WordBits - NODE_BITS,
    PAGE = 4096,
    CANARY_WORDS = 512,
    FIRST_IRQ = 40 /* lines of QEMU's board without a device */
};

/* Slots of the keeper's, the first that the kernel left empty. */
enum own_slot {
    OWN_ARENA,
    OWN_UNTYPED,
    OWN_ENDPOINT,
    OWN_REPLY,
    OWN_NOTIFICATION,
    OWN_TICKER_TCB,
    OWN_TICKER_SC,
    OWN_IRQ,
    OWN_FAULTS, /* the endpoint, badged 1 + thread */
    OWN_NODE = OWN_FAULTS + THREADS,
    OWN_VSPACE,
    OWN_VCPU, /* and a thread: guests.h */
    OWN_TCB = OWN_VCPU + GUESTS_SLOTS,
    OWN_SC = OWN_TCB + THREADS,
    OWN_MADE = OWN_SC + THREADS, /* everything else of one life */
    OWN_LAST = OWN_MADE + 256
};

/* Of each spraying thread: pages of the image that it has mapped, too. */
struct body {
    seL4_IPCBuffer buffer;
    unsigned char rest_of_page[PAGE - sizeof(seL4_IPCBuffer)];
    struct spray spray;
    unsigned char stack[2 * PAGE - sizeof(struct spray)];
} __attribute__((aligned(PAGE)));

_Static_assert(sizeof(struct body) == 3 * PAGE, "whole pages");

seL4_IPCBuffer *__sel4_ipc_buffer;
extern unsigned char __image_start[];
extern unsigned char __image_end[];

static struct body bodies[THREADS];
static unsigned char ticker_stack[PAGE] __attribute__((aligned(16)));
static seL4_Word canary[CANARY_WORDS];
static const seL4_BootInfo *bootinfo;
static seL4_CPtr next_made;
static seL4_Word faults;

_Noreturn void keep(const seL4_BootInfo *info);

static seL4_CPtr own(seL4_CPtr slot)
{
    return bootinfo->empty.start + slot;
}

/* ---- Words ---- */

static void print(const char *s)
{
    for (; *s != '\0'; s++) {
        sel4_debug_put_char(*s);
    }
}

static void print_number(seL4_Word x)
{
    char digits[24];
    char *p = &digits[sizeof(digits) - 1];

    *p = '\0';
    do {
        *--p = (char)('0' + x % 10);
        x /= 10;
    } while (x != 0);
    print(p);
}

static _Noreturn void fail(const char *what, seL4_Word detail)
{
    print("\nSPRAY FAILED: ");
    print(what);
    print(" ");
    print_number(detail);
    print("\n");
    for (;;) {
        seL4_Yield();
    }
}

static void need(seL4_Word error, const char *what)
{
    if (error != seL4_NoError) {
        fail(what, error);
    }
}

/* ---- What lasts ---- */

static seL4_CPtr find_memory(void)
{
    seL4_CPtr found = 0;
    seL4_Word best = seL4_WordBits;

    for (seL4_Word i = 0; i < bootinfo->untyped.end - bootinfo->untyped.start; i++) {
        const seL4_UntypedDesc *u = &bootinfo->untypedList[i];

        if (!u->isDevice && u->sizeBits > ARENA_BITS && u->sizeBits < best) {
            best = u->sizeBits;
            found = bootinfo->untyped.start + i;
        }
    }
    need(found == 0, "no memory");
    return found;
}

static void retype(seL4_CPtr untyped, seL4_Word type, seL4_Word bits, seL4_CPtr at)
{
    need(seL4_Untyped_Retype(untyped, type, bits, seL4_CapInitThreadCNode, 0, 0, at, 1),
         "retype");
}

static void ticker(void)
{
    for (;;) {
        seL4_Signal(own(OWN_NOTIFICATION));
        seL4_Yield();
    }
}

static void start_ticker(void)
{
    seL4_UserContext regs = {.pc = (seL4_Word)ticker,
                             .sp = (seL4_Word)ticker_stack + sizeof ticker_stack};

    need(seL4_SchedControl_ConfigureFlags(bootinfo->schedcontrol.start, own(OWN_TICKER_SC),
                                          TICK_US / 10, TICK_US, 0, 0, 0),
         "the ticker's time");
    need(seL4_TCB_Configure(own(OWN_TICKER_TCB), seL4_CapInitThreadCNode, 0,
                            seL4_CapInitThreadVSpace, 0, 0, 0),
         "the ticker's spaces");
    need(seL4_TCB_SetSchedParams(own(OWN_TICKER_TCB), seL4_CapInitThreadTCB, 0, 254,
                                 own(OWN_TICKER_SC), 0),
         "the ticker's priority");
    need(seL4_TCB_WriteRegisters(own(OWN_TICKER_TCB), 1, 0, seL4_UserContextWords, &regs),
         "the ticker's start");
}

static void set_up(void)
{
    seL4_CPtr memory = find_memory();

    retype(memory, seL4_UntypedObject, ARENA_BITS, own(OWN_ARENA));
    retype(memory, seL4_UntypedObject, 14, own(OWN_UNTYPED));
    retype(own(OWN_UNTYPED), seL4_EndpointObject, 0, own(OWN_ENDPOINT));
    retype(own(OWN_UNTYPED), seL4_ReplyObject, 0, own(OWN_REPLY));
    retype(own(OWN_UNTYPED), seL4_NotificationObject, 0, own(OWN_NOTIFICATION));
    retype(own(OWN_UNTYPED), seL4_TCBObject, 0, own(OWN_TICKER_TCB));
    retype(own(OWN_UNTYPED), seL4_SchedContextObject, 8, own(OWN_TICKER_SC));
    need(seL4_IRQControl_Get(seL4_CapIRQControl, FIRST_IRQ, seL4_CapInitThreadCNode,
                             own(OWN_IRQ), seL4_WordBits),
         "an interrupt");
    for (unsigned i = 0; i < THREADS; i++) {
        need(seL4_CNode_Mint(seL4_CapInitThreadCNode, own(OWN_FAULTS + i), seL4_WordBits,
                             seL4_CapInitThreadCNode, own(OWN_ENDPOINT), seL4_WordBits,
                             seL4_AllRights, 1 + i),
             "mint");
        bodies[i].spray = (struct spray){.random = 0x5eed0001 + i,
                                         .slots = 1 << NODE_BITS,
                                         .sorted = seL4_True,
                                         .guest = i >= THREADS - GUESTS,
                                         .buffer = &bodies[i].buffer};
    }
    for (unsigned i = 0; i < CANARY_WORDS; i++) {
        canary[i] = i * 0x9e3779b97f4a7c15ull;
    }
    need(seL4_TCB_BindNotification(seL4_CapInitThreadTCB, own(OWN_NOTIFICATION)), "bind");
    start_ticker();
}

/* ---- One life of the spraying threads ---- */

static seL4_CPtr make(seL4_Word type, seL4_Word bits)
{
    retype(own(OWN_ARENA), type, bits, own(next_made));
    return own(next_made++);
}

/* Into slot `number` of those for `kind` in the threads' capability space. */
static void give(seL4_CPtr cap, unsigned kind, unsigned number, seL4_Word data)
{
    seL4_Word index = kind * SPRAY_GROUP + number;

    need(data == 0 ? seL4_CNode_Copy(own(OWN_NODE), index, NODE_BITS, seL4_CapInitThreadCNode,
                                     cap, seL4_WordBits, seL4_AllRights)
                   : seL4_CNode_Mint(own(OWN_NODE), index, NODE_BITS, seL4_CapInitThreadCNode,
                                     cap, seL4_WordBits, seL4_AllRights, data),
         "give");
}

/* Moved: nobody else has it, so deleting it destroys the object. */
static void give_away(seL4_CPtr cap, unsigned kind, unsigned number)
{
    need(seL4_CNode_Move(own(OWN_NODE), kind * SPRAY_GROUP + number, NODE_BITS,
                         seL4_CapInitThreadCNode, cap, seL4_WordBits),
         "give away");
}

/* A copy of the image's page at `page`, mapped where the keeper has it. */
static void map_page(seL4_Word page, seL4_CapRights_t rights)
{
    seL4_CPtr frame = bootinfo->userImageFrames.start + (page - (seL4_Word)__image_start) / PAGE;
    seL4_CPtr copy = own(next_made++);

    need(seL4_CNode_Copy(seL4_CapInitThreadCNode, copy, seL4_WordBits, seL4_CapInitThreadCNode,
                         frame, seL4_WordBits, seL4_AllRights),
         "copy a frame");
    need(seL4_ARM_Page_Map(copy, own(OWN_VSPACE), page, rights, seL4_ARM_Default_VMAttributes),
         "map a page");
}

/* The threads' address space: the image, read-only, but for their bodies. */
static void make_space(void)
{
    retype(own(OWN_ARENA), seL4_ARM_VSpaceObject, 0, own(OWN_VSPACE));
    need(seL4_ARM_ASIDPool_Assign(seL4_CapInitThreadASIDPool, own(OWN_VSPACE)), "assign an asid");
    for (unsigned i = 0; i < GUESTS_TABLES; i++) {
        seL4_CPtr table = make(seL4_ARM_PageTableObject, 0);
        need(seL4_ARM_PageTable_Map(table, own(OWN_VSPACE), (seL4_Word)__image_start,
                                    seL4_ARM_Default_VMAttributes),
             "map a table");
        give(table, SPRAY_PAGE_TABLE, i, 0);
    }
    for (seL4_Word page = (seL4_Word)__image_start; page < (seL4_Word)__image_end;
         page += PAGE) {
        seL4_Bool body = page >= (seL4_Word)bodies && page < (seL4_Word)(bodies + THREADS);
        map_page(page, body ? seL4_ReadWrite : seL4_CanRead);
    }
}

static void make_objects(void)
{
    static const struct {
        unsigned kind;
        seL4_Word type;
        seL4_Word bits;
        unsigned first;
        unsigned end;
    } objects[] = {
        {SPRAY_ENDPOINT, seL4_EndpointObject, 0, 0, 2},
        {SPRAY_NOTIFICATION, seL4_NotificationObject, 0, 0, 2},
        {SPRAY_REPLY, seL4_ReplyObject, 0, 0, SPRAY_GROUP},
        {SPRAY_CNODE, seL4_CapTableObject, 4, 2, 3},
        {SPRAY_UNTYPED, seL4_UntypedObject, 16, 0, 2},
        {SPRAY_UNTYPED, seL4_UntypedObject, 12, 2, SPRAY_GROUP},
        {SPRAY_FRAME, seL4_ARM_SmallPageObject, 0, 0, SPRAY_GROUP},
        {SPRAY_PAGE_TABLE, seL4_ARM_PageTableObject, 0, GUESTS_TABLES, SPRAY_GROUP},
        {SPRAY_VSPACE, seL4_ARM_VSpaceObject, 0, 2, SPRAY_GROUP},
    };

    for (unsigned i = 0; i < sizeof objects / sizeof objects[0]; i++) {
        for (unsigned n = objects[i].first; n < objects[i].end; n++) {
            seL4_CPtr object = make(objects[i].type, objects[i].bits);
            if (objects[i].kind == SPRAY_ENDPOINT || objects[i].kind == SPRAY_NOTIFICATION) {
                give(object, objects[i].kind, n + 2, 1 + n); /* with a badge */
            }
            give_away(object, objects[i].kind, n);
        }
    }
    give(own(OWN_NODE), SPRAY_CNODE, 0, NODE_GUARD);
    give(own(OWN_NODE), SPRAY_CNODE, 1, NODE_GUARD);
    give(own(OWN_VSPACE), SPRAY_VSPACE, 0, 0);
    give(bootinfo->schedcontrol.start, SPRAY_CONTROL, 0, 0);
    give(seL4_CapASIDControl, SPRAY_CONTROL, 1, 0);
    give(seL4_CapInitThreadASIDPool, SPRAY_CONTROL, 2, 0);
    give(own(OWN_IRQ), SPRAY_CONTROL, 3, 0);
    need(guests_make(own(OWN_ARENA), own(OWN_VCPU)), "virtual CPUs");
    for (unsigned i = 0; i != GUESTS_VCPUS; i++) {
        give(own(OWN_VCPU + i), SPRAY_VCPU, i, 0);
    }
}

/* Whatever its state, the thread begins to spray. */
static void start(unsigned i)
{
    struct body *body = &bodies[i];
    seL4_UserContext regs = {.sp = (seL4_Word)(body + 1), .x0 = (seL4_Word)&body->spray};

    regs.pc = (seL4_Word)spray_for_ever;
    need(seL4_TCB_Suspend(own(OWN_TCB + i)), "suspend");
    (void)seL4_SchedContext_Unbind(own(OWN_SC + i));
    (void)seL4_TCB_SetSchedParams(own(OWN_TCB + i), seL4_CapInitThreadTCB, 100, 90 + i, 0,
                                  own(OWN_FAULTS + i));
    need(seL4_SchedControl_ConfigureFlags(bootinfo->schedcontrol.start, own(OWN_SC + i),
                                          300 + 200 * i, 1000, 2, 0, i % 2),
         "time");
    need(seL4_SchedContext_Bind(own(OWN_SC + i), own(OWN_TCB + i)), "bind time");
    need(seL4_TCB_Configure(own(OWN_TCB + i), own(OWN_NODE), NODE_GUARD, own(OWN_VSPACE), 0,
                            (seL4_Word)&body->buffer,
                            bootinfo->userImageFrames.start +
                                ((seL4_Word)body - (seL4_Word)__image_start) / PAGE),
         "configure");
    need(guests_place(own(OWN_VCPU), own(OWN_TCB + i), i - (THREADS - GUESTS), &regs), "a guest");
    need(seL4_TCB_WriteRegisters(own(OWN_TCB + i), 1, 0, seL4_UserContextWords, &regs), "start");
}

static void start_all(void)
{
    for (unsigned i = 0; i < THREADS; i++) {
        start(i);
    }
}

static void begin_life(void)
{
    next_made = OWN_MADE;
    retype(own(OWN_ARENA), seL4_CapTableObject, NODE_BITS, own(OWN_NODE));
    make_space();
    make_objects();
    for (unsigned i = 0; i < THREADS; i++) {
        retype(own(OWN_ARENA), seL4_TCBObject, 0, own(OWN_TCB + i));
        retype(own(OWN_ARENA), seL4_SchedContextObject, 8, own(OWN_SC + i));
        give(own(OWN_TCB + i), SPRAY_TCB, i, 0);
        give(own(OWN_SC + i), SPRAY_SCHED_CONTEXT, i, 0);
    }
    start_all();
}

/* Everything that they have and that they made dies. */
static void end_life(void)
{
    need(seL4_CNode_Revoke(seL4_CapInitThreadCNode, own(OWN_ARENA), seL4_WordBits), "revoke");
    for (seL4_CPtr at = OWN_NODE; at < OWN_LAST; at++) {
        need(seL4_CNode_Delete(seL4_CapInitThreadCNode, own(at), seL4_WordBits), "delete");
    }
    retype(own(OWN_ARENA), seL4_UntypedObject, ARENA_BITS, own(OWN_MADE));
    need(seL4_CNode_Delete(seL4_CapInitThreadCNode, own(OWN_MADE), seL4_WordBits), "delete");
}

/* ---- Judging ---- */

/* Those of the threads from `first` on. */
static seL4_Word calls_from(unsigned first)
{
    seL4_Word calls = 0;

    for (unsigned i = first; i < THREADS; i++) {
        calls += bodies[i].spray.calls;
    }
    return calls;
}

/* How many operations have succeeded, of the labels from `first` on. */
static seL4_Word operations(unsigned first, unsigned count)
{
    seL4_Word done = 0;
    seL4_Word sum = 0;

    for (unsigned i = 0; i < THREADS; i++) {
        done |= bodies[i].spray.operations;
    }
    for (unsigned i = first; i < first + count; i++) {
        sum += done >> i & 1;
    }
    return sum;
}

static seL4_Word all_done(void)
{
    seL4_Word done = 0;

    for (unsigned i = 0; i < THREADS; i++) {
        done += bodies[i].spray.done;
    }
    return done;
}

/* FNV-1a over what the keeper's slots hold, and over the canary. */
static seL4_Word own_sum(void)
{
    seL4_Word sum = 0xcbf29ce484222325ull;

    for (seL4_CPtr at = 0; at < own(OWN_NODE); at++) {
        sum = (sum ^ seL4_DebugCapIdentify(at)) * 0x100000001b3ull;
    }
    for (unsigned i = 0; i < CANARY_WORDS; i++) {
        sum = (sum ^ canary[i]) * 0x100000001b3ull;
    }
    return sum;
}

static void spray_for_a_while(void)
{
    for (seL4_Word ticks = 1; ticks <= TICKS || calls_from(0) < FEWEST_CALLS;) {
        seL4_Word badge;

        (void)seL4_Recv(own(OWN_ENDPOINT), &badge, own(OWN_REPLY));
        if (badge != 0) {
            faults++;
            start((unsigned)badge - 1);
            continue;
        }
        ticks++;
        if (ticks % TICKS_TO_RENEWAL == 0) {
            end_life();
            begin_life();
        } else {
            start_all(); /* some wait for ever */
        }
    }
}

_Noreturn void keep(const seL4_BootInfo *info)
{
    seL4_Word before;

    bootinfo = info;
    seL4_SetIPCBuffer((seL4_IPCBuffer *)info->ipcBuffer);
    set_up();
    before = own_sum();
    begin_life();
    spray_for_a_while();
    end_life();
    if (own_sum() != before) {
        fail("the keeper's own has changed", 0);
    }
    if (operations(ARMVCPUSetTCB, GUESTS_OPERATIONS) != GUESTS_OPERATIONS) {
        fail("some operation on a virtual CPU has never succeeded", 0);
    }
    print("\nSPRAY DONE: ");
    print_number(calls_from(0));
    print(" calls, ");
    print_number(calls_from(THREADS - GUESTS));
    print(" of guests, ");
    print_number(all_done());
    print(" with success, of ");
    print_number(operations(1, SEL4_LEVEL_IRQ_LABELS + 1));
    print(" operations, ");
    print_number(faults);
    print(" faults; all memory is free again\n");
    for (;;) {
        seL4_Yield();
    }
}
