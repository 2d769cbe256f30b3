/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Text on the debug console, and panic, the kernel's last words.
 */
#include "console.h"

#include <stdarg.h>

#include "arch.h"

enum { NUMBER_DIGITS = 20 }; /* 2^64 - 1 in decimal */

static void print_string(const char *string)
{
    while (*string != '\0') { /* the kernel's own text, and names of at most 63 characters */
        arch_putc(*string++);
    }
}

static void print_number(word_t value, unsigned base)
{
    char digits[NUMBER_DIGITS];
    unsigned count = 0;

    do {
        digits[count++] = "0123456789abcdef"[value % base];
        value /= base;
    } while (value != 0);
    while (count > 0) {
        arch_putc(digits[--count]);
    }
}

/* Print one argument as the conversion at `format` (behind the '%') says.
   Returns what follows the conversion. */
static const char *print_conversion(const char *format, va_list *arguments)
{
    switch (*format) {
    case 's':
        print_string(va_arg(*arguments, const char *));
        break;
    case 'u':
        print_number(va_arg(*arguments, unsigned), 10);
        break;
    case 'l':
        format++;
        print_number(va_arg(*arguments, unsigned long), *format == 'x' ? 16 : 10);
        break;
    default:
        arch_putc(*format);
        break;
    }
    return format + 1;
}

void console_print(const char *format, ...)
{
    va_list arguments;

    if (!CONFIG_DEBUG_BUILD) {
        return;
    }
    va_start(arguments, format);
    while (*format != '\0') {
        if (*format == '%') {
            format = print_conversion(format + 1, &arguments);
        } else {
            arch_putc(*format++);
        }
    }
    va_end(arguments);
}

void panic(const char *file, int line, const char *what)
{
    console_print("\nKERNEL PANIC %s:%u: %s\n", file, (unsigned)line, what);
    arch_halt();
}
