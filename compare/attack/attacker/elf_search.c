/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Code reuse: the attacker searches a program for instructions that call any
 * function with three arguments from the stack.  C libraries have some wherever a
 * function ends by calling through a table.  Encodings: Arm ARM, C6.2.
 */
#include "elf_search.h"

#include <elf.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LOOK_BACK = 10, SP = 31, FIRST_SAVED = 19, LAST_SAVED = 28, UNKNOWN = -1 };

#define BR(w) (((w) & 0xfffffc1fu) == 0xd61f0000u)
#define LDP(w) (((w) & 0xffc00000u) == 0xa9400000u)
#define LDP_POST(w) (((w) & 0xffc00000u) == 0xa8c00000u)
#define LDR(w) (((w) & 0xffc00000u) == 0xf9400000u)
#define MOV(w) (((w) & 0xffe0ffe0u) == 0xaa0003e0u)
#define MOV_X8_226 0xd2801c48u /* mprotect's number */
#define SVC_0 0xd4000001u

static unsigned rn(uint32_t w)
{
    return w >> 5 & 31;
}

static unsigned rt2(uint32_t w)
{
    return w >> 10 & 31;
}

/* The offset of a pair, positive in the code that is looked for. */
static int64_t pair_offset(uint32_t w)
{
    int64_t seven = w >> 15 & 0x7f;

    return (seven >= 64 ? seven - 128 : seven) * 8;
}

static int64_t single_offset(uint32_t w)
{
    return (int64_t)(w >> 10 & 0xfff) * 8;
}

/* Where each register is loaded from on the stack; what the branch goes to. */
struct trail {
    int64_t from[32]; /* of the stack pointer; UNKNOWN */
    int64_t frame;
    unsigned target;  /* register that the branch's target is in, as seen so far */
    int64_t function;
    int base;
};

static void note_load(struct trail *trail, unsigned reg, int64_t offset)
{
    if (trail->from[reg] == UNKNOWN) {
        trail->from[reg] = offset;
    }
}

/* One instruction further back.  False if it is none that may be there. */
static bool step_back(struct trail *trail, uint32_t w)
{
    if (MOV(w)) {
        if ((w & 31) == trail->target) {
            trail->target = w >> 16 & 31;
            return true;
        }
        return (w & 31) > 2; /* an argument from elsewhere is of no use */
    }
    if ((LDP(w) || LDP_POST(w)) && rn(w) == SP) {
        note_load(trail, w & 31, LDP(w) ? pair_offset(w) : 0);
        note_load(trail, rt2(w), LDP(w) ? pair_offset(w) + 8 : 8);
        trail->frame += LDP(w) ? 0 : pair_offset(w);
        return true;
    }
    if (!LDR(w)) {
        return false;
    }
    if (rn(w) == SP) {
        note_load(trail, w & 31, single_offset(w));
    } else if ((w & 31) == trail->target && trail->base == UNKNOWN) {
        trail->base = (int)rn(w);
        trail->function = single_offset(w);
    } else {
        return false;
    }
    return true;
}

static bool complete(const struct trail *t)
{
    return t->from[0] != UNKNOWN && t->from[1] != UNKNOWN && t->from[2] != UNKNOWN &&
           t->from[30] != UNKNOWN && t->base >= FIRST_SAVED && t->base <= LAST_SAVED &&
           t->frame > 0;
}

static bool is_gadget(const uint32_t *text, size_t branch, struct gadget *gadget)
{
    struct trail trail = { .target = rn(text[branch]), .base = UNKNOWN };

    for (size_t i = 0; i < 32; i++) {
        trail.from[i] = UNKNOWN;
    }
    for (size_t back = 1; back <= LOOK_BACK && back <= branch; back++) {
        if (!step_back(&trail, text[branch - back])) {
            return false;
        }
        if (complete(&trail)) {
            *gadget = (struct gadget){ .at = (branch - back) * 4,
                                       .base = (unsigned)trail.base,
                                       .function = (uint64_t)trail.function,
                                       .x0 = (uint64_t)trail.from[0],
                                       .x1 = (uint64_t)trail.from[1],
                                       .x2 = (uint64_t)trail.from[2],
                                       .x30 = (uint64_t)trail.from[30],
                                       .frame = (uint64_t)trail.frame };
            return true;
        }
    }
    return false;
}

static bool search(const uint32_t *text, size_t words, struct gadget *gadget, uint64_t *mprotect_at)
{
    bool have_gadget = false, have_mprotect = false;

    for (size_t i = 1; i < words && !(have_gadget && have_mprotect); i++) {
        if (!have_gadget && BR(text[i])) {
            have_gadget = is_gadget(text, i, gadget);
        }
        if (!have_mprotect && text[i] == SVC_0 && text[i - 1] == MOV_X8_226) {
            *mprotect_at = (i - 1) * 4;
            have_mprotect = true;
        }
    }
    return have_gadget && have_mprotect;
}

/* The first segment of a static program has its code, and is loaded at the program's start. */
static size_t code_bytes(const unsigned char *file)
{
    Elf64_Ehdr header;
    Elf64_Phdr segment;

    memcpy(&header, file, sizeof(header));
    for (size_t i = 0; i < header.e_phnum; i++) {
        memcpy(&segment, file + header.e_phoff + i * sizeof(segment), sizeof(segment));
        if (segment.p_type == PT_LOAD && (segment.p_flags & PF_X) != 0 && segment.p_offset == 0) {
            return segment.p_filesz;
        }
    }
    return 0;
}

bool elf_search(const char *path, struct gadget *gadget, uint64_t *mprotect_at)
{
    struct stat status;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    void *bytes = MAP_FAILED;
    bool found;

    if (file >= 0 && fstat(file, &status) == 0) {
        bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    }
    if (file >= 0) {
        (void)close(file);
    }
    if (bytes == MAP_FAILED) {
        return false;
    }
    found = search(bytes, code_bytes(bytes) / 4, gadget, mprotect_at);
    (void)munmap(bytes, (size_t)status.st_size);
    return found;
}
