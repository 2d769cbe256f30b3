/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The monitor as a component: it gives its guest files and registers, starts it, and
 * answers for each thing that stops it.
 */
#include <microkit.h>

#include "channels.h"
#include "extra.h"
#include "guest_map.h"
#include "image.h"
#include "machine.h"
#include "network.h"
#include "registers.h"
#include "wait.h"
#include "wire.h"

/* entry.S */
extern const uint8_t guest_entry[];
extern const uint8_t guest_entry_end[];

/* Set by the tool: the guest's memory, and its files. */
uintptr_t ram;
uintptr_t kernel;
uint64_t kernel_bytes;
uintptr_t tree;
uint64_t tree_bytes;
uintptr_t files;
uint64_t files_bytes;

static struct machine machine;
static struct guest_registers registers;
static bool waiting; /* the guest stands still until an interrupt comes */

/* ---- Switching on ---- */

static void say(const char *text)
{
    for (; *text != '\0'; text++) {
        platform_print((uint8_t)*text);
    }
    platform_flush();
}

/* What was written has to be in memory before a guest without caches looks; a step is within one
   page of any size. */
static void memory_is_written(void)
{
    enum { STEP = 4096 };

    for (uintptr_t at = ram; at < ram + GUEST_RAM_BYTES; at += STEP) {
        (void)seL4_ARM_VSpace_Unify_Instruction(MICROKIT_VSPACE_CAP, at, at + STEP);
    }
}

/* Memory and registers of a guest that was just switched on.  False, and a line that says why, if
   its files are not good. */
static bool switch_on(void)
{
    static const struct image_places places = {GUEST_INITRD, GUEST_TREE, GUEST_ENTRY};
    const struct file files_of[] = {{(const uint8_t *)kernel, kernel_bytes},
                                    {(const uint8_t *)tree, tree_bytes},
                                    {(const uint8_t *)files, files_bytes}};
    uint64_t entry;
    enum image_problem problem = image_place(&machine.memory, &places, &files_of[0], &files_of[1],
                                             &files_of[2], &entry);

    if (problem != IMAGE_OK) {
        say("vmm: ");
        say(image_problem_text(problem));
        say("\n");
        return false;
    }
    memory_copy(memory_at(&machine.memory, GUEST_ENTRY, 4096), guest_entry,
                (uint64_t)(guest_entry_end - guest_entry));
    memory_is_written();
    machine_reset(&machine, &registers, GUEST_ENTRY);
    registers_reset();
    registers.x[19] = entry;
    network_reset();
    extra_switched_on(&machine);
    return true;
}

/* The guest starts, or starts again. */
static void power_on(void)
{
    waiting = false;
    wait_is_over();
    if (switch_on() && registers_store(&registers)) {
        microkit_vcpu_restart(GUEST_VCPU, registers.pc);
    } else {
        extra_stopped();
    }
}

/* This may be a later life of the VMM's: whatever its guest and the kernel were at, it ends. */
static void forget_the_past(void)
{
    microkit_vcpu_stop(GUEST_VCPU);
    wait_was_signalled();
    platform_ack_timer();
}

void init(void)
{
    forget_the_past();
    machine.memory = (struct guest_memory){(uint8_t *)ram, GUEST_RAM, GUEST_RAM_BYTES};
    (void)microkit_ppcall(DISK, microkit_msginfo_new(DISK_SIZE, 0));
    machine.sectors = microkit_mr_get(0);
    memory_put_number(machine.address, network_address(), NET_ADDRESS);
    machine_init(&machine);
    power_on();
}

/* ---- What is typed ---- */

/* Got from the driver, and not yet the guest's: from typed[first] on, up to `count`. */
static uint8_t typed[UART_MOST];
static unsigned first;
static unsigned count;

/* To the guest's FIFO, as much as has room. */
static void pass_on(void)
{
    while (first < count && pl011_receive(&machine.uart, typed[first])) {
        first++;
    }
}

/* What the driver has, until it has nothing: then it signals when there is something.  More than
   there is room for, it never has. */
