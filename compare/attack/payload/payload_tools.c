/* SPDX-License-Identifier: BSD-2-Clause */
/* What the parts of the injected code share. */
#include "payload_tools.h"

#include "sys.h"

void *memset(void *to, int byte, unsigned long bytes)
{
    for (unsigned long i = 0; i < bytes; i++) {
        ((volatile unsigned char *)to)[i] = (unsigned char)byte;
    }
    return to;
}

void *memcpy(void *to, const void *from, unsigned long bytes)
{
    for (unsigned long i = 0; i < bytes; i++) {
        ((volatile unsigned char *)to)[i] = ((const unsigned char *)from)[i];
    }
    return to;
}

/* By a system call that every service needs. */
void nap(void)
{
    const uint64_t millisecond[2] = { 0, 1000000 };

    (void)SYS4(ppoll, 0, 0, millisecond, 0);
}

void ask(enum ask what)
{
    found()->ask = (uint64_t)what;
    found()->asked++;
    while (found()->answered != found()->asked) {
        nap();
    }
}

void proc_mem(char *path, unsigned long pid)
{
    static const char before[] = "/proc/", after[] = "/mem";
    char digits[20];
    unsigned long at = 0, count = 0;

    for (; before[at] != '\0'; at++) {
        path[at] = before[at];
    }
    for (; pid > 0; pid /= 10) {
        digits[count++] = (char)('0' + pid % 10);
    }
    while (count > 0) {
        path[at++] = digits[--count];
    }
    for (unsigned long i = 0; i < sizeof(after); i++) {
        path[at++] = after[i];
    }
}
