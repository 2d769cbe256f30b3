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
#include <sys/wait.h>
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

/* A canary that is known is not yet code that runs. */
static void tell_canary(const struct judged *judged, uint64_t tries, bool found)
{
    verdict_show(judged, "canary",
                 found ? "found byte by byte, in %llu tries: it is the same in each fork" :
                         "not found in %llu tries: each start has another",
                 (unsigned long long)tries);
}

static void tell_exploit(const struct judged *judged, enum variant variant, bool ran)
{
    uint64_t status = judged->exhibit->variants[variant].status;
    uint64_t tries = judged->exhibit->variants[variant].tries;

    if (variant == CANARY_BY_BYTES) {
        tell_canary(judged, tries, ran);
        return;
    }
    printf("EXPLOIT %s %s %llu %d ", judged->name,
           variant == STACK_GUESS ? "stack_guess" : "leak_then_reuse", (unsigned long long)tries,
           ran);
    if (ran) {
        printf("the injected code ran\n");
    } else if (tries == 0) {
        printf("the program has no code that this attacker could reuse\n");
    } else {
        printf("the service was ended by signal %d (%s)\n", WTERMSIG((int)status),
               strsignal(WTERMSIG((int)status)));
    }
}

/* Prints what has become of the attacker's variants; once each. */
static void tell_exploits(const struct judged *judged, bool *told)
{
    for (int i = 0; i < VARIANTS; i++) {
        bool running = judged->exhibit->lives > 0 && judged->exhibit->variants[i].tries > 0 &&
                       judged->exhibit->variants[i].finished == 0;

        if (!told[i] && (running || judged->exhibit->variants[i].finished != 0)) {
            told[i] = true;
            tell_exploit(judged, (enum variant)i,
                         running || judged->exhibit->variants[i].succeeded != 0);
        }
    }
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
    bool told[VARIANTS] = { false };

    while (guest_ticks() < end) {
        bool last = judged->exhibit->gave_up != 0;

        tell_exploits(judged, told);
        if (last) {
            return false;
        }
        if (judged->exhibit->asked != judged->exhibit->answered) {
            if (judged->exhibit->ask == ASK_END) {
                return true;
            }
            verdict_answer(judged);
        }
        (void)usleep(POLL_MICROSECONDS);
    }
    return false;
}

static void tell_failure(const struct judged *judged)
{
    if (judged->exhibit->lives == 0 && judged->hardened) {
        printf("INSTEAD %s:all held none of the attacker's own code ran; what is reused has no "
               "more rights than that has without protections\n",
               judged->name);
    } else if (judged->exhibit->lives == 0) {
        printf("MISSING %s:all the exploit did not succeed, though nothing protects the service\n",
               judged->name);
    } else {
        printf("MISSING %s:all the injected code stopped at step %llu, try %llu\n", judged->name,
               (unsigned long long)judged->exhibit->step,
               (unsigned long long)judged->exhibit->item);
    }
}

int main(int argc, char **argv)
{
    static struct judged judged;

    (void)setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc != 2 || (judged.configuration = configuration_find(argv[1])) == NULL) {
        fprintf(stderr, "usage: attack process|processes|users|root[_hardened]\n");
        return 2;
    }
    judged.name = argv[1];
    judged.hardened = strchr(argv[1], '_') != NULL;
    set_up(&judged);
    if (!preside(&judged)) {
        tell_failure(&judged);
        return judged.exhibit->lives == 0 && judged.hardened ? 0 : 1;
    }
    tell_score(&judged);
    judged.exhibit->over = 1;
    end_machine(&judged);
    return 0;
}