static void receive(void)
{
    pass_on();
    while (first == count) {
        count = (unsigned)microkit_msginfo_get_count(
            microkit_ppcall(UART, microkit_msginfo_new(UART_READ, 0)));
        if (count > UART_MOST) {
            count = UART_MOST;
        }
        for (first = 0; first < count; first++) {
            typed[first] = (uint8_t)microkit_mr_get((seL4_Uint8)first);
        }
        first = 0;
        if (count == 0) {
            return;
        }
        pass_on();
    }
}

/* ---- Frames ---- */

/* Those that wait, as many as the guest has room for, and not more at a time than another component
   can have put before it signalled; one that does not listen loses them. */
static void deliver(void)
{
    static uint8_t frame[NET_MOST] __attribute__((aligned(8)));

    for (unsigned i = 0; i < WIRE_SLOTS; i++) {
        uint32_t bytes = network_next(frame);

        if (bytes == 0 || (net_listens(&machine.net) && !net_receive(&machine.net, frame, bytes))) {
            break;
        }
        network_drop();
    }
}

/* ---- Waiting, and being told ---- */

/* Its registers are where it waits, behind the instruction. */
static void go_on(void)
{
    waiting = false;
    wait_is_over();
    microkit_vcpu_restart(GUEST_VCPU, registers.pc);
}

void notified(microkit_channel ch)
{
    bool due = ch == TIMER;

    if (due) {
        wait_was_signalled();
    } else if (ch == UART) {
        receive();
    } else if (ch == NETWORK) {
        deliver();
    } else if (extra_notified(ch, &machine)) {
        microkit_vcpu_stop(GUEST_VCPU);
        power_on();
    }
    if (waiting && (due || vgic_waits(&machine.gic))) {
        go_on(); /* if its timer is due, the kernel tells so now */
    }
}

/* ---- What stops the guest ---- */

/* Those that need no register of the guest's. */
static bool is_event(seL4_Word label)
{
    return label == seL4_Fault_VGICMaintenance || label == seL4_Fault_VPPIEvent;
}

static void event(seL4_Word label, seL4_Word word)
{
    if (label == seL4_Fault_VGICMaintenance) {
        vgic_end(&machine.gic, word);
    } else {
        machine_timer(&machine);
    }
}

static enum next handle(seL4_Word label, const seL4_Word *words)
{
    switch (label) {
    case seL4_Fault_VMFault:
        return machine_access(&machine, &registers, words[seL4_VMFault_Addr],
                              words[seL4_VMFault_FSR]);
    case seL4_Fault_VCPUFault:
        return trap_handle(&registers, words[0]);
    case seL4_Fault_UnknownSyscall:
    case seL4_Fault_CapFault:
        return trap_call(&registers);
    default:
        say("vmm: a fault that no guest has\n");
        return NEXT_STOP;
    }
}

/* True if the guest goes on, now or later. */
static bool becomes(enum next next)
{
    switch (next) {
    case NEXT_WAIT:
        platform_flush();
        waiting = !vgic_waits(&machine.gic);
        return true;
    case NEXT_GO_ON:
        return true;
    case NEXT_RESTART:
        say("vmm: the guest starts again\n");
        return switch_on();
    default:
        say("vmm: the guest has stopped\n");
        return false;
    }
}

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply_msginfo)
{
    seL4_Word label = microkit_msginfo_get_label(msginfo);
    seL4_Word words[4];

    (void)child;
    for (unsigned i = 0; i < 4; i++) {
        words[i] = microkit_mr_get((seL4_Uint8)i);
    }
    *reply_msginfo = microkit_msginfo_new(0, 0);
    if (is_event(label)) {
        event(label, words[0]);
        return seL4_True;
    }
    if (!registers_load(&registers) || !becomes(handle(label, words)) ||
        !registers_store(&registers)) {
        microkit_vcpu_stop(GUEST_VCPU);
        extra_stopped();
        return seL4_False;
    }
    if (first < count) {
        receive(); /* it may have made room */
    }
    deliver(); /* the same */
    extra_handled(&machine);
    if (waiting) {
        wait_for_timer();
    }
    return !waiting; /* true: the guest is answered, and goes on */
}
