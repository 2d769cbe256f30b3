/* SPDX-License-Identifier: BSD-2-Clause */
/* What the kernel tries: root loads the module once for each step. */
#include "host_module.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "host.h"

_Static_assert((int)HOST_WORDS == (int)SECRET_WORDS, "the module reads a secret");

/* What the module read, from the parameter that has it: numbers with commas between them. */
static void take_words(void)
{
    char text[128];
    char *at = text;
    int file = open("/sys/module/" HOST_MODULE "/parameters/words", O_RDONLY | O_CLOEXEC);
    ssize_t size = read(file, text, sizeof(text) - 1);

    (void)close(file);
    must(size > 0, "the module's words");
    text[size] = '\0';
    for (int i = 0; i < SECRET_WORDS; i++) {
        notes->words[i] = strtoull(at, &at, 10);
        at += *at == ',' ? 1 : 0;
    }
}

static void run_step(const char *step)
{
    char parameters[160];
    int file = open("/bin/" HOST_MODULE ".ko", O_RDONLY | O_CLOEXEC);

    (void)snprintf(parameters, sizeof(parameters), "step=%s pid=%d address=%lu physical=%llu", step,
                   (int)notes->pid, VAULT, (unsigned long long)notes->physical);
    must(file >= 0 && syscall(SYS_finit_module, file, parameters, 0) == 0, HOST_MODULE);
    (void)close(file);
    take_words();
    must(syscall(SYS_delete_module, HOST_MODULE, O_NONBLOCK) == 0, "delete_module");
}

static void read_process(void)
{
    run_step("read_process");
}

static void write_process(void)
{
    run_step("write_process");
}

static void read_memory(void)
{
    run_step("read_memory");
}

static void write_memory(void)
{
    run_step("write_memory");
}

static void end_process(void)
{
    run_step("kill");
}

static void hold(void)
{
    run_step("hold");
}

static void machine_off(void)
{
    run_step("off");
}

static const struct attempt reads[] = {
    {"as_a_debugger", read_process}, {"physical_memory", read_memory}, {NULL, NULL},
};
static const struct attempt writes[] = {
    {"as_a_debugger", write_process}, {"physical_memory", write_memory}, {NULL, NULL},
};
static const struct attempt stops[] = {{"kill", end_process}, {NULL, NULL}};
static const struct attempt starves[] = {{"interrupts_masked", hold}, {NULL, NULL}};

static const struct ways ways = {
    .reads = reads,
    .writes = writes,
    .stops = stops,
    .starves = starves,
    .machine_off = machine_off,
};

const struct level level_kernel = {
    .name = "kernel",
    .column = "host_kernel",
    .ways = &ways,
};
