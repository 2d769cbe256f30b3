/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a program in the guest can try: its kernel's memory, physical memory, instructions for
 * kernels, files, and calls that need rights.  Of an ordinary user's process and of root's it is
 * the same program.
 */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../task8.h"
#include "guest_map.h"
#include "guest_program.h"

/* ---- What faults ---- */

static sigjmp_buf back;

static void on_signal(int number)
{
    siglongjmp(back, number);
}

static void catch_faults(void)
{
    static const int faults[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP};
    struct sigaction action;

    memset(&action, 0, sizeof(action));
    action.sa_handler = on_signal;
    action.sa_flags = SA_NODEFER;
    for (unsigned i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
        (void)sigaction(faults[i], &action, NULL);
    }
}

static unsigned can_read(uintptr_t address)
{
    if (sigsetjmp(back, 1) != 0) {
        return 0;
    }
    (void)*(const volatile uint32_t *)address;
    return 1;
}

/* Where Linux has its kernel and the memory that it maps: the upper half of all addresses. */
static void kernel_memory(void)
{
    enum { TRIES = 256 };
    unsigned got = 0;

    for (uintptr_t i = 0; i < TRIES; i++) {
        got += can_read(0xffff000000000000u + (i << 40));
    }
    report("kernel-memory", got, TRIES);
}

/* ---- Physical memory, through the device for that ---- */

static unsigned physical_read(off_t address)
{
    int file = open("/dev/mem", O_RDWR | O_SYNC | O_CLOEXEC);
    unsigned got = 0;
    void *page;

    if (file < 0) {
        return 0;
    }
    page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, address);
    if (page != MAP_FAILED) {
        got = can_read((uintptr_t)page);
        (void)munmap(page, 4096);
    }
    (void)close(file);
    return got;
}

static void physical_places(const char *name, const off_t *places, unsigned count)
{
    unsigned got = 0;

    for (unsigned i = 0; i < count; i++) {
        got += physical_read(places[i]);
    }
    report(name, got, count);
}

/* The guest's own first, then what is none of its own. */
static void physical_memory(void)
{
    static const off_t controller[] = {GUEST_GICD, GUEST_GICC};
    static const off_t devices[] = {GUEST_UART, GUEST_DISK};
    static const off_t own[] = {GUEST_RAM + 0x2000000};
    static const off_t others[] = {SECRET_PHYSICAL, 0x60000000, 0x70000000, 0x08040000,
                                   0x50000000, 0xb0000000};

    physical_places("interrupt-controller", controller, 2);
    physical_places("own-devices", devices, 2);
    physical_places("own-memory", own, 1);
    physical_places("others-memory", others, 6);
}

/* ---- Instructions ---- */

#define TRY(instruction)                             \
    do {                                             \
        of++;                                        \
        if (sigsetjmp(back, 1) == 0) {               \
            __asm__ volatile(instruction : : : "x0", "x1", "x2", "x3", "memory"); \
            got++;                                   \
        }                                            \
    } while (0)

static void instructions(void)
{
    volatile unsigned got = 0;
    volatile unsigned of = 0;

    TRY("hvc #0");
    TRY("smc #0");
    TRY("mrs x0, sctlr_el1");
    TRY("mrs x0, ttbr0_el1");
    TRY("mrs x0, vbar_el1");
    TRY("mrs x0, hcr_el2");
    TRY("mrs x0, vttbr_el2");
    TRY("msr daifset, #2");
    TRY("tlbi vmalle1");
    TRY("eret");
    report("instructions", got, of);
}

/* ---- Files and rights ---- */

static void files(void)
{
    static const char *const names[] = {"/dev/mem", "/dev/vda", "/proc/kcore", "/proc/1/mem",
                                        "/dev/kmsg"};
    unsigned got = 0;

    for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        int file = open(names[i], O_RDWR | O_CLOEXEC);

        if (file < 0) {
            file = open(names[i], O_RDONLY | O_CLOEXEC);
        }
        got += file >= 0;
        (void)close(file);
    }
    report("files", got, sizeof(names) / sizeof(names[0]));
}

/* Each is refused for lack of rights, or is not: then it is done, or fails for another reason. */
static void rights(void)
{
    static const uint8_t no_module[4];
    unsigned got = 0;

    got += mount("tmp", "/proc", "tmpfs", 0, "size=4k") == 0 && umount("/proc") == 0;
    got += syscall(SYS_init_module, no_module, sizeof(no_module), "") != 0 && errno != EPERM;
    got += kill(1, 0) == 0;
    got += setuid(0) == 0;
    got += sethostname("taken", 5) == 0;
    got += chroot("/") == 0;
    got += socket(AF_PACKET, SOCK_RAW, 0) >= 0;
    got += mknod("/node", S_IFBLK | 0600, 0) == 0;
    report("rights", got, 8);
}

void attempts(void)
{
    catch_faults();
    kernel_memory();
    physical_memory();
    instructions();
    files();
    rights();
}
