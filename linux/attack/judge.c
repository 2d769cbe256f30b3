/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The judge of Task 5 on Linux, program `attack` of the guest:
 *
 *     attack process|processes|users|root[_hardened]
 *
 * starts the system of that configuration, lets the attacker take its service
 * over, and counts what the injected code gets: from outside, as root, by what
 * became of the things that it went for.  docs/compare.md says how to read it.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "guest.h"
#include "judge.h"

enum { POLL_MICROSECONDS = 500, DELAY_MICROSECONDS = 50000, SECONDS = 600, TICKS = 62500000 };

/* What the client saw of all this. */
static void tell_score(const struct judged *judged)
{
    volatile const struct score *score = judged->score;

    verdict_show(judged, "client",
                 "safe_server: %llu right answers, %llu lost, %llu wrong; notes: %llu taken, "
                 "%llu lost",
                 (unsigned long long)score->served, (unsigned long long)score->lost,
                 (unsigned long long)score->wrong, (unsigned long long)score->notes,
                 (unsigned long long)score->notes_lost);
    verdict_show(judged, "service", "ended %llu times and was started again; injected %llu times",
                 (unsigned long long)judged->exhibit->deaths,
                 (unsigned long long)judged->exhibit->lives);
}

static void tell_exploit(const struct judged *judged, const char *variant)
{
    bool ran = judged->exhibit->lives > 0;

    printf("EXPLOIT %s %s %llu %d %s\n", judged->name, variant,
           (unsigned long long)judged->exhibit->tries, ran,
           ran ? "the injected code ran" : "the injected code never ran");
}

/* Root may turn the machine off.  As the last thing of all it does. */
static void end_machine(struct judged *judged)
{
    if (judged->exhibit->is_root == 0 || judged->exhibit->machine_allowed == 0) {
        return;
    }
    printf("The injected code turns the machine off now: nothing comes after this line.\n");
    (void)usleep(DELAY_MICROSECONDS);
    judged->exhibit->power_off = 1;
    judged->exhibit->answered = judged->exhibit->asked;
    (void)sleep(2);
    printf("MISSING %s:stop:machine the machine runs on, though the kernel had allowed it\n",
           judged->name);
}

/* Answers the injected code until it has no more to ask.  False if it never ran or got stuck. */
static bool preside(struct judged *judged)
{
    uint64_t end = guest_ticks() + (uint64_t)SECONDS * TICKS;
    bool told = false;

    while (guest_ticks() < end && judged->exhibit->gave_up == 0) {
        if (judged->exhibit->asked != judged->exhibit->answered) {
            if (!told) {
                tell_exploit(judged, "stack_guess");
                told = true;
            }
            if (judged->exhibit->ask == ASK_END) {
                return true;
            }
            verdict_answer(judged);
        }
        (void)usleep(POLL_MICROSECONDS);
    }
    if (!told) {
        tell_exploit(judged, "stack_guess");
    }
    return false;
}

int main(int argc, char **argv)
{
    static struct judged judged;

    (void)setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc != 2 || (judged.configuration = service_configuration(argv[1])) == NULL) {
        fprintf(stderr, "usage: attack process|processes|users|root[_hardened]\n");
        return 2;
    }
    judged.name = argv[1];
    judged.hardened = strchr(argv[1], '_') != NULL;
    set_up(&judged);
    if (!preside(&judged)) {
        printf("MISSING %s:all the attack stopped at step %llu, try %llu\n", judged.name,
               (unsigned long long)judged.exhibit->step, (unsigned long long)judged.exhibit->item);
        return 1;
    }
    tell_score(&judged);
    judged.exhibit->over = 1;
    end_machine(&judged);
    return 0;
}
