/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A virtual machine monitor as one for Microkit 2.0.1 is written: with that release's calls, and of
 * libsel4 with what its users find there.  It is compiled, in C11 and without a warning, and
 * linked; what it emulates is not much.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <microkit.h>

enum { GUEST_VCPU = 0, SERIAL_CHANNEL = 1 };

/* As a guest's Linux finds them on QEMU's board. */
enum { GIC_DISTRIBUTOR = 0x8000000, GIC_DISTRIBUTOR_SIZE = 0x1000, SERIAL_IRQ = 33 };

/* ESR_EL2.EC. */
enum { CLASS_WFX = 0x01, CLASS_HVC64 = 0x16, CLASS_SMC64 = 0x17, CLASS_SYSREG = 0x18 };

enum { LIST_REGISTERS = 4, QUEUE_LENGTH = 32, NO_IRQ = 1024 };

/* PSCI functions (Arm DEN 0022). */
#define PSCI_VERSION       0x84000000u
#define PSCI_SYSTEM_OFF    0x84000008u
#define PSCI_SYSTEM_RESET  0x84000009u
#define PSCI_NOT_SUPPORTED ((seL4_Word)-1)

/* Set by the tool: setvar_vaddr of the map of the guest's memory. */
uintptr_t guest_ram_vaddr;
uint64_t guest_entry = 0x40000000;
uint64_t guest_tree = 0x47000000;

struct virtual_gic {
    uint16_t listed[LIST_REGISTERS];
    uint16_t queue[QUEUE_LENGTH];
    size_t queued;
    uint32_t registers[GIC_DISTRIBUTOR_SIZE / 4];
};

static struct virtual_gic gic;

static bool registers_read(size_t vcpu, seL4_UserContext *regs)
{
    return seL4_TCB_ReadRegisters(BASE_VM_TCB_CAP + vcpu, false, 0,
                                  sizeof(seL4_UserContext) / sizeof(seL4_Word),
                                  regs) == seL4_NoError;
}

static bool registers_write(size_t vcpu, seL4_UserContext *regs)
{
    return seL4_TCB_WriteRegisters(BASE_VM_TCB_CAP + vcpu, false, 0,
                                   sizeof(seL4_UserContext) / sizeof(seL4_Word),
                                   regs) == seL4_NoError;
}

/* The general register that an instruction names, or NULL of xzr. */
static seL4_Word *register_named(seL4_UserContext *regs, unsigned number)
{
    seL4_Word *const general[] = {
        &regs->x0,  &regs->x1,  &regs->x2,  &regs->x3,  &regs->x4,  &regs->x5,  &regs->x6,
        &regs->x7,  &regs->x8,  &regs->x9,  &regs->x10, &regs->x11, &regs->x12, &regs->x13,
        &regs->x14, &regs->x15, &regs->x16, &regs->x17, &regs->x18, &regs->x19, &regs->x20,
        &regs->x21, &regs->x22, &regs->x23, &regs->x24, &regs->x25, &regs->x26, &regs->x27,
        &regs->x28, &regs->x29, &regs->x30,
    };

    return number < sizeof(general) / sizeof(general[0]) ? general[number] : NULL;
}

static bool advance(size_t vcpu, seL4_UserContext *regs)
{
    regs->pc += 4;
    return registers_write(vcpu, regs);
}

static void inject(size_t vcpu, uint16_t irq)
{
    for (uint8_t index = 0; index < LIST_REGISTERS; index++) {
        if (gic.listed[index] == NO_IRQ) {
            gic.listed[index] = irq;
            microkit_vcpu_arm_inject_irq((microkit_child)vcpu, irq, 0, 1, index);
            return;
        }
    }
    if (gic.queued < QUEUE_LENGTH) {
        gic.queue[gic.queued++] = irq;
    }
}

/* A list register is free again: the next interrupt may have it. */
static bool handle_maintenance(size_t vcpu)
{
    seL4_Word index = microkit_mr_get(seL4_VGICMaintenance_IDX);

    if ((int)index < 0 || index >= LIST_REGISTERS) {
        return true;
    }
    if (gic.listed[index] == 27) {
        microkit_vcpu_arm_ack_vppi((microkit_child)vcpu, 27);
    }
    gic.listed[index] = NO_IRQ;
    if (gic.queued > 0) {
        gic.queued--;
        inject(vcpu, gic.queue[gic.queued]);
    }
    return true;
}

