/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An account in words.  No number that depends on compiler or address space is
 * printed where there is a name for it, so the words are the same everywhere.
 */
#include "fault_decode.h"
#include "print.h"

static void print_line(const char *heading)
{
    microkit_dbg_puts("   ");
    microkit_dbg_puts(heading);
    microkit_dbg_puts("  ");
}

static void print_offset(seL4_Word offset)
{
    if (offset != 0) {
        microkit_dbg_puts(" + ");
        microkit_dbg_put32((seL4_Uint32)offset);
    }
}

/* The name ends within its array, whatever the child put there. */
static void print_symbol(const volatile struct life_symbol *symbol, seL4_Word address)
{
    for (unsigned i = 0; i < sizeof(symbol->name) && symbol->name[i] != '\0'; i++) {
        microkit_dbg_putc(symbol->name[i]);
    }
    print_offset(address - (seL4_Word)symbol->address);
}

static void print_named(const volatile struct life_seal *seal, seL4_Word address, const char *area)
{
    const volatile struct life_symbol *symbol = fault_symbol(seal, address);

    if (symbol != seL4_Null) {
        print_symbol(symbol, address);
    } else {
        print_hex(address);
        microkit_dbg_puts(area);
    }
}

static void print_place(const volatile struct life_seal *seal, seL4_Word address)
{
    seL4_Word bottom = seal->ranges[LIFE_RANGE_STACK].begin;

    switch (fault_area(seal, address)) {
    case AREA_CODE:
        print_named(seal, address, " in its code");
        break;
    case AREA_DATA:
        print_named(seal, address, " in its data");
        break;
    case AREA_STACK:
        microkit_dbg_puts(address == bottom ? "the bottom of its stack" : "its stack");
        break;
    case AREA_GUARD:
        microkit_dbg_puts("the guard page ");
        microkit_dbg_put32((seL4_Uint32)(bottom - address));
        microkit_dbg_puts(" bytes below its stack");
        break;
    case AREA_PRISTINE:
        microkit_dbg_puts("its pristine copy");
        print_offset(address - LIFE_PRISTINE);
        break;
    case AREA_NULL:
    case AREA_UNKNOWN:
        print_hex(address);
        break;
    }
}

static const char *reason_text(const struct fault_account *a)
{
    switch (a->reason) {
    case REASON_UNMAPPED:
        return ", not mapped";
    case REASON_FORBIDDEN:
        return a->cause == FAULT_EXECUTE ? ", not executable"
               : a->cause == FAULT_WRITE ? ", read-only"
                                         : ", not readable";
    case REASON_UNALIGNED:
        return ", not aligned as it must be";
    case REASON_NONE:
    case REASON_OTHER:
        break;
    }
    return ", refused";
}

static void print_access(const struct fault_account *a, const volatile struct life_seal *seal,
                         const char *access)
{
    microkit_dbg_puts(access);
    print_place(seal, a->address);
    microkit_dbg_puts(reason_text(a));
}

static void print_capability(const struct fault_account *a, const char *use)
{
    microkit_dbg_puts(use);
    microkit_dbg_put32((seL4_Uint32)a->number);
    microkit_dbg_puts(", which it does not have");
}

static void print_what(const struct fault_account *a, const volatile struct life_seal *seal)
{
    switch (a->cause) {
    case FAULT_NONE:
        microkit_dbg_puts("nothing: it went on");
        break;
    case FAULT_READ:
        print_access(a, seal, "read from ");
        break;
    case FAULT_WRITE:
        print_access(a, seal, "write to ");
        break;
    case FAULT_EXECUTE:
        print_access(a, seal, "execution of ");
        break;
    case FAULT_UNDEFINED:
        microkit_dbg_puts("an instruction that does not exist, or not for it");
        break;
    case FAULT_REGISTER:
        microkit_dbg_puts("the use of a register that is not for it");
        break;
    case FAULT_BREAKPOINT:
        microkit_dbg_puts("a breakpoint instruction");
        break;
    case FAULT_ODD_SP:
        microkit_dbg_puts("a stack pointer that is not a multiple of 16");
        break;
    case FAULT_ODD_PC:
        microkit_dbg_puts("a jump to an address that is not a multiple of 4");
        break;
    case FAULT_SYSCALL:
        microkit_dbg_puts("system call ");
        print_signed(a->number);
        microkit_dbg_puts(", which the kernel does not have");
        break;
    case FAULT_CAP_CALL:
        print_capability(a, "a call with capability ");
        break;
    case FAULT_CAP_RECEIVE:
        print_capability(a, "receiving with capability ");
        break;
    case FAULT_HANG:
        microkit_dbg_puts("an endless loop; stopped by its parent");
        break;
    case FAULT_OTHER:
        microkit_dbg_puts("an exception with syndrome ");
        print_hex(a->number);
        break;
    }
}

