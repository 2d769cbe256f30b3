/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The distributor's registers, as the guest reads and writes them.
 *
 * A register is a word.  An access that is smaller changes the bytes that it covers and
 * leaves the others; in a register that sets or clears, these others are zero, which
 * does nothing.  A larger one is that of two words.
 */
#include <stddef.h>

#include "vgic.h"

enum {
    GICD_CTLR = 0x000,       /* rw  4.3.1 */
    GICD_TYPER = 0x004,      /* ro  4.3.2 */
    GICD_IIDR = 0x008,       /* ro  4.3.3 */
    GICD_IGROUPR = 0x080,    /* rw  4.3.4, a bit for each interrupt, as the next six */
    GICD_ISENABLER = 0x100,  /* rw  4.3.5 */
    GICD_ICENABLER = 0x180,  /* rw  4.3.6 */
    GICD_ISPENDR = 0x200,    /* rw  4.3.7 */
    GICD_ICPENDR = 0x280,    /* rw  4.3.8 */
    GICD_ISACTIVER = 0x300,  /* rw  4.3.9 */
    GICD_ICACTIVER = 0x380,  /* rw  4.3.10 */
    GICD_IPRIORITYR = 0x400, /* rw  4.3.11, a byte for each */
    GICD_ITARGETSR = 0x800,  /* 4.3.12: zero where there is one processor */
    GICD_ICFGR = 0xc00,      /* rw  4.3.13, two bits for each: the upper one says edge */
    GICD_SGIR = 0xf00,       /* wo  4.3.15 */
    GICD_CPENDSGIR = 0xf10,  /* rw  4.3.16, a byte for each software-generated one */
    GICD_SPENDSGIR = 0xf20,  /* rw  4.3.17 */
    GICD_PIDR2 = 0xfe8       /* ro  4.3.18: its bits 7:4 are the architecture's version */
};

enum {
    TYPER = VGIC_WORDS - 1, /* ITLinesNumber; one processor, no Security Extensions */
    PIDR2 = 0x20,
    SOFTWARE = 0xffff,         /* interrupts 0 to 15: always enabled, always edges */
    PRIORITY_BITS = 0xf8       /* 32 levels: as many as a list register can tell apart */
};

static const uint32_t software[VGIC_WORDS] = {SOFTWARE};

void vgic_reset(struct vgic *gic)
{
    gic->control = 0;
    for (unsigned word = 0; word < VGIC_WORDS; word++) {
        gic->group[word] = 0;
        gic->enabled[word] = software[word];
        gic->latched[word] = 0;
        gic->active[word] = 0;
        gic->edge[word] = software[word];
    }
    for (unsigned irq = 0; irq < VGIC_INTERRUPTS; irq++) {
        gic->priority[irq] = 0;
    }
    if ((gic->line[0] & ~gic->listed[0] & 1u << VGIC_TIMER) != 0) {
        gic->line[0] &= ~(1u << VGIC_TIMER); /* nobody will end it */
        platform_ack_timer();
    }
}

void vgic_init(struct vgic *gic)
{
    for (unsigned word = 0; word < VGIC_WORDS; word++) {
        gic->line[word] = 0;
        gic->listed[word] = 0;
    }
    for (unsigned i = 0; i < LIST_REGISTERS; i++) {
        gic->list[i] = VGIC_NONE;
    }
    vgic_reset(gic);
}

/* The bits, if any, that stand for the register at `offset` and its kind. */
static uint32_t *bits_of(struct vgic *gic, uint64_t offset)
{
    unsigned word = (unsigned)(offset % 0x80 / 4);

    if (word >= VGIC_WORDS) {
        return NULL;
    }
    switch (offset & ~0x7full) {
    case GICD_IGROUPR: return &gic->group[word];
    case GICD_ISENABLER: case GICD_ICENABLER: return &gic->enabled[word];
    case GICD_ISPENDR: case GICD_ICPENDR: return &gic->latched[word];
    case GICD_ISACTIVER: case GICD_ICACTIVER: return &gic->active[word];
    default: return NULL;
    }
}

/* For software-generated ones: a byte each, whose bit 0 is the one processor that can have sent. */
static uint32_t read_senders(const struct vgic *gic, unsigned first)
{
    uint32_t pending = (gic->latched[0] | gic->listed[0]) >> first;

    return (pending & 1) | (pending & 2) << 7 | (pending & 4) << 14 | (pending & 8) << 21;
}

static uint32_t read_config(const struct vgic *gic, unsigned first)
{
    uint32_t value = 0;

    for (unsigned i = 0; i < 16; i++) {
        value |= (gic->edge[first / 32] >> (first % 32 + i) & 1) << (2 * i + 1);
    }
    return value;
}

static uint32_t read_priorities(const struct vgic *gic, unsigned first)
{
    uint32_t value = 0;

    for (unsigned i = 0; i < 4; i++) {
        value |= (uint32_t)gic->priority[first + i] << 8 * i;
    }
    return value;
}

