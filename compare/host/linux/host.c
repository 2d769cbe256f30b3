/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Linux as the host of a secret, taken over level by level: what Task 8's guest tries against
 * safe_server from inside a virtual machine, a program of another user, root and a part of the
 * kernel try on the same Linux.
 *
 *     host LEVEL [careless]
 *
 * LEVEL is user, root, kernel, or kvm: the kernel of a guest.  With `careless`, safe_server is a
 * process of the user's who attacks, without any precaution.
 *
 * Prints HOST and SHOW lines, and at the end HOST DONE; unless the attacker has switched the
 * machine off.  Its client and the judge, who is root and asks safe_server for proofs, say what
 * came of an attempt; the attacker's word counts for nothing.
 */
#include "host.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/kvm.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "guest.h"
#include "guest_program.h"
#include "host_module.h"

enum { QUESTION = 20261203, SERVED_MS = 20, STOPPED_MS = 100 };

static const struct level *level;
static bool careful;
static unsigned read_secrets, changed, stopped, starved;

static void found(const char *id, unsigned got, unsigned tried)
{
    printf("HOST %s %s %u %u\n", level->column, id, got, tried);
}

/* Task 8's program reports so what it reached.  What means the same on both Linuxes is told. */
void report(const char *name, unsigned got, unsigned of)
{
    static const char *const told[][2] = {{"kernel-memory", "kernel_memory"},
                                          {"instructions", "instructions"},
                                          {"rights", "rights"}};

    for (unsigned i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
        if (strcmp(name, told[i][0]) == 0) {
            found(told[i][1], got, of);
        }
    }
}

/* Runs `what` in a process of the level's user. */
static void as_attacker(void (*what)(void))
{
    pid_t pid;
    int status;

    (void)fflush(stdout);
    pid = fork();
    must(pid >= 0, "fork");
    if (pid == 0) {
        must(setgroups(0, NULL) == 0 && setresgid(level->user, level->user, level->user) == 0 &&
                 setresuid(level->user, level->user, level->user) == 0,
             "change the user");
        what();
        _exit(0);
    }
    must(waitpid(pid, &status, 0) == pid, "waitpid");
    if (WIFEXITED(status) && WEXITSTATUS(status) != 0) {
        exit(1); /* it could not even try, and has said why */
    }
}

/* ---- The secret ---- */

static void try_reads(void)
{
    unsigned tried = 0;

    for (const struct attempt *way = level->ways->reads; way->name != NULL; way++) {
        memset(notes->words, 0, sizeof(notes->words));
        as_attacker(way->run);
        tried++;
        if (proof_of(notes->words, QUESTION) == proof_of_server(QUESTION)) {
            read_secrets++;
            printf("SHOW %s host_read by %s: %016llx ...\n", level->column, way->name,
                   (unsigned long long)notes->words[0]);
        }
    }
    found("secret_read", read_secrets, tried);
}

static void try_writes(void)
{
    unsigned tried = 0;

    for (const struct attempt *way = level->ways->writes; way->name != NULL; way++) {
        uint64_t before = proof_of_server(QUESTION);

        as_attacker(way->run);
        tried++;
        if (proof_of_server(QUESTION) != before) {
            changed++;
            printf("SHOW %s host_write by %s\n", level->column, way->name);
            end_server();
            start_server(careful);
        }
    }
    found("secret_written", changed, tried);
}

/* ---- The service ---- */

static void sleep_ms(unsigned ms)
{
    (void)usleep(ms * 1000);
}

/* The client has been served for a while, and counts how long it is not from now on. */
static void wait_until_served(void)
{
    uint64_t before = notes->served;

    for (int i = 0; i < 100 && notes->served - before < 2; i++) {
        sleep_ms(SERVED_MS);
    }
    must(notes->served - before >= 2, "the client is not served");
    notes->longest = 0;
}

static uint64_t unserved_ms(void)
{
    uint64_t since = guest_ticks() - notes->last;

    return (notes->longest > since ? notes->longest : since) / TICKS_PER_MS;
}

/* How many of the ways left the client without an answer for `ms`. */
static unsigned count_unserved(const struct attempt *way, unsigned wait_ms, unsigned ms,
                               const char *id, const char *show)
{
    unsigned got = 0, tried = 0;

    for (; way->name != NULL; way++) {
        uint64_t unserved;

        wait_until_served();
        as_attacker(way->run);
        sleep_ms(wait_ms);
        unserved = unserved_ms();
        printf("SHOW %s %s by %s: the client was not served for up to %llu ms\n", level->column,
               show, way->name, (unsigned long long)unserved);
        tried++;
        if (unserved >= ms) {
            got++;
            end_server();
            start_server(careful);
        }
    }
    found(id, got, tried);
    return got;
}

/* ---- The level ---- */

/* What the client and the judge noticed, of three: not served, answers lost or wrong, another
   secret. */
static void tell_noticed(void)
{
    unsigned noticed = stopped + starved > 0;

    noticed += notes->lost + notes->wrong > 0;
    noticed += changed > 0;
    found("noticed", noticed, 3);
}

/* The last, for who succeeds does not come back. */
static void try_machine_off(void)
{
    printf("SHOW %s host_off switches the machine off now: nothing comes after this line\n",
           level->column);
    as_attacker(level->ways->machine_off);
    found("machine_off", 0, 1);
}

static void tell_machine(void)
{
    struct utsname name;
    int kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
    int version = kvm < 0 ? -1 : ioctl(kvm, KVM_GET_API_VERSION, 0);

    must(uname(&name) == 0, "uname");
    if (version < 0) {
        printf("SHOW %s host_kvm Linux %s; /dev/kvm: %s\n", level->column, name.release,
               strerror(errno));
    } else {
        printf("SHOW %s host_kvm Linux %s; /dev/kvm is there, version %d\n", level->column,
               name.release, version);
    }
    (void)close(kvm);
    /* As who runs guests is given it. */
    (void)chmod("/dev/kvm", level == &level_kvm ? 0666 : 0600);
}

static const struct level *level_of(const char *name)
{
    static const struct level *const levels[] = {&level_user, &level_root, &level_kernel,
                                                &level_kvm};

    for (unsigned i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
        if (strcmp(levels[i]->name, name) == 0) {
            return levels[i];
        }
    }
    return NULL;
}

int main(int argc, char **argv)
{
    (void)setvbuf(stdout, NULL, _IOLBF, 0);
    level = level_of(argc > 1 ? argv[1] : "");
    must(level != NULL, "no such level");
    notes_make(level->column);
    careful = argc < 3 || strcmp(argv[2], "careless") != 0;
    tell_machine();
    start_server(careful);
    start_client();
    try_reads();
    try_writes();
    stopped = count_unserved(level->ways->stops, STOPPED_MS, STOPPED_MS, "service_stopped",
                             "host_stop");
    starved = count_unserved(level->ways->starves, 0, HOLD_MS, "client_starved", "host_starve");
    tell_noticed();
    if (level->is_program) {
        as_attacker(attempts);
    }
    try_machine_off();
    printf("HOST DONE\n");
    return 0;
}
