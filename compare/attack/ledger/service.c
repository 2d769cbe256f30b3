/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The roles of the system under attack:
 *
 *     ledger safe_server|client|supervisor|worker CONFIGURATION
 *
 * The judge starts them, with the descriptors of score.h.  The supervisor starts
 * the service, the worker, and starts it again when it ends: by fork alone, as
 * prefork servers do; a careful engineer's also by exec, so that each has stack
 * canary and addresses of its own.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cookie.h"
#include "roles.h"

static void map_shared(int descriptor, unsigned long address, size_t bytes)
{
    if (mmap((void *)address, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED_NOREPLACE,
             descriptor, 0) == MAP_FAILED) {
        perror("map the exhibit");
        exit(1);
    }
}

static _Noreturn void supervise(const struct configuration *configuration, const char *program,
                                const char *name)
{
    for (;;) {
        int status;
        pid_t worker = fork();

        if (worker == 0 && configuration->users) {
            (void)execl(program, "ledger", "worker", name, (char *)NULL);
            _exit(126);
        }
        if (worker == 0) {
            ledger_serve(configuration);
        }
        if (worker < 0 || waitpid(worker, &status, 0) != worker) {
            perror("supervisor");
            exit(1);
        }
        exhibit()->status = (uint64_t)status; /* first: who waits, waits for the next */
        __atomic_fetch_add(&exhibit()->deaths, 1, __ATOMIC_SEQ_CST);
    }
}

int main(int argc, char **argv)
{
    const struct configuration *configuration;
    const char *role;

    if (argc != 3 || (configuration = configuration_find(argv[2])) == NULL) {
        fprintf(stderr, "usage: ledger ROLE CONFIGURATION\n");
        return 2;
    }
    role = argv[1];
    cookie_draw();
    if (strcmp(role, "client") == 0) {
        map_shared(FD_SCORE, SCORE, PAGE);
        client_run(configuration->users);
    }
    if (strcmp(role, "safe_server") == 0) {
        safe_serve(FD_SAFE, configuration->users);
    }
    map_shared(FD_EXHIBIT, EXHIBIT, EXHIBIT_BYTES);
    if (strcmp(role, "worker") == 0) {
        ledger_serve(configuration);
    }
    if (strcmp(role, "supervisor") == 0) {
        supervise(configuration, "/proc/self/exe", argv[2]);
    }
    fprintf(stderr, "ledger: no role %s\n", role);
    return 2;
}
