/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel of a guest in KVM tries, with the host's Linux below it.  The guest is a few
 * instructions at EL1 with a page of memory, its VMM an ordinary user's process: no more than is
 * needed to try.
 *
 * Sources: Linux, Documentation/virt/kvm/api.rst; DEN 0028 (SMC calling convention), DEN 0022
 * (PSCI).
 */
#include <fcntl.h>
#include <linux/kvm.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "configuration.h"
#include "host.h"
#include "host_module.h"

/* Where the guest has its page, far below all memory of the machine's; its code comes first, what
   it reads behind that.  A write to where nothing is says that it has come to its end. */
enum { GUEST_PAGE = 0x10000, GUEST_WORDS = 0x10800, GUEST_END = 0x20000 };

/* x0 is what it is told: an address, a number of ticks, a function. */
__asm__(".pushsection .rodata, \"a\"\n"
        ".balign 4\n"
        ".globl guest_read, guest_write, guest_calls, guest_hold, guest_off, guest_all\n"
        "guest_read:\n"
        "    mov x2, #0x10000\n"
        "    add x2, x2, #0x800\n"
        "    mov x3, #4\n"
        "1:  ldr x1, [x0]\n"
        "    add x0, x0, #8\n"
        "    str x1, [x2], #8\n"
        "    subs x3, x3, #1\n"
        "    b.ne 1b\n"
        "    b guest_end\n"
        "guest_write:\n"
        "    mov x1, #0x7461\n"
        "    mov x3, #4\n"
        "1:  str x1, [x0]\n"
        "    add x0, x0, #8\n"
        "    add x1, x1, #1\n"
        "    subs x3, x3, #1\n"
        "    b.ne 1b\n"
        "    b guest_end\n"
        /* The services of all owners but that of PSCI (4): 32 of each, of 32 and 64 bits. */
        "guest_calls:\n"
        "    mov w9, #0\n"
        "1:  ubfx w10, w9, #6, #3\n"
        "    cmp w10, #4\n"
        "    b.eq 2f\n"
        "    mov w0, #0x80000000\n"
        "    bfi w0, w9, #30, #1\n"
        "    bfi w0, w10, #24, #3\n"
        "    ubfx w10, w9, #1, #5\n"
        "    orr w0, w0, w10\n"
        "    mov x1, #-1\n"
        "    mov x2, #-1\n"
        "    hvc #0\n"
        "2:  add w9, w9, #1\n"
        "    cmp w9, #512\n"
        "    b.ne 1b\n"
        "    b guest_end\n"
        "guest_hold:\n"
        "    msr daifset, #15\n"
        "    isb\n"
        "    mrs x1, cntvct_el0\n"
        "1:  mov x3, #1000\n"
        "2:  subs x3, x3, #1\n"
        "    b.ne 2b\n"
        "    isb\n"
        "    mrs x2, cntvct_el0\n"
        "    sub x2, x2, x1\n"
        "    cmp x2, x0\n"
        "    b.lo 1b\n"
        "    b guest_end\n"
        "guest_off:\n"
        "    hvc #0\n"
        "guest_end:\n"
        "    mov x0, #0x20000\n"
        "    str x0, [x0]\n"
        "    b .\n"
        "guest_all:\n"
        ".popsection\n");
extern const char guest_read[], guest_write[], guest_calls[], guest_hold[], guest_off[],
    guest_all[];

struct guest {
    int machine, processor;
    struct kvm_run *run;
    uint8_t *page;
};

