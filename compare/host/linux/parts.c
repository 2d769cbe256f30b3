/* SPDX-License-Identifier: BSD-2-Clause */
/* What the attacker is beside: demos/common/safe_server.c, unchanged, and a client of it. */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "channel.h"
#include "configuration.h"
#include "cookie.h"
#include "filter.h"
#include "guest.h"
#include "host.h"
#include "limits.h"
#include "population.h"
#include "safe_calls.h"

#define EMPTY "/var/empty"

enum { PAUSE_US = 2000 };

/* demos/common/safe_server.c's. */
extern seL4_Word safe_vault_vaddr;
extern seL4_Word safe_secret[SECRET_WORDS];

/* ---- safe_server ---- */

static microkit_channel channel_of(uid_t uid)
{
    return uid == UID_CLIENT ? SAFE_OF_CLIENT : SAFE_OF_NOBODY;
}

static void become(uid_t user)
{
    must(setgroups(0, NULL) == 0 && setresgid(user, user, user) == 0 &&
             setresuid(user, user, user) == 0,
         "change the user");
}

/* Leaves it nothing but the listener, which becomes descriptor 3. */
static void drop_descriptors(int listener)
{
    int none = open("/dev/null", O_RDWR);

    must(none >= 0 && dup2(none, 0) == 0 && dup2(none, 1) == 1, "/dev/null");
    must(dup2(listener, 3) == 3 && close_range(4, ~0u, 0) == 0, "close_range");
}

static void take_care(void)
{
    (void)mkdir("/var", 0755);
    (void)mkdir(EMPTY, 0555);
    must(chroot(EMPTY) == 0 && chdir("/") == 0, EMPTY);
    become(UID_SAFE);
    must(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_DUMPABLE, 0) == 0, "prctl");
    must(limits_set(), "setrlimit");
    must(filter_calls(), "seccomp");
}

static _Noreturn void be_server(int listener, bool careful)
{
    struct server server = {.listener = 3, .identify = channel_of, .handle = protected};

    private_page(VAULT);
    must(getrandom(safe_secret, sizeof(safe_secret), 0) == sizeof(safe_secret), "getrandom");
    safe_vault_vaddr = VAULT;
    init();
    drop_descriptors(listener);
    if (careful) {
        take_care();
    } else {
        become(UID_ATTACKER);
        must(prctl(PR_SET_DUMPABLE, 1) == 0, "prctl");
    }
    channel_serve(&server);
}

/* Where its page with the secret is in memory, root may know (Documentation, pagemap): bits 54:0
   are the page's number, if bit 63 is set. */
static uint64_t address_of_secret(void)
{
    char path[40];
    uint64_t entry = 0;
    int file;

    (void)snprintf(path, sizeof(path), "/proc/%d/pagemap", (int)notes->pid);
    file = open(path, O_RDONLY | O_CLOEXEC);
    must(file >= 0 && pread(file, &entry, sizeof(entry), VAULT / PAGE * 8) == sizeof(entry) &&
             entry >> 63 != 0,
         path);
    (void)close(file);
    return (entry & ((1ull << 55) - 1)) * PAGE;
}

static int judges_connection = -1;

void start_server(bool careful)
{
    uid_t user = careful ? UID_SAFE : UID_ATTACKER;
    int listener;
    pid_t pid;

    (void)mkdir("/run", 0755);
    listener = population_listen(SAFE_SOCKET, SOCK_SEQPACKET, user, 0666);
    pid = fork();
    must(pid >= 0, "fork");
    if (pid == 0) {
        be_server(listener, careful);
    }
    notes->pid = pid;
    (void)close(listener);
    judges_connection = channel_connect(SAFE_SOCKET);
    (void)proof_of_server(0); /* it is there when it has answered */
    notes->physical = address_of_secret();
}

void end_server(void)
{
    (void)close(judges_connection);
    (void)kill(notes->pid, SIGKILL);
    (void)waitpid(notes->pid, NULL, 0);
}

uint64_t proof_of_server(uint64_t question)
{
    struct message m = {.label = SAFE_PROVE, .count = 1, .words = {question}};

    must(channel_call(judges_connection, &m, -1) && m.label == SAFE_OK, "safe_server's proof");
    return m.words[0];
}

uint64_t proof_of(const uint64_t words[SECRET_WORDS], uint64_t question)
{
    seL4_Word digest = safe_checksum(SAFE_CHECKSUM_START, question);

    for (int i = 0; i < SECRET_WORDS; i++) {
        digest = safe_checksum(digest, words[i]);
    }
    return digest;
}

/* ---- Its client ---- */

static struct safe_calls safe = SAFE_CALLS_INIT;

static void note_served(void)
{
    uint64_t now = guest_ticks();

    if (now - notes->last > notes->longest) {
        notes->longest = now - notes->last;
    }
    notes->last = now;
    notes->served++;
}

static void ask(void)
{
    switch (safe_calls_ask(&safe)) {
    case SAFE_CAME_RIGHT:
        note_served();
        break;
    case SAFE_CAME_WRONG:
        notes->wrong++;
        break;
    case SAFE_CAME_NOTHING:
        notes->lost++;
        (void)safe_calls_connect(&safe); /* a server that was begun again remembers nothing */
        break;
    }
}

void start_client(void)
{
    pid_t pid = fork();

    must(pid >= 0, "fork");
    if (pid == 0) {
        must(close_range(3, ~0u, 0) == 0, "close_range");
        become(UID_CLIENT);
        must(prctl(PR_SET_DUMPABLE, 0) == 0, "prctl");
        (void)safe_calls_connect(&safe);
        for (;;) {
            ask();
            (void)usleep(PAUSE_US);
        }
    }
}
