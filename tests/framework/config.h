/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Configuration sections.  The programs are built once, without knowing who is
 * how many; the builder writes these into the linked files (Makefile), and each
 * program looks for the magic number before it believes a word.
 */
#pragma once

#include <microkit.h>

#define CONFIG_MAGIC 0x3130666e6f636466ull

enum { CLIENTS_MOST = 4 };

#define CONFIG_SECTION(name) __attribute__((section(name), used))

/* .client_config */
struct client_config {
    seL4_Word magic;
    seL4_Word index;
    seL4_Word data_bytes;
    seL4_Word first_place; /* offset of the first request's data */
};

/* .dma_virt_config: where the virtualiser has what it shares with each client. */
struct dma_virt_config {
    seL4_Word magic;
    seL4_Word clients;
    struct {
        seL4_Word channel;
        seL4_Word queues;
        seL4_Word data;
        seL4_Word data_bytes;
    } client[CLIENTS_MOST];
};

/* .serial_virt_config */
struct serial_virt_config {
    seL4_Word magic;
    seL4_Word clients;
    struct {
        seL4_Word channel;
        seL4_Word text;
    } client[CLIENTS_MOST];
};

/* .judge_config */
struct judge_config {
    seL4_Word magic;
    seL4_Word clients;
};

/* Addresses that are the same in all who have them. */
#define CLIENT_QUEUES 0x5000000ull
#define CLIENT_DATA   0x6000000ull
#define CLIENT_TEXT   0x7000000ull
#define RESULTS       0x8000000ull

/* What each client tells the judge, in RESULTS; a page for each. */
struct result {
    seL4_Word checks;
    seL4_Word right;
};

/* No header of a C library is here; what its assert() would call, libmicrokit has. */
_Noreturn void __assert_fail(const char *expression, const char *file, unsigned line,
                             const char *function);
#define assert(expression) \
    ((expression) ? (void)0 : __assert_fail(#expression, __FILE__, __LINE__, __func__))
