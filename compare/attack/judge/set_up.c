/* SPDX-License-Identifier: BSD-2-Clause */
/* The judge makes the system under attack: files, sockets, control group, and its parts. */
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "channel.h"
#include "judge.h"
#include "population.h"

/* The judge's own descriptors are above those that it hands out. */
enum { OWN_DESCRIPTORS = 32, BAND_OF_GROUP = 0755 };

static void must(bool ok, const char *what)
{
    if (!ok) {
        perror(what);
        exit(1);
    }
}

static bool put(const char *path, const char *text)
{
    int file = open(path, O_WRONLY | O_CLOEXEC);
    bool ok = file >= 0 && write(file, text, strlen(text)) == (ssize_t)strlen(text);

    if (file >= 0) {
        (void)close(file);
    }
    return ok;
}

/*
 * The bounds that a service manager would set: half of the processor, as Task 5's
 * budget is, little memory, one process.
 */
static void make_group(void)
{
    const char *root = "/sys/fs/cgroup", *group = "/sys/fs/cgroup/ledger";

    (void)mount("cgroup2", root, "cgroup2", 0, NULL);
    (void)put("/sys/fs/cgroup/cgroup.subtree_control", "+cpu +memory +pids");
    (void)mkdir(group, BAND_OF_GROUP);
    must(put("/sys/fs/cgroup/ledger/cpu.max", "5000 10000") &&
             put("/sys/fs/cgroup/ledger/memory.max", "8388608") &&
             put("/sys/fs/cgroup/ledger/pids.max", "2"),
         group);
    (void)mkdir("/var/empty", 0555);
}

static int above(int descriptor)
{
    int moved = fcntl(descriptor, F_DUPFD_CLOEXEC, OWN_DESCRIPTORS);

    must(moved >= 0, "descriptor");
    (void)close(descriptor);
    return moved;
}

/* Memory that parts of the system have in common with the judge. */
static void *share(const char *name, size_t bytes, int *descriptor)
{
    void *memory;

    *descriptor = above(memfd_create(name, MFD_CLOEXEC));
    must(ftruncate(*descriptor, (off_t)bytes) == 0, name);
    memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, *descriptor, 0);
    must(memory != MAP_FAILED, name);
    return memory;
}

static uid_t uid_of(const struct configuration *configuration, enum component part)
{
    /* A supervisor of users is the service manager, and that is root. */
    static const uid_t of_part[COMPONENTS] = { UID_SAFE, UID_CLIENT, UID_ATTACKER, UID_ROOT };

    return configuration->users ? of_part[part] : configuration->uid;
}

/* Starts a part with the descriptors that it is to have, at the numbers where it expects them. */
static pid_t start(const struct judged *judged, enum component part, const int *descriptors)
{
    static const char *const roles[COMPONENTS] = { "safe_server", "client", "attacker",
                                                   "supervisor" };
    const char *program = part == ATTACKER  ? "/bin/attacker" :
                          judged->hardened ? "/bin/ledger_hardened" :
                                             "/bin/ledger";
    uid_t uid = uid_of(judged->configuration, part);
    pid_t pid = fork();

    must(pid >= 0, "fork");
    if (pid > 0) {
        return pid;
    }
    for (int fd = FD_EXHIBIT; fd < FD_FIRST_FREE; fd++) {
        must(descriptors[fd] < 0 || dup2(descriptors[fd], fd) == fd, "dup2");
    }
    if (part == SUPERVISOR && judged->hardened) {
        /* A thousand messages that the stack was smashed. */
        must(freopen("/dev/null", "w", stderr) != NULL, "/dev/null");
    }
    must(setsid() >= 0 && setgroups(0, NULL) == 0 && setresgid(uid, uid, uid) == 0 &&
             setresuid(uid, uid, uid) == 0,
         "change the user");
    (void)execl(program, roles[part], roles[part], judged->name, (char *)NULL);
    perror(program);
    _exit(127);
}

static void make_sockets(struct judged *judged)
{
    uid_t ledger = judged->configuration->users ? UID_LEDGER : judged->configuration->uid;

    judged->safe_listener = above(population_listen(
        SAFE_SOCKET, SOCK_SEQPACKET, uid_of(judged->configuration, SAFE_SERVER), 0666));
    judged->ledger_listener =
        above(population_listen(LEDGER_SOCKET, SOCK_SEQPACKET, ledger, 0666));
}

/* Its own place for logs. */
static void make_log(const struct judged *judged)
{
    uid_t ledger = judged->configuration->users ? UID_LEDGER : judged->configuration->uid;
    int log = open("/var/log/ledger.log", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);

    must(log >= 0 && fchown(log, ledger, ledger) == 0, "/var/log/ledger.log");
    (void)close(log);
}

void set_up(struct judged *judged)
{
    const struct configuration *configuration = judged->configuration;
    int exhibit_fd, score_fd;

    must(put("/proc/sys/kernel/randomize_va_space", judged->hardened ? "2" : "0"),
         "/proc/sys/kernel/randomize_va_space");
    population_make(!configuration->users && configuration->uid == UID_APP);
    make_log(judged);
    if (configuration->users) {
        make_group();
    }
    make_sockets(judged);
    judged->exhibit = share("exhibit", EXHIBIT_BYTES, &exhibit_fd);
    judged->score = share("score", PAGE, &score_fd);
    if (!configuration->one_process) {
        const int of_safe[FD_FIRST_FREE] = { -1, -1, -1, -1, -1, judged->safe_listener, -1 };

        judged->parts[SAFE_SERVER] = start(judged, SAFE_SERVER, of_safe);
    }
    const int of_client[FD_FIRST_FREE] = { -1, -1, -1, -1, score_fd, -1, -1 };
    const int of_attacker[FD_FIRST_FREE] = { -1, -1, -1, exhibit_fd, -1, -1, -1 };
    const int of_supervisor[FD_FIRST_FREE] = {
        -1, -1, -1, exhibit_fd, -1, configuration->one_process ? judged->safe_listener : -1,
        judged->ledger_listener,
    };

    judged->exhibit->one_process = configuration->one_process;
    judged->exhibit->is_root = !configuration->users && configuration->uid == UID_ROOT;
    /* Of the configurations that fork, one is enough to guess canaries; another also execs. */
    judged->exhibit->hardened = judged->hardened ? 1 : 0;
    if (judged->hardened && !configuration->one_process && judged->exhibit->is_root == 0) {
        judged->exhibit->hardened = 2;
    }
    judged->parts[SUPERVISOR] = start(judged, SUPERVISOR, of_supervisor);
    judged->parts[CLIENT] = start(judged, CLIENT, of_client);
    judged->parts[ATTACKER] = start(judged, ATTACKER, of_attacker);
    for (int i = 0; i < COMPONENTS; i++) {
        judged->exhibit->pids[i] = (uint64_t)judged->parts[i];
    }
}
