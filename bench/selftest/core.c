/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The core, its caches, the level it was started at: from the loader, which may read
 * the registers (loader/facts.h).  Fields: Arm ARM, "AArch64 System Register
 * Descriptions"; CCSIDR_EL1 as it is without FEAT_CCIDX.
 */
#include "loader/facts.h"

#include "board_devices.h"
#include "page.h"
#include "task.h"
#include "tests.h"

extern char __image_start[];

static seL4_Word field(seL4_Word value, unsigned high, unsigned low)
{
    return value >> low & ((2ull << (high - low)) - 1);
}

/* In the last page of this task's image, wherever the tool has ended that. */
static const struct facts *facts_find(void)
{
    seL4_Word pages = bootinfo->userImageFrames.end - bootinfo->userImageFrames.start;
    seL4_Word last = (seL4_Word)__image_start + ((pages - 1) << PAGE_BITS);

    return (const struct facts *)(last + FACTS_OFFSET);
}

static void print_register(const char *name, seL4_Word value)
{
    page_print(", ");
    page_print(name);
    page_print(" ");
    page_hex(value);
}

/* MIDR_EL1; part numbers from the cores' TRMs. */
static void print_core(const struct facts *facts)
{
    static const struct {
        seL4_Word part;
        const char *name;
    } parts[] = {{0xd03, "Cortex-A53"}, {0xd07, "Cortex-A57"}, {0xd08, "Cortex-A72"}};
    const char *name = "another core";

    for (unsigned i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        if (field(facts->midr, 15, 4) == parts[i].part && field(facts->midr, 31, 24) == 0x41) {
            name = parts[i].name;
        }
    }
    page_line("core");
    page_print(name);
    page_print(" r");
    page_number(field(facts->midr, 23, 20));
    page_print("p");
    page_number(field(facts->midr, 3, 0));
    print_register("MIDR", facts->midr);
    print_register("REVIDR", facts->revidr);
    print_register("MPIDR", facts->mpidr);
    print_register("MMFR0", facts->mmfr0);
    page_print("\n");
}

static void print_cache(seL4_Word level, const char *kind, seL4_Word ccsidr)
{
    seL4_Word line = 16ull << field(ccsidr, 2, 0);
    seL4_Word ways = field(ccsidr, 12, 3) + 1;
    seL4_Word sets = field(ccsidr, 27, 13) + 1;

    page_line("cache");
    page_print("L");
    page_number(level);
    page_print(kind);
    page_number(line * ways * sets / 1024);
    page_print(" KiB, ");
    page_number(ways);
    page_print(" ways, lines of ");
    page_number(line);
    page_print(" bytes");
    print_register("CCSIDR", ccsidr);
    page_print("\n");
}

static void print_caches(const struct facts *facts)
{
    for (unsigned i = 0; i < FACTS_CACHES; i++) {
        if (facts->ccsidr[i][0] != 0) {
            print_cache(i + 1, field(facts->clidr, 3 * i + 2, 3 * i) == 4 ? " " : " data ",
                        facts->ccsidr[i][0]);
        }
        if (facts->ccsidr[i][1] != 0) {
            print_cache(i + 1, " instructions ", facts->ccsidr[i][1]);
        }
    }
    page_line("caches");
    page_print("CLIDR ");
    page_hex(facts->clidr);
    print_register("CTR", facts->ctr);
    page_print("\n");
}

static seL4_Word board_ram(void)
{
    static const struct {
        seL4_Word start;
        seL4_Word end;
    } banks[] = {BOARD_RAM};
    seL4_Word size = 0;

    for (unsigned i = 0; i < sizeof(banks) / sizeof(banks[0]); i++) {
        size += banks[i].end - banks[i].start;
    }
    return size;
}

void test_core(void)
{
    const struct facts *facts = facts_find();

    page_check("the loader has left what it found", facts->magic == FACTS_MAGIC);
    if (facts->magic != FACTS_MAGIC) {
        return;
    }
    print_core(facts);
    page_line("started");
    page_print("at EL");
    page_number(facts->level);
    page_print(", the kernel runs at EL");
    page_number(BOARD_EXCEPTION_LEVEL);
    page_print("\n");
    print_caches(facts);
    page_line("memory");
    page_number(facts->ram_size >> 20);
    page_print(" MiB, ");
    page_number(bootinfo->untyped.end - bootinfo->untyped.start);
    page_print(" blocks are untyped\n");
    page_check("the memory is the board's", facts->ram_size == board_ram());
    page_check("CNTFRQ_EL0 is the board's", facts->timer_hz == BOARD_TIMER_HZ);
}