static bool handle_memory_fault(size_t vcpu)
{
    seL4_Word address = microkit_mr_get(seL4_VMFault_Addr);
    seL4_Word syndrome = microkit_mr_get(seL4_VMFault_FSR);
    bool is_write = (syndrome >> 6 & 1) != 0;
    seL4_UserContext regs;

    if (microkit_mr_get(seL4_VMFault_PrefetchFault) != 0 || address < GIC_DISTRIBUTOR ||
        address - GIC_DISTRIBUTOR >= GIC_DISTRIBUTOR_SIZE || !registers_read(vcpu, &regs)) {
        microkit_dbg_puts("VMM: a memory fault of nothing that is emulated\n");
        return false;
    }
    seL4_Word *named = register_named(&regs, (unsigned)(syndrome >> 16 & 0x1f));
    uint32_t *reg = &gic.registers[(address - GIC_DISTRIBUTOR) / 4];
    if (is_write) {
        *reg = named == NULL ? 0 : (uint32_t)*named;
    } else if (named != NULL) {
        *named = *reg;
    }
    return advance(vcpu, &regs);
}

static bool handle_psci(size_t vcpu, seL4_UserContext *regs)
{
    switch ((uint32_t)regs->x0) {
    case PSCI_VERSION:
        regs->x0 = 0x00010000;
        return true;
    case PSCI_SYSTEM_OFF:
        microkit_vcpu_stop((microkit_child)vcpu);
        return false;
    case PSCI_SYSTEM_RESET:
        microkit_vcpu_arm_write_reg((microkit_child)vcpu, seL4_VCPUReg_SCTLR, 0);
        microkit_vcpu_restart((microkit_child)vcpu, guest_entry);
        return false;
    default:
        regs->x0 = PSCI_NOT_SUPPORTED;
        return true;
    }
}

static bool handle_vcpu_fault(size_t vcpu)
{
    seL4_Word syndrome = microkit_mr_get(seL4_VCPUFault_HSR);
    seL4_UserContext regs;

    if (!registers_read(vcpu, &regs)) {
        return false;
    }
    switch (syndrome >> 26 & 0x3f) {
    case CLASS_WFX:
        return advance(vcpu, &regs);
    case CLASS_HVC64:
    case CLASS_SMC64:
        return handle_psci(vcpu, &regs) && advance(vcpu, &regs);
    case CLASS_SYSREG:
        return advance(vcpu, &regs);
    default:
        microkit_dbg_puts("VMM: a fault of the virtual CPU, FAR ");
        microkit_dbg_put32((uint32_t)microkit_vcpu_arm_read_reg((microkit_child)vcpu,
                                                                seL4_VCPUReg_FAR));
        microkit_dbg_puts("\n");
        return false;
    }
}

/* An `hvc`, of which the kernel says that it knows no such call. */
static bool handle_unknown_syscall(size_t vcpu)
{
    seL4_Word number = microkit_mr_get(seL4_UnknownSyscall_Syscall);
    seL4_UserContext regs;

    (void)number;
    return registers_read(vcpu, &regs) && handle_psci(vcpu, &regs) && advance(vcpu, &regs);
}

static bool handle_private_interrupt(size_t vcpu)
{
    inject(vcpu, (uint16_t)microkit_mr_get(seL4_VPPIEvent_IRQ));
    return true;
}

void init(void)
{
    static seL4_UserContext regs; /* zeros, without a memset */

    for (size_t i = 0; i < LIST_REGISTERS; i++) {
        gic.listed[i] = NO_IRQ;
    }
    *(volatile uint32_t *)guest_ram_vaddr = 0xd503207fu; /* wfi */
    regs.x0 = guest_tree;
    regs.spsr = 0x3c5; /* EL1h, all masked */
    regs.pc = guest_entry;
    if (!registers_write(GUEST_VCPU, &regs)) {
        microkit_dbg_puts("VMM: the guest's registers cannot be set\n");
        return;
    }
    (void)seL4_ARM_VSpace_Unify_Instruction(MICROKIT_VSPACE_CAP, guest_ram_vaddr,
                                            guest_ram_vaddr + 4);
    microkit_vcpu_arm_write_reg(GUEST_VCPU, seL4_VCPUReg_CNTVOFF, 0);
    microkit_vcpu_restart(GUEST_VCPU, regs.pc);
}

void notified(microkit_channel ch)
{
    if (ch == SERIAL_CHANNEL) {
        inject(GUEST_VCPU, SERIAL_IRQ);
        microkit_irq_ack(ch);
    }
}

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply_msginfo)
{
    size_t label = microkit_msginfo_get_label(msginfo);
    bool handled = false;

    switch (label) {
    case seL4_Fault_VMFault:
        handled = handle_memory_fault(child);
        break;
    case seL4_Fault_UnknownSyscall:
        handled = handle_unknown_syscall(child);
        break;
    case seL4_Fault_UserException:
        microkit_dbg_puts("VMM: undefined instruction\n");
        break;
    case seL4_Fault_VGICMaintenance:
        handled = handle_maintenance(child);
        break;
    case seL4_Fault_VCPUFault:
        handled = handle_vcpu_fault(child);
        break;
    case seL4_Fault_VPPIEvent:
        handled = handle_private_interrupt(child);
        break;
    default:
        microkit_dbg_puts("VMM: a fault that no guest has\n");
        break;
    }
    if (handled) {
        *reply_msginfo = microkit_msginfo_new(0, 0);
    }
    return handled;
}