/* x0 to x30 by number; 31 is the stack pointer. */
static seL4_Word general(const seL4_UserContext *c, unsigned n)
{
    const seL4_Word all[] = {
        c->x0,  c->x1,  c->x2,  c->x3,  c->x4,  c->x5,  c->x6,  c->x7,  c->x8,  c->x9,  c->x10,
        c->x11, c->x12, c->x13, c->x14, c->x15, c->x16, c->x17, c->x18, c->x19, c->x20, c->x21,
        c->x22, c->x23, c->x24, c->x25, c->x26, c->x27, c->x28, c->x29, c->x30, c->sp,
    };

    return all[n];
}

/* Of the instruction set, what crashes here; which register decides, and where its number is. */
enum operand { OPERAND_NONE, OPERAND_BASE, OPERAND_SYSCALL };

static const struct form {
    seL4_Uint32 mask, value;
    enum operand operand;
    char name[8];
} forms[] = {
    {0xffc00000, 0xf9400000, OPERAND_BASE, "ldr"},  {0xffc00000, 0xf9000000, OPERAND_BASE, "str"},
    {0xffc00000, 0xa9800000, OPERAND_BASE, "stp"},  {0xfffffc00, 0xc85f7c00, OPERAND_BASE, "ldxr"},
    {0xfffffc1f, 0xd63f0000, OPERAND_BASE, "blr"},  {0xfffffc1f, 0xd61f0000, OPERAND_BASE, "br"},
    {0xffff0000, 0x00000000, OPERAND_NONE, "udf"},  {0xffe0001f, 0xd4200000, OPERAND_NONE, "brk"},
    {0xfff00000, 0xd5300000, OPERAND_NONE, "mrs"},  {0xfff00000, 0xd5100000, OPERAND_NONE, "msr"},
    {0xffe0001f, 0xd4000001, OPERAND_SYSCALL, "svc"},
};

static void print_base(const struct fault_account *a, const volatile struct life_seal *seal,
                       unsigned n)
{
    seL4_Word value = general(&a->registers, n);

    if (n == 31) {
        microkit_dbg_puts(", sp = ");
    } else {
        microkit_dbg_puts(", x");
        microkit_dbg_put32(n);
        microkit_dbg_puts(" = ");
    }
    print_place(seal, value);
    if (n == 31 && value % 16 != 0) {
        microkit_dbg_puts(", not a multiple of 16");
    }
}

static void print_form(const struct fault_account *a, const volatile struct life_seal *seal,
                       seL4_Uint32 word)
{
    for (unsigned i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        if ((word & forms[i].mask) != forms[i].value) {
            continue;
        }
        microkit_dbg_puts(" ");
        microkit_dbg_puts(forms[i].name);
        if (forms[i].operand == OPERAND_BASE) {
            print_base(a, seal, word >> 5 & 31); /* Rn */
        } else if (forms[i].operand == OPERAND_SYSCALL) {
            microkit_dbg_puts(", x0 = ");
            print_hex(a->registers.x0);
            microkit_dbg_puts(", x7 = ");
            print_signed(a->registers.x7);
        }
        return;
    }
}

static void print_instruction(const struct fault_account *a, const volatile struct life_seal *seal)
{
    seL4_Uint32 word;
    seL4_Word call = a->registers.x30 - sizeof(word);

    if (fault_instruction(seal, a->pc, &word)) {
        print_line("by   ");
        print_hex(word);
        print_form(a, seal, word);
        microkit_dbg_puts("\n");
    } else if (fault_instruction(seal, call, &word)) {
        print_line("from ");
        print_place(seal, call);
        microkit_dbg_puts(": ");
        print_hex(word);
        print_form(a, seal, word);
        microkit_dbg_puts("\n");
    }
}

void fault_account_print(const struct fault_account *a, const volatile struct life_seal *seal)
{
    const volatile struct life_symbol *symbol = fault_symbol(seal, a->pc);

    print_line("what ");
    print_what(a, seal);
    microkit_dbg_puts("\n");
    print_line("where");
    if (a->cause == FAULT_HANG && symbol != seL4_Null) {
        print_symbol(symbol, (seL4_Word)symbol->address); /* where in the loop is chance */
        microkit_dbg_puts("\n");
        return;
    }
    print_place(seal, a->pc);
    microkit_dbg_puts("\n");
    print_instruction(a, seal);
}