static uint32_t read_word(struct vgic *gic, uint64_t offset)
{
    const uint32_t *bits = bits_of(gic, offset);
    unsigned word = (unsigned)(offset % 0x80 / 4);
    uint64_t kind = offset & ~0x7full;

    if (bits != NULL) {
        return *bits | (kind == GICD_ISPENDR || kind == GICD_ICPENDR
                            ? (gic->line[word] & ~gic->edge[word]) | gic->listed[word] : 0);
    }
    if (offset >= GICD_IPRIORITYR && offset < GICD_IPRIORITYR + VGIC_INTERRUPTS) {
        return read_priorities(gic, (unsigned)(offset - GICD_IPRIORITYR));
    }
    if (offset >= GICD_ICFGR && offset < GICD_ICFGR + VGIC_INTERRUPTS / 4) {
        return read_config(gic, (unsigned)(offset - GICD_ICFGR) * 4);
    }
    if (offset >= GICD_CPENDSGIR && offset < GICD_SPENDSGIR + 16) {
        return read_senders(gic, (unsigned)(offset % 16));
    }
    switch (offset) {
    case GICD_CTLR: return gic->control;
    case GICD_TYPER: return TYPER;
    case GICD_PIDR2: return PIDR2;
    default: return 0; /* not implemented: reads as zero, as GICD_IIDR may and ITARGETSR must */
    }
}

static void write_bits(uint64_t offset, uint32_t *bits, uint32_t value, uint32_t covered)
{
    uint32_t fixed = (offset & 0x7f) == 0 ? SOFTWARE : 0;

    switch (offset & ~0x7full) {
    case GICD_IGROUPR: *bits = (*bits & ~covered) | value; break;
    case GICD_ISENABLER: case GICD_ISACTIVER: *bits |= value; break;
    case GICD_ISPENDR: *bits |= value & ~fixed; break; /* these: GICD_SPENDSGIR */
    case GICD_ICENABLER: case GICD_ICPENDR: *bits &= ~(value & ~fixed); break;
    case GICD_ICACTIVER: *bits &= ~value; break;
    default: break;
    }
}

static void write_priorities(struct vgic *gic, unsigned first, uint32_t value, uint32_t covered)
{
    for (unsigned i = 0; i < 4; i++) {
        if ((covered >> 8 * i & 0xff) != 0) {
            gic->priority[first + i] = (uint8_t)(value >> 8 * i & PRIORITY_BITS);
        }
    }
}

/* Of shared interrupts alone: the others are what they are. */
static void write_config(struct vgic *gic, unsigned first, uint32_t value, uint32_t covered)
{
    for (unsigned i = 0; i < 16 && first >= 32; i++) {
        uint32_t bit = 1u << (first % 32 + i);

        if ((covered >> (2 * i + 1) & 1) != 0) {
            gic->edge[first / 32] = (value >> (2 * i + 1) & 1) != 0
                                        ? gic->edge[first / 32] | bit
                                        : gic->edge[first / 32] & ~bit;
        }
    }
}

/* To the processors of a list, to all others, or to itself: here that is all one, or nobody. */
static void write_software(struct vgic *gic, uint32_t value)
{
    unsigned filter = value >> 24 & 3;

    if (filter == 2 || (filter == 0 && (value >> 16 & 1) != 0)) {
        gic->latched[0] |= 1u << (value & 15);
    }
}

static void write_senders(struct vgic *gic, uint64_t offset, uint32_t value)
{
    for (unsigned i = 0; i < 4; i++) {
        uint32_t bit = (value >> 8 * i & 1) << (offset % 16 + i);

        if (offset < GICD_SPENDSGIR) {
            gic->latched[0] &= ~bit;
        } else {
            gic->latched[0] |= bit;
        }
    }
}

/* `covered` has ones for the bytes that are written, `value` zeros for the others. */
static void write_word(struct vgic *gic, uint64_t offset, uint32_t value, uint32_t covered)
{
    uint32_t *bits = bits_of(gic, offset);

    if (bits != NULL) {
        write_bits(offset, bits, value, covered);
    } else if (offset >= GICD_IPRIORITYR && offset < GICD_IPRIORITYR + VGIC_INTERRUPTS) {
        write_priorities(gic, (unsigned)(offset - GICD_IPRIORITYR), value, covered);
    } else if (offset >= GICD_ICFGR && offset < GICD_ICFGR + VGIC_INTERRUPTS / 4) {
        write_config(gic, (unsigned)(offset - GICD_ICFGR) * 4, value, covered);
    } else if (offset >= GICD_CPENDSGIR && offset < GICD_SPENDSGIR + 16) {
        write_senders(gic, offset, value);
    } else if (offset == GICD_SGIR) {
        write_software(gic, value);
    } else if (offset == GICD_CTLR) {
        gic->control = ((gic->control & ~covered) | value) & 3;
    }
}

uint64_t vgic_read(struct vgic *gic, uint64_t offset, unsigned bytes)
{
    uint64_t word = read_word(gic, offset & ~3ull);

    if (bytes == 8) {
        word |= (uint64_t)read_word(gic, offset + 4) << 32;
    }
    return word >> 8 * (offset & 3);
}

void vgic_write(struct vgic *gic, uint64_t offset, unsigned bytes, uint64_t value)
{
    unsigned shift = 8 * (unsigned)(offset & 3);
    uint32_t covered = (bytes >= 4 ? ~0u : (1u << 8 * bytes) - 1) << shift;

    write_word(gic, offset & ~3ull, (uint32_t)(value << shift) & covered, covered);
    if (bytes == 8) {
        write_word(gic, offset + 4, (uint32_t)(value >> 32), ~0u);
    }
    vgic_deliver(gic);
}
