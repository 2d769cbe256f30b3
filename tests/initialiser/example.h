/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A system spec to test with: a client that calls a passive server, with
 * shared memory, a large page, a device, an interrupt and a patch.
 */
#pragma once

#include "spec.h"

enum {
    CLIENT_TCB,
    SERVER_TCB,
    CLIENT_CNODE,
    SERVER_CNODE,
    CLIENT_VSPACE,
    SERVER_VSPACE,
    SERVER_INPUT,
    CLIENT_NOTIFICATION,
    SERVER_NOTIFICATION,
    SERVER_REPLY,
    MONITOR_REPLY,
    MONITOR_ENDPOINT,
    CLIENT_CONTEXT,
    SERVER_CONTEXT,
    CLIENT_PROGRAM,  /* in the image, two pages */
    SERVER_PROGRAM,  /* in the image */
    CLIENT_STACK,
    SERVER_STACK,
    CLIENT_IPC,
    SERVER_IPC,
    SHARED,          /* two pages, mapped in both */
    LARGE,           /* one page of 2 MiB */
    UART,            /* at EXAMPLE_UART_PADDR */
    FIXED,           /* RAM at EXAMPLE_FIXED_PADDR */
    UART_IRQ,
    EXAMPLE_OBJECTS
};

enum { CLIENT, SERVER, EXAMPLE_THREADS };
enum { EXAMPLE_CAPS = 8, EXAMPLE_MAPS = 11, EXAMPLE_PATCHES = 2, EXAMPLE_SYMBOLS = 4,
       EXAMPLE_SLICES = 4 };

#define EXAMPLE_UART_PADDR 0x9030000ull
#define EXAMPLE_FIXED_PADDR 0x60401000ull
#define EXAMPLE_PROGRAM 0x200000ull
#define EXAMPLE_STACK_TOP 0x7fffffffe000ull
#define EXAMPLE_IPC_BUFFER 0x7ffffffff000ull
#define EXAMPLE_SHARED 0x4000000ull

struct example {
    struct spec_header header;
    struct spec_object objects[EXAMPLE_OBJECTS];
    struct spec_cap caps[EXAMPLE_CAPS];
    struct spec_map maps[EXAMPLE_MAPS];
    struct spec_irq irqs[2]; /* the second is not in use */
    struct spec_thread threads[EXAMPLE_THREADS];
    struct spec_patch patches[EXAMPLE_PATCHES];
    struct spec_slice slices[EXAMPLE_SLICES]; /* not in use: see example_schedule */
    struct spec_symbol symbols[EXAMPLE_SYMBOLS]; /* the client's */
    char strings[512];
    unsigned char data[3][4096] __attribute__((aligned(4096)));
};

/* The example, intact, in static memory at a page boundary. */
struct example *example_make(void);

/* Puts the client into domain 2, which runs first, and the server into domain 0. */
void example_schedule(struct example *e);

/* Makes of the server a guest of the client's, with the server's reply object for a virtual CPU, on
   a kernel at EL2. */
void example_guest(struct example *e);
