/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Interrupts: an Arm GICv2, one core.  All interrupts have one priority: the
 * kernel takes one at a time and decides itself who is urgent.
 *
 * Register access is that of a GIC with a single security state or of the
 * non-secure view of one with two.  In the former all interrupts are put into
 * Group 0, in the latter they are in Group 1 and the registers for groups ignore
 * writes; the bits used mean the same in both: of the only group there is.
 *
 * Nothing is taken over from reset or from whoever booted the kernel.
 *
 * Source: Arm GIC architecture specification, version 2.0 (IHI 0048B).
 */
#include "gic.h"

#include "arch.h"
#include "board_devices.h"
#include "mmio.h"
#include "mmu.h"
#include "sysreg.h"

enum gicd_register {
    GICD_CTLR = 0x000,      /* rw  distributor control, 4.3.1 */
    GICD_TYPER = 0x004,     /* ro  how many interrupts, 4.3.2 */
    GICD_IGROUPR = 0x080,   /* rw  group, one bit each, 4.3.4 */
    GICD_ISENABLER = 0x100, /* rw  set-enable, one bit each, 4.3.5 */
    GICD_ICENABLER = 0x180, /* rw  clear-enable, one bit each, 4.3.6 */
    GICD_ICPENDR = 0x280,   /* rw  clear-pending, one bit each, 4.3.8 */
    GICD_ICACTIVER = 0x380, /* rw  clear-active, one bit each, 4.3.10 */
    GICD_IPRIORITYR = 0x400, /* rw  priority, one byte each, 4.3.11 */
    GICD_ITARGETSR = 0x800, /* rw  target cores, one byte each, 4.3.12 */
    GICD_ICFGR = 0xc00,     /* rw  trigger, two bits each, 4.3.13 */
    GICD_SGIR = 0xf00,      /* wo  software generated interrupt, 4.3.15 */
    GICD_CPENDSGIR = 0xf10  /* rw  clear-pending of those, one byte each, 4.3.16 */
};

enum gicc_register {
    GICC_CTLR = 0x000, /* rw  CPU interface control, 4.4.1 */
    GICC_PMR = 0x004,  /* rw  priority mask, 4.4.2 */
    GICC_BPR = 0x008,  /* rw  binary point, 4.4.3 */
    GICC_IAR = 0x00c,  /* ro  acknowledge, 4.4.4 */
    GICC_EOIR = 0x010, /* wo  end of interrupt, 4.4.5 */
    GICC_APR = 0x0d0,  /* rw  active priorities, 4 registers, 4.4.13 */
    GICC_NSAPR = 0x0e0 /* rw  those of Group 1, 4 registers, 4.4.14 */
};

enum { CTLR_ENABLE = 1 };
enum { FIRST_PPI = 16, FIRST_SPI = 32 }; /* below: private to the core, banked */
enum { FIRST_SPECIAL_ID = 1020 };   /* 1023: spurious */
enum { PRIORITY = 0xa0, PRIORITY_MASK_NONE = 0xff };
enum { ALL_BYTES = 0x01010101 };    /* times a byte: it in all four */

static uint32_t gicd_read(unsigned offset)
{
    return mmio_read32(BOARD_GICD_PADDR, offset);
}

static void gicd_write(unsigned offset, uint32_t value)
{
    mmio_write32(BOARD_GICD_PADDR, offset, value);
}

static void gicc_write(unsigned offset, uint32_t value)
{
    mmio_write32(BOARD_GICC_PADDR, offset, value);
}

/* Register of interrupt `irq` in an array with one bit for each. */
static unsigned bit_register(unsigned first, unsigned irq)
{
    return first + irq / 32 * 4;
}

static uint32_t bit_of(unsigned irq)
{
    return 1u << irq % 32;
}

/* The target mask that stands for this core; the core's own interrupts show
   it.  A GIC for one core only has no target registers. */
BOOT_CODE static uint32_t this_core_mask(void)
{
    return gicd_read(GICD_ITARGETSR) & 0xff;
}

/* Interrupts that the distributor has, a multiple of 32: also those that no
   driver may have. */
BOOT_CODE static unsigned gic_lines(void)
{
    return 32 * ((unsigned)bits_get(gicd_read(GICD_TYPER), 4, 0) + 1);
}

