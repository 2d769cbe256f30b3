/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From a kernel with its own address space to the first thread.
 */
#include "boot.h"

#include "arch.h"
#include "cpu_level.h"
#include "entry.h"
#include "gic.h"
#include "mmu.h"
#include "sysreg.h"
#include "timer.h"

/* The cycle counter counts, at all exception levels that we use. */
BOOT_CODE static void counters_boot(void)
{
    sysreg_set_pmccfiltr_el0(LEVEL_CYCLES_COUNTED);
    sysreg_set_pmcr_el0(PMCR_ENABLE | PMCR_RESET_EVENTS | PMCR_RESET_CYCLES);
    sysreg_set_pmcntenset_el0(PMCNTEN_CYCLES);
}

/* What user mode and debuggers may do to the core; docs/kernel/user_mode.md lists all of it. */
BOOT_CODE static void cpu_boot(void)
{
    cpu_level_boot();
    sysreg_set_mdscr_el1(MDSCR_USER_DEBUG_CHANNEL_TRAP); /* no breakpoints, no single step */
    sysreg_set_pmuserenr_el0(CONFIG_BENCHMARK ? PMUSERENR_ENABLE : 0);
    if (CONFIG_BENCHMARK) {
        counters_boot();
    }
    if (bits_get(sysreg_get_id_aa64pfr0_el1(), 47, 44) != 0) { /* AMU */
        sysreg_set_amuserenr_el0(0);
    }
    /* What is written above need not be in effect before (Arm ARM, "Synchronization requirements
       for AArch64 System registers"); in QEMU it always is. */
    isb();
}

BOOT_CODE void boot_main(paddr_t user_start, paddr_t user_end, word_t user_offset,
                         vaddr_t user_entry, paddr_t dtb, uint32_t dtb_size, paddr_t image)
{
    const struct boot_handover handover = {
        .user_start = user_start,
        .user_end = user_end,
        .user_offset = user_offset,
        .user_entry = user_entry,
        .dtb = dtb,
        .dtb_size = dtb == 0 ? 0 : dtb_size,
        .kernel_start = image,
        .kernel_boot_end = image + (word_t)(ki_boot_end - ki_start),
        .kernel_end = image + (word_t)(ki_end - ki_start),
    };

    cpu_boot();
    gic_boot();
    timer_boot();
    arch_vspace_none();
    kernel_boot(&handover);
}
