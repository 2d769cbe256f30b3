/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which device is where, and in which state a machine starts.
 */
#include "exception.h"
#include "guest_map.h"
#include "machine.h"

enum { SHARED = 32 }; /* the first shared interrupt */

/* SCTLR_EL1 without MMU and caches: bits that are 1 in an ARMv8.0 that lacks what they switch
   (LSMAOE, nTLSMD, SPAN, EIS, TSCXT, EOS), and CP15BEN, nTWI, nTWE, UCT, UCI (D13.2.118). */
#define SCTLR_RESET 0x34d58820ull
#define MPIDR_RESET (1ull << 31)
/* EL1 with its own stack, all exceptions masked: as Linux is entered. */
#define PSTATE_RESET 0x3c5ull

static uint64_t gic_read(void *state, uint64_t offset, unsigned bytes)
{
    return vgic_read(state, offset, bytes);
}

static void gic_write(void *state, uint64_t offset, unsigned bytes, uint64_t value)
{
    vgic_write(state, offset, bytes, value);
}

static uint64_t uart_read(void *state, uint64_t offset, unsigned bytes)
{
    return pl011_read(state, offset, bytes);
}

static void uart_write(void *state, uint64_t offset, unsigned bytes, uint64_t value)
{
    pl011_write(state, offset, bytes, value);
}

static uint64_t device_read(void *state, uint64_t offset, unsigned bytes)
{
    return virtio_read(state, offset, bytes);
}

static void device_write(void *state, uint64_t offset, unsigned bytes, uint64_t value)
{
    virtio_write(state, offset, bytes, value);
}

static struct device virtio_device(uint64_t address, struct virtio *virtio)
{
    return (struct device){address, VIRTIO_BYTES, device_read, device_write, virtio};
}

static void reset_devices(struct machine *machine)
{
    struct vgic *gic = &machine->gic;

    pl011_reset(&machine->uart, gic, SHARED + GUEST_UART_SPI);
    block_reset(&machine->disk, &machine->memory, gic, SHARED + GUEST_DISK_SPI, machine->sectors);
    net_reset(&machine->net, &machine->memory, gic, SHARED + GUEST_NET_SPI, machine->address);
    console_reset(&machine->console, &machine->memory, gic, SHARED + GUEST_CONSOLE_SPI);
}

void machine_init(struct machine *machine)
{
    vgic_init(&machine->gic);
    reset_devices(machine);
    machine->devices[0] = (struct device){GUEST_GICD, GUEST_GICD_BYTES, gic_read, gic_write,
                                          &machine->gic};
    machine->devices[1] = (struct device){GUEST_UART, GUEST_UART_BYTES, uart_read, uart_write,
                                          &machine->uart};
    machine->devices[2] = virtio_device(GUEST_DISK, &machine->disk.virtio);
    machine->devices[3] = virtio_device(GUEST_NET, &machine->net.virtio);
    machine->devices[4] = virtio_device(GUEST_CONSOLE, &machine->console.virtio);
}

void machine_reset(struct machine *machine, struct guest_registers *registers, uint64_t entry)
{
    vgic_reset(&machine->gic);
    reset_devices(machine);
    machine->refused = 0;
    for (unsigned i = 0; i < VCPU_REGISTERS; i++) {
        platform_write((enum vcpu_register)i, 0);
    }
    platform_write(VCPU_SCTLR, SCTLR_RESET);
    platform_write(VCPU_MPIDR, MPIDR_RESET);
    *registers = (struct guest_registers){.pc = entry, .pstate = PSTATE_RESET};
}

enum next machine_access(struct machine *machine, struct guest_registers *registers,
                         uint64_t address, uint64_t esr)
{
    struct access access;

    if (!access_decode(esr, address, &access) ||
        !access_perform(&access, machine->devices, MACHINE_DEVICES, registers)) {
        machine->refused++;
        exception_abort(registers, esr);
    }
    return NEXT_GO_ON;
}

void machine_timer(struct machine *machine)
{
    vgic_set_line(&machine->gic, VGIC_TIMER, true);
}
