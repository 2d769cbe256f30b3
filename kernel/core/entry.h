/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The ways into the core.  Arch code saves the current thread's registers in
 * its TCB, calls one of these, and on return resumes sched.current, which is not
 * NULL: the address space is already switched and the timer set.
 */
#pragma once

#include "sched.h"

/* What the boot loader hands over (ABI.md 13.1). */
struct boot_handover {
    paddr_t user_start;   /* the initial task's image, page aligned */
    paddr_t user_end;     /* exclusive, page aligned */
    word_t user_offset;   /* physical minus virtual address */
    vaddr_t user_entry;
    paddr_t dtb;          /* 0: none */
    word_t dtb_size;      /* bytes */
    paddr_t kernel_start; /* the kernel's own image in memory */
    paddr_t kernel_boot_end; /* end of what only boot uses; start if none */
    paddr_t kernel_end;   /* page aligned */
};

/* Create the initial thread and everything it gets; the machine is ready and
   interrupts are off. */
void kernel_boot(const struct boot_handover *handover);

/* `svc`: the number is in REG_SYSCALL. */
void kernel_syscall(void);

/* What follows sched_enter() there if no fast path fits; where one does, the
   outcome is the same (tests call it to see that). */
void kernel_syscall_general(void);

/* The same if it is Call, and time is left: so it ends for kernel objects. */
void kernel_call_general(void);

/* The receive phase of the system call that it is, which may block, and what follows: as there. */
void kernel_receive_general(void);

/* What follows sched_enter() in the two below, if no fast path fits; the parameters as in
   struct fault. */
void kernel_fault_general(word_t type, word_t address, word_t status, bool flag);

/* How an entry ends that may have changed who runs, and until when. */
void kernel_leave(void);

/* An interrupt is pending. */
void kernel_interrupt(void);

/* The thread touched `address` in vain.  `status`: the syndrome. */
void kernel_vm_fault(vaddr_t address, word_t status, bool instruction);

/* Any other exception of the thread: `number` is the syndrome. */
void kernel_user_exception(word_t number, word_t code);

/* At EL2: the same, but of what is undefined.  `syndrome` is ESR_EL2. */
void kernel_vcpu_fault(word_t syndrome);
