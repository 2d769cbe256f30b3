/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Property: what the kernel prints says the numbers it was given, in digits without leading zeros,
 *     and texts as they are; the last words say where the kernel ended
 * Bound: decimal numbers below 2^12, hexadecimal ones of 64 bits; texts of 3 characters
 * Assumes: nothing else
 * Options: --unwind 40
 * Mutants: digits_backwards@prints_hexadecimal number_zero_is_empty@prints_decimal
 */
#include "prove.h"

/* proofs/machine/panic.c has the one of all other proofs. */
#define panic kernel_panic
NORETURN void kernel_panic(const char *file, int line, const char *what);
#include "console.c"
#undef panic

enum { MOST = 40 };

static char text[MOST];
static unsigned length;
static bool halted;

void *object_at(paddr_t address)
{
    (void)address;
    return NULL;
}

void arch_putc(char c)
{
    PROVE(length < MOST, "no more text than there is");
    text[length++] = c;
}

NORETURN void arch_halt(void)
{
    halted = true;
    PROVE(text[0] == '\n' && text[1] == 'K' && text[14] == 'f' && text[15] == ':' &&
              text[16] == '7' && text[17] == ':' && text[19] == 'w',
          "the last words name file, line and reason");
    REACHED("the machine stops");
    ASSUME(false);
    for (;;) {
    }
}

static unsigned digit_of(char c)
{
    return c <= '9' ? c - '0' : c - 'a' + 10u;
}

/* The number in text[from .. until). */
static word_t number(unsigned from, unsigned until, unsigned base)
{
    word_t value = 0;

    for (unsigned i = from; i < until; i++) {
        PROVE(digit_of(text[i]) < base, "each is a digit");
        value = value * base + digit_of(text[i]);
    }
    return value;
}

static void prints_hexadecimal(void)
{
    word_t value = nondet_word();

    length = 0;
    console_print("%lx", value);
    PROVE(length >= 1 && length <= 16 && (length == 1 || text[0] != '0'), "no leading zeros");
    PROVE(number(0, length, 16) == value, "the digits are the number's");
}

static void prints_decimal(void)
{
    unsigned value = nondet_unsigned() & 0xfff;

    length = 0;
    console_print("%u", value);
    PROVE(length >= 1 && length <= 4 && (length == 1 || text[0] != '0'), "no leading zeros");
    PROVE(number(0, length, 10) == value, "the digits are the number's");
}

static void prints_text(void)
{
    char given[4] = {(char)nondet_word(), (char)nondet_word(), (char)nondet_word(), '\0'};
    unsigned count = given[0] == '\0' ? 0 : given[1] == '\0' ? 1 : given[2] == '\0' ? 2 : 3;

    length = 0;
    console_print("<%s>%%", given);
    PROVE(length == count + 3 && text[0] == '<' && text[count + 1] == '>' && text[count + 2] == '%',
          "what is around it is there");
    for (unsigned i = 0; i < count; i++) {
        PROVE(text[1 + i] == given[i], "the text is as it is");
    }
}

int main(void)
{
    prints_hexadecimal();
    prints_decimal();
    prints_text();
    length = 0;
    kernel_panic("f", 7, "w");
}