static void make_guest(struct guest *guest)
{
    struct kvm_userspace_memory_region memory = {.guest_phys_addr = GUEST_PAGE,
                                                 .memory_size = PAGE};
    struct kvm_vcpu_init init;
    int kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
    int bytes;

    must(kvm >= 0, "/dev/kvm");
    guest->machine = ioctl(kvm, KVM_CREATE_VM, 0);
    must(guest->machine >= 0, "KVM_CREATE_VM");
    guest->page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    must(guest->page != MAP_FAILED, "mmap");
    memory.userspace_addr = (uintptr_t)guest->page;
    must(ioctl(guest->machine, KVM_SET_USER_MEMORY_REGION, &memory) == 0, "the guest's memory");
    guest->processor = ioctl(guest->machine, KVM_CREATE_VCPU, 0);
    must(guest->processor >= 0, "KVM_CREATE_VCPU");
    must(ioctl(guest->machine, KVM_ARM_PREFERRED_TARGET, &init) == 0, "KVM_ARM_PREFERRED_TARGET");
    init.features[0] |= 1u << KVM_ARM_VCPU_PSCI_0_2;
    must(ioctl(guest->processor, KVM_ARM_VCPU_INIT, &init) == 0, "KVM_ARM_VCPU_INIT");
    bytes = ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0);
    guest->run = mmap(NULL, (size_t)bytes, PROT_READ | PROT_WRITE, MAP_SHARED, guest->processor,
                      0);
    must(bytes > 0 && guest->run != MAP_FAILED, "KVM_GET_VCPU_MMAP_SIZE");
}

static void set_register(const struct guest *guest, size_t offset, uint64_t value)
{
    struct kvm_one_reg reg = {
        .id = KVM_REG_ARM64 | KVM_REG_SIZE_U64 | KVM_REG_ARM_CORE | offset / sizeof(uint32_t),
        .addr = (uintptr_t)&value,
    };

    must(ioctl(guest->processor, KVM_SET_ONE_REG, &reg) == 0, "KVM_SET_ONE_REG");
}

/* Runs it until it ends or switches itself off.  Where it has no memory it reads 0, and what it
   writes is dropped. */
static void run_guest(const char *code, uint64_t told)
{
    struct guest guest;

    make_guest(&guest);
    memcpy(guest.page, guest_read, (size_t)(guest_all - guest_read));
    set_register(&guest, offsetof(struct kvm_regs, regs.regs[0]), told);
    set_register(&guest, offsetof(struct kvm_regs, regs.pc),
                 GUEST_PAGE + (uint64_t)(code - guest_read));
    do {
        must(ioctl(guest.processor, KVM_RUN, 0) == 0, "KVM_RUN");
    } while (guest.run->exit_reason == KVM_EXIT_MMIO && guest.run->mmio.phys_addr != GUEST_END);
    must(guest.run->exit_reason == KVM_EXIT_MMIO ||
             (code == guest_off && guest.run->exit_reason == KVM_EXIT_SYSTEM_EVENT),
         "the guest's end");
    memcpy(notes->words, guest.page + GUEST_WORDS - GUEST_PAGE, sizeof(notes->words));
}

/* What it can read, it reads: its own page first. */
static void read_memory(void)
{
    run_guest(guest_read, GUEST_PAGE);
    must(memcmp(notes->words, guest_read, sizeof(notes->words)) == 0, "the guest's own memory");
    run_guest(guest_read, notes->physical);
}

static void write_memory(void)
{
    run_guest(guest_write, notes->physical);
}

static void call(void)
{
    run_guest(guest_calls, 0);
}

static void hold(void)
{
    run_guest(guest_hold, (uint64_t)HOLD_MS * TICKS_PER_MS);
}

static void machine_off(void)
{
    run_guest(guest_off, 0x84000008);
}

static const struct attempt reads[] = {{"physical_memory", read_memory}, {NULL, NULL}};
static const struct attempt writes[] = {{"physical_memory", write_memory}, {NULL, NULL}};
static const struct attempt stops[] = {{"hypercalls", call}, {NULL, NULL}};
static const struct attempt starves[] = {{"interrupts_masked", hold}, {NULL, NULL}};

static const struct ways ways = {
    .reads = reads,
    .writes = writes,
    .stops = stops,
    .starves = starves,
    .machine_off = machine_off,
};

const struct level level_kvm = {
    .name = "kvm",
    .column = "kvm_kernel",
    .user = UID_ATTACKER,
    .ways = &ways,
};
