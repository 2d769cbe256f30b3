/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts of the loader.  docs/boot.md tells the story.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "boot_image.h"

#define NORETURN __attribute__((noreturn))

/* Filled in by the host tool. */
extern struct boot_image boot_image;

/* loader.lds. */
extern unsigned char image_base[];
extern unsigned char bss_start[];
extern unsigned char bss_end[];

/* ---- start.S; mmu_enable and kernel_enter: el1/level.S, el2/level.S ---- */

void mmu_enable(uint64_t low_root, uint64_t high_root, uint64_t mair, uint64_t tcr,
                uint64_t start, uint64_t end);
NORETURN void kernel_enter(uint64_t user_start, uint64_t user_end, uint64_t user_offset,
                           uint64_t user_entry, uint64_t kernel_entry);
NORETURN void park(void);

/* The word at `address`, or 0 if nothing answers there. */
uint32_t probe_read(uint64_t address);

/* Can a double word be written and read back?  It stays what it was. */
bool probe_memory(uint64_t address);

/*
 * Called by start.S first of all, at the level that the machine was started at,
 * MMU off.  Checks the image, puts the vectors of levels that are left for good
 * where they survive (boot_image.h), and returns their address.
 */
uint64_t last_vectors_place(void);

/* Called by start.S, at EL1, MMU off; the machine was started at `level`. */
NORETURN void loader_main(unsigned level);

/* A defect of the loader: syndrome, program counter, address, exception level. */
NORETURN void loader_exception(uint64_t esr, uint64_t elr, uint64_t far, uint64_t level);

/* ---- levels.S: what start.S leaves behind; `vectors` is what last_vectors_place returned ---- */

void el3_configure(uint64_t vectors);
void el2_configure(uint64_t vectors);

/* ---- vectors.S: position independent; two double words are to be filled in ---- */

extern const unsigned char last_vectors[];
extern const unsigned char last_vectors_end[];
extern const unsigned char last_vectors_ready[];
extern const unsigned char last_vectors_uart[];

/* ---- check.c ---- */

/*
 * Is the image one that can be started?  If not, says on the UART which field
 * is wrong, its value and what was expected, and returns false.
 */
bool image_check(const struct boot_image *image, uint64_t base);

/* ---- find.c: what the machine has, MMU off ---- */

/* A bank of RAM. */
struct bank {
    uint64_t start;
    uint64_t end; /* exclusive */
};

struct machine {
    uint64_t pfr0;  /* ID_AA64PFR0_EL1 */
    uint64_t dfr0;  /* ID_AA64DFR0_EL1 */
    uint64_t mmfr0; /* ID_AA64MMFR0_EL1 */
    uint64_t mmfr4; /* ID_AA64MMFR4_EL1 */
    uint64_t timer_hz;
    uint64_t ram_size; /* bytes of the board's RAM that are there */
    unsigned gic_version; /* 0: none that is known */
    unsigned level;       /* the exception level that it was started at */
};

struct machine machine_find(unsigned level);

/*
 * Called by start.S if the machine was started at EL3, there: the interrupt
 * controller is left to the Non-secure world, which is where the kernel runs.
 */
void secure_release(void);

/* ---- machine.c ---- */

/*
 * Can the kernel run on such a machine?  If not, says on the UART why, and
 * returns false.
 */
bool machine_check(const struct machine *machine);

/* ---- tables.c ---- */

/*
 * MMU and caches on: [base, end) mapped to itself, and the kernel where it is
 * linked, up to the end of its GiB (ABI.md 13.2) or of the board's memory.  Both
 * within one GiB, and in memory.  `mmfr0` is ID_AA64MMFR0_EL1.
 */
void tables_install(uint64_t base, uint64_t end, uint64_t kernel_vaddr,
                    uint64_t kernel_paddr, uint64_t mmfr0);

/* ---- copy.c ---- */

/* Copy `size` bytes; `to` and `from` are 16-byte aligned and do not overlap. */
void copy_bytes(void *to, const void *from, uint64_t size);

/* Zero [start, end_pointer); only Normal memory, caches on. */
void zero_bytes(void *start, const void *end_pointer);

/* Instructions written to [start, start + size) can be fetched. */
void instructions_publish(const void *start, uint64_t size);

/* ---- print.c: the board's UART, MMU off ---- */

void print_text(const char *text);
void print_hex(uint64_t value);
void print_decimal(uint64_t value);