/* Masked, neither pending nor active, in one group, of one priority, for this
   core, level triggered. */
BOOT_CODE static void reset_lines(unsigned lines)
{
    uint32_t target = this_core_mask() * ALL_BYTES;

    for (unsigned irq = 0; irq < lines; irq += 32) {
        gicd_write(bit_register(GICD_ICENABLER, irq), UINT32_MAX);
        gicd_write(bit_register(GICD_ICPENDR, irq), UINT32_MAX);
        gicd_write(bit_register(GICD_ICACTIVER, irq), UINT32_MAX);
        gicd_write(bit_register(GICD_IGROUPR, irq), 0);
    }
    for (unsigned irq = FIRST_PPI; irq < lines; irq += 16) {
        gicd_write(GICD_ICFGR + irq / 4, 0);
    }
    for (unsigned irq = 0; irq < lines; irq += 4) {
        gicd_write(GICD_IPRIORITYR + irq, (uint32_t)PRIORITY * ALL_BYTES);
        if (irq >= FIRST_SPI) {
            gicd_write(GICD_ITARGETSR + irq, target);
        }
    }
    for (unsigned sgi = 0; sgi < FIRST_PPI; sgi += 4) {
        gicd_write(GICD_CPENDSGIR + sgi, UINT32_MAX);
    }
}

BOOT_CODE void gic_boot(void)
{
    gicd_write(GICD_CTLR, 0);
    gicc_write(GICC_CTLR, 0);
    reset_lines(gic_lines());
    /* What was acknowledged and never completed would hold back all others: the
       core has its priority until then. */
    for (unsigned i = 0; i < 4; i++) {
        gicc_write(GICC_APR + 4 * i, 0);
        gicc_write(GICC_NSAPR + 4 * i, 0);
    }
    gicc_write(GICC_PMR, PRIORITY_MASK_NONE);
    gicc_write(GICC_BPR, 0);
    gicd_write(GICD_CTLR, CTLR_ENABLE);
    gicc_write(GICC_CTLR, CTLR_ENABLE);
}

bool arch_irq_pending(void)
{
    return (sysreg_get_isr_el1() & ISR_IRQ_PENDING) != 0;
}

unsigned arch_irq_claim(void)
{
    unsigned irq = (unsigned)bits_get(mmio_read32(BOARD_GICC_PADDR, GICC_IAR), 9, 0);

    return irq < FIRST_SPECIAL_ID ? irq : IRQ_NONE;
}

/* A software generated interrupt's sender is part of the number to complete;
   it is core 0, so nothing needs adding.  Distributor and CPU interface are two
   devices, and only the accesses to one device are in order: the line is masked
   before it may interrupt again. */
void arch_irq_complete(unsigned irq)
{
    dsb_sy();
    gicc_write(GICC_EOIR, irq);
}

void arch_irq_mask(unsigned irq, bool masked)
{
    gicd_write(bit_register(masked ? GICD_ICENABLER : GICD_ISENABLER, irq), bit_of(irq));
}

bool arch_irq_masked(unsigned irq)
{
    return (gicd_read(bit_register(GICD_ISENABLER, irq)) & bit_of(irq)) == 0;
}

/* Changing the trigger of an enabled interrupt is unpredictable (4.3.13). */
void arch_irq_set_trigger(unsigned irq, bool edge)
{
    unsigned offset = GICD_ICFGR + irq / 16 * 4;
    uint32_t bit = 2u << irq % 16 * 2;
    bool masked = arch_irq_masked(irq);
    uint32_t triggers = gicd_read(offset);

    arch_irq_mask(irq, true);
    gicd_write(offset, edge ? triggers | bit : triggers & ~bit);
    arch_irq_mask(irq, masked);
}

void arch_sgi_send(unsigned sgi, unsigned target)
{
    dsb_sy(); /* what the sender wrote before is visible to the target */
    gicd_write(GICD_SGIR, 1u << (16 + target) | sgi);
}

void arch_wait_for_interrupt(void)
{
    /* Complete all writes first, to timer and devices too. */
    isb();
    dsb_sy();
    wfi();
}
