/* SPDX-License-Identifier: BSD-2-Clause */
/* The attacker's post, which has the exploit, and its connections to the service. */
#include "attempt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "ledger.h"
#include "vulnerable.h"

/* The exploit as the linker made it: an ELF file with one segment. */
__asm__(".section .rodata\n"
        ".balign 8\n"
        "payload:\n"
        "    .incbin \"payload.elf\"\n"
        ".text\n");

extern const unsigned char payload[];

/* Where an ELF file says where its program headers are; and what they say. */
enum { ELF_PHOFF = 0x20, ELF_P_OFFSET = 0x08, ELF_P_FILESZ = 0x20 };

enum { PAUSE_MICROSECONDS = 1000 };

static int descriptor = -1;
unsigned char *attacker_post;

static uint64_t payload_word(size_t offset)
{
    uint64_t word;

    memcpy(&word, payload + offset, sizeof(word));
    return word;
}

void attacker_make_post(void)
{
    descriptor = memfd_create("post", MFD_CLOEXEC);
    if (descriptor < 0 || ftruncate(descriptor, POST_BYTES) != 0 ||
        (attacker_post = mmap(NULL, POST_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor,
                              0)) == MAP_FAILED) {
        perror("attacker: post");
        exit(1);
    }
}

int attacker_connect(void)
{
    return attacker_connect_to(LEDGER_SOCKET);
}

int attacker_connect_to(const char *path)
{
    for (;;) {
        struct message m = { .claim = LEDGER_ATTACKER, .label = LABEL_POST };
        int connection = channel_connect(path);

        if (connection >= 0 && channel_call(connection, &m, descriptor)) {
            return connection;
        }
        (void)close(connection);
        (void)usleep(PAUSE_MICROSECONDS);
    }
}

size_t attacker_fill_post(size_t at)
{
    uint64_t header = payload_word(ELF_PHOFF);
    size_t bytes = payload_word(header + ELF_P_FILESZ);

    memcpy(attacker_post + at, payload + payload_word(header + ELF_P_OFFSET), bytes);
    return bytes;
}

bool attacker_note(int connection, size_t bytes)
{
    struct message m = { .claim = LEDGER_ATTACKER, .label = LEDGER_NOTE, .count = 1,
                         .words = { bytes } };

    return channel_call(connection, &m, -1);
}

bool attacker_settle(uint64_t deaths, uint64_t lives)
{
    volatile const struct exhibit *e = attacker_exhibit();

    while (e->deaths == deaths && e->lives == lives) {
        (void)usleep(PAUSE_MICROSECONDS);
    }
    return e->lives != lives;
}

void attacker_wait_for_client(void)
{
    while (attacker_exhibit()->patient != 0 && attacker_exhibit()->client_post == 0) {
        (void)usleep(PAUSE_MICROSECONDS);
    }
}

void attacker_finish(enum variant variant)
{
    volatile struct exhibit *e = attacker_exhibit();

    e->variants[variant].status = e->status;
    e->variants[variant].finished = 1;
}
