/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Exceptions that are neither system calls nor interrupts: sort those of user
 * mode (ABI.md 5.2), report those of the kernel.
 */
#include "trap.h"

#include "arch.h"
#include "console.h"
#include "entry.h"
#include "fpu.h"
#include "halt.h"
#include "sysreg.h"
#include "trap_level.h"

/* SError arrives here too (only debug builds let it through): a device's late
   answer, most likely to this thread, and a thread can be contained. */
void trap_user(word_t syndrome)
{
    struct tcb *current = sched_current();

    syndrome &= UINT32_MAX;
    switch (bits_get(syndrome, 31, 26)) {
    case EC_DATA_ABORT_USER:
        kernel_vm_fault(trap_address_valid(syndrome) ? trap_address(current, syndrome) : 0,
                        syndrome, false);
        break;
    case EC_INSTRUCTION_ABORT_USER:
        kernel_vm_fault(trap_fetch_address(current, syndrome), syndrome, true);
        break;
    case EC_FP_ACCESS:
        if (!fpu_claim(current)) {
            trap_other(current, syndrome);
        }
        break;
    default:
        trap_other(current, syndrome);
    }
}

static const char *vector_name(unsigned vector)
{
    static const char *const kind[] = {"synchronous", "IRQ", "FIQ", "SError"};

    return kind[vector % 4];
}

void trap_kernel(unsigned vector, word_t syndrome, word_t pc, word_t address, word_t sp,
                 word_t lr)
{
    static bool reporting;

    halt_resume(); /* does not return if it was arch_halt that failed */
    if (!reporting) {
        reporting = true;
        console_print("\nkernel exception: %s, vector %u\n", vector_name(vector), vector);
        console_print("  esr 0x%lx  pc 0x%lx  far 0x%lx\n", syndrome, pc, address);
        console_print("  sp 0x%lx  x30 0x%lx\n", sp, lr);
    }
    arch_halt();
}
