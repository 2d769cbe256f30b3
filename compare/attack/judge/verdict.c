/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The judge's verdicts: before each step of the injected code it notes what is
 * true, after it it compares, and what the code holds meanwhile it counts itself.
 * A count is printed only for what was seen to be so.
 */
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "channel.h"
#include "evidence.h"
#include "judge.h"
#include "ledger.h"
#include "population.h"
#include "safe_server.h"
#include "system_calls.h"

enum { MIB = 1 << 20, POLLS = 500, POLL_MICROSECONDS = 1000, TICK_NANOSECONDS = 16 };

/* What was true before the step. */
static struct {
    uint64_t secret[SECRET_WORDS];
    uint64_t cookies[COMPONENTS];
    uint64_t resident, descriptors, processor;
    uint64_t post; /* digest */
    uint64_t served;
    uint32_t devices[DEVICES];
} truth;

/* What was counted while the injected code held it. */
static struct {
    uint64_t memory, children, descriptors, storage, percent;
    unsigned stopped; /* a bit for each component */
} held;

void verdict_reach(const struct judged *judged, const char *what, unsigned got, unsigned tried)
{
    printf("REACH %s %s %u %u\n", judged->name, what, got, tried);
}

void verdict_show(const struct judged *judged, const char *id, const char *format, ...)
{
    va_list arguments;

    printf("SHOW %s %s ", judged->name, id);
    va_start(arguments, format);
    (void)vprintf(format, arguments);
    va_end(arguments);
    printf("\n");
}

static pid_t service(const struct judged *judged)
{
    return (pid_t)judged->exhibit->pid;
}

/* The process in which a component runs. */
static pid_t process_of(const struct judged *judged, int component)
{
    return judged->parts[component] != 0 ? judged->parts[component] : service(judged);
}

static uint64_t digest_of_secret(const uint64_t *secret)
{
    uint64_t digest = safe_checksum(SAFE_CHECKSUM_START, 0);

    for (int i = 0; i < SECRET_WORDS; i++) {
        digest = safe_checksum(digest, secret[i]);
    }
    return digest;
}

/* Whether safe_server itself proves that its secret is this one. */
static bool proves(const uint64_t *secret)
{
    struct message m = { .label = SAFE_PROVE, .count = 1 };
    int connection = channel_connect(SAFE_SOCKET);
    bool ok = connection >= 0 && channel_call(connection, &m, -1);

    (void)close(connection);
    return ok && m.label == SAFE_OK && m.words[0] == digest_of_secret(secret);
}

static void note_truth(const struct judged *judged)
{
    pid_t pid = service(judged);
    unsigned char post[NOTE_BYTES];

    (void)evidence_memory(process_of(judged, SAFE_SERVER), VAULT, truth.secret,
                          sizeof(truth.secret));
    for (int i = 0; i < COMPONENTS; i++) {
        (void)evidence_memory(process_of(judged, i), COOKIE, &truth.cookies[i],
                              sizeof(truth.cookies[i]));
    }
    if (evidence_memory(process_of(judged, CLIENT), judged->score->post, post, NOTE_BYTES)) {
        truth.post = ledger_digest(post);
    }
    truth.resident = evidence_resident(pid);
    truth.descriptors = evidence_descriptors(pid);
    judged->exhibit->post_of_client = judged->score->post;
    for (unsigned i = 0; i < DEVICES; i++) {
        (void)evidence_device(device_register(i), &truth.devices[i]);
    }
    population_note();
}

static unsigned same_secret(const struct judged *judged)
{
    bool same = judged->exhibit->secret_way != 0 && proves(truth.secret);

    for (int i = 0; i < SECRET_WORDS; i++) {
        same = same && judged->exhibit->secret[i] == truth.secret[i];
    }
    return same;
}

static unsigned cookies_read(const struct judged *judged)
{
    unsigned count = 0;

    for (int i = 0; i < COMPONENTS; i++) {
        count += judged->exhibit->cookie_ways[i] != 0 &&
                 judged->exhibit->cookies[i] == truth.cookies[i];
    }
    return count;
}

static unsigned cookies_changed(const struct judged *judged)
{
    unsigned count = 0;

    for (int i = 0; i < COMPONENTS; i++) {
        uint64_t now = truth.cookies[i];

        (void)evidence_memory(process_of(judged, i), COOKIE, &now, sizeof(now));
        count += now != truth.cookies[i];
    }
    return count;
}

static const char *way_text(uint64_t way)
{
    static const char *const texts[] = { "not at all", "a load: it is in the same process",
                                         "process_vm_readv", "/proc/PID/mem", "ptrace" };

    return texts[way <= WAYS ? way : 0];
}

static void judge_secret(const struct judged *judged)
{
    unsigned got = same_secret(judged);

    verdict_reach(judged, "read secret", got, 1);
    if (got != 0) {
        verdict_show(judged, "secret", "0x%016llx..., by %s",
                     (unsigned long long)judged->exhibit->secret[0],
                     way_text(judged->exhibit->secret_way));
    }
}

/* What it read must begin as the kernel's banner does: with the release that uname() tells. */
static bool is_banner(volatile const char *text)
{
    struct utsname names;
    char expected[sizeof(names.release) + 16];
    size_t i = 0;

    (void)uname(&names);
    (void)snprintf(expected, sizeof(expected), "Linux version %s", names.release);
    while (expected[i] != '\0' && text[i] == expected[i]) {
        i++;
    }
    return expected[i] == '\0';
}

static void judge_kernel(const struct judged *judged)
{
    bool got = judged->exhibit->kernel_way != 0 && is_banner(judged->exhibit->kernel_text);

    verdict_reach(judged, "read kernel_memory", got, 1);
    if (got) {
        verdict_show(judged, "kernel_memory", "the kernel's name, at 0x%llx, by %s",
                     (unsigned long long)judged->exhibit->kernel_address,
                     judged->exhibit->kernel_way == 2 ? "/proc/kcore" : "a load or /dev/mem");
    }
}

static void judge_kernel_write(const struct judged *judged)
{
    bool module = evidence_module("dummy");
    bool got = module || judged->exhibit->kernel_write_way != 0;

    if (judged->exhibit->is_root && access("/lib/modules/dummy.ko", R_OK) != 0 && !got) {
        printf("MISSING %s:write:kernel_memory no module of this kernel is at hand to load\n",
               judged->name);
        return;
    }
    verdict_reach(judged, "write kernel_memory", got, 1);
    if (module) {
        verdict_show(judged, "kernel_code", "%s",
                     "loaded a module into the kernel: /proc/modules has \"dummy\"");
    }
}

static void judge_device(const struct judged *judged)
{
    uint64_t way = judged->exhibit->device_way;
    uint32_t word = 0;
    bool got = way >= 2 && evidence_device(device_register(way - 2), &word) &&
               word == judged->exhibit->device_word;

    verdict_reach(judged, "read device_memory", got, 1);
    if (got) {
        verdict_show(judged, "device_memory", "the register at 0x%llx, by /dev/mem",
                     (unsigned long long)device_register(way - 2));
    }
}

static void judge_device_write(const struct judged *judged)
{
    unsigned changed = 0;

    for (unsigned i = 0; i < DEVICES; i++) {
        uint32_t word = truth.devices[i];

        (void)evidence_device(device_register(i), &word);
        changed += word != truth.devices[i];
    }
    verdict_reach(judged, "write device_memory", changed > 0, 1);
}

static void judge_post(const struct judged *judged)
{
    unsigned char post[NOTE_BYTES];
    bool known = evidence_memory(process_of(judged, CLIENT), judged->score->post, post, NOTE_BYTES);

    verdict_reach(judged, "read post",
                  known && judged->exhibit->post_way != 0 &&
                      judged->exhibit->post_digest == ledger_digest(post),
                  1);
}

static void judge_post_write(const struct judged *judged)
{
    unsigned char post[NOTE_BYTES];
    bool known = evidence_memory(process_of(judged, CLIENT), judged->score->post, post, NOTE_BYTES);

    verdict_reach(judged, "write post", known && ledger_digest(post) != truth.post, 1);
}

static void judge_program(const struct judged *judged)
{
    uint32_t word = 0;

    (void)evidence_memory(service(judged), judged->exhibit->program, &word, sizeof(word));
    verdict_reach(judged, "write own_program", word == PROGRAM_MARK, 1);
}

static unsigned count_bits(uint64_t word)
{
    return (unsigned)__builtin_popcountll(word);
}

static void judge_files(const struct judged *judged)
{
    uint64_t digests[FILES];
    const char *path;

    for (int i = 0; i < FILES; i++) {
        digests[i] = judged->exhibit->files[i];
    }
    verdict_reach(judged, "read files_of_others", population_read(digests), FILES);
    if ((path = population_private_read(digests)) != NULL) {
        verdict_show(judged, "file", "read %s, which is not for everybody", path);
    }
}

static void judge_stop(const struct judged *judged)
{
    verdict_reach(judged, "stop components", count_bits(held.stopped), COMPONENTS);
}

/* 0 of a step that did not come to its question, because it ended the process. */
static void judge_held(const struct judged *judged, uint64_t step)
{
    switch (step) {
    case STEP_CPU:
        verdict_reach(judged, "exhaust cpu", (unsigned)held.percent, 100);
        break;
    case STEP_MEMORY:
        verdict_reach(judged, "exhaust memory", (unsigned)held.memory, MEMORY_MIB);
        break;
    case STEP_CHILDREN:
        verdict_reach(judged, "exhaust components", (unsigned)held.children, CHILDREN);
        break;
    case STEP_DESCRIPTORS:
        verdict_reach(judged, "exhaust descriptors", (unsigned)held.descriptors, DESCRIPTORS);
        break;
    case STEP_STORAGE:
        verdict_reach(judged, "exhaust storage", (unsigned)held.storage, STORAGE_MIB);
        break;
    }
}

static void judge_others(const struct judged *judged, uint64_t step)
{
    switch (step) {
    case STEP_READ_MEMORY:
        verdict_reach(judged, "read memory_of_others", cookies_read(judged), COMPONENTS);
        break;
    case STEP_WRITE_MEMORY:
        verdict_reach(judged, "write memory_of_others", cookies_changed(judged), COMPONENTS);
        break;
    case STEP_READ_FILES:
        judge_files(judged);
        break;
    case STEP_WRITE_FILES:
        verdict_reach(judged, "write files_of_others", population_changed(), FILES);
        break;
    case STEP_ENTRIES:
        verdict_reach(judged, "call entry_points", (unsigned)judged->exhibit->entries,
                      SYSTEM_CALLS);
        break;
    case STEP_SERVICES:
        verdict_reach(judged, "call services", population_connected(), SOCKETS);
        break;
    case STEP_IDENTITIES:
        verdict_reach(judged, "call identities", count_bits(judged->exhibit->believed), CLAIMS);
        break;
    case STEP_STOP:
        judge_stop(judged);
        break;
    default:
        judge_held(judged, step);
    }
}

static void judge_step(const struct judged *judged, uint64_t step)
{
    switch (step) {
    case STEP_READ_SECRET:
        judge_secret(judged);
        break;
    case STEP_WRITE_SECRET:
        verdict_reach(judged, "write secret", !proves(truth.secret), 1);
        break;
    case STEP_READ_KERNEL:
        judge_kernel(judged);
        break;
    case STEP_WRITE_KERNEL:
        judge_kernel_write(judged);
        break;
    case STEP_READ_DEVICE:
        judge_device(judged);
        break;
    case STEP_WRITE_DEVICE:
        judge_device_write(judged);
        break;
    case STEP_READ_POST:
        judge_post(judged);
        break;
    case STEP_WRITE_POST:
        judge_post_write(judged);
        break;
    case STEP_WRITE_PROGRAM:
        judge_program(judged);
        break;
    case STEP_MACHINE:
        verdict_reach(judged, "stop machine", judged->exhibit->machine_allowed != 0, 1);
        break;
    default:
        judge_others(judged, step);
    }
}

static uint64_t more(uint64_t now, uint64_t before, uint64_t most)
{
    uint64_t got = now > before ? now - before : 0;

    return got < most ? got : most;
}

static uint64_t largest(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

static void count_storage(const struct judged *judged)
{
    struct stat file;
    char path[sizeof(judged->exhibit->storage)];

    for (size_t i = 0; i < sizeof(path); i++) {
        path[i] = judged->exhibit->storage[i];
    }
    path[sizeof(path) - 1] = '\0';
    if (stat(path, &file) == 0) {
        held.storage = largest(held.storage, more((uint64_t)file.st_size / MIB, 0, STORAGE_MIB));
    }
}

static void begin_processor(struct judged *judged)
{
    judged->score->busy = 1;
    truth.processor = evidence_processor(service(judged));
    truth.served = judged->score->served;
}

static void end_processor(struct judged *judged)
{
    uint64_t had = evidence_processor(service(judged)) - truth.processor;
    uint64_t window =
        (judged->exhibit->spin_end - judged->exhibit->spin_begin) * TICK_NANOSECONDS;

    judged->score->busy = 0;
    held.percent = more((had * 100 + window / 2) / window, 0, 100);
    verdict_show(judged, "cpu", "a loop of %2$llu ms; the client was served %1$llu times meanwhile",
                 (unsigned long long)(judged->score->served - truth.served),
                 (unsigned long long)(window / 1000000));
}

static void count_stopped(const struct judged *judged)
{
    for (int i = 0; i < COMPONENTS; i++) {
        char state = judged->parts[i] == 0 ? 'R' : evidence_state(judged->parts[i]);

        if (state == 'T' || state == 't') {
            held.stopped |= 1u << i;
        }
    }
}

/* The service stops itself, and with it safe_server, if that is a thread of it. */
static void watch_self(const struct judged *judged)
{
    for (int i = 0; i < POLLS && (held.stopped & 1u << SAFE_SERVER) == 0; i++) {
        (void)usleep(POLL_MICROSECONDS);
        if (evidence_state(service(judged)) == 'T') {
            held.stopped |= 1u << SAFE_SERVER;
        }
    }
    (void)kill(service(judged), SIGCONT);
}

static void look(struct judged *judged, enum ask ask)
{
    pid_t pid = service(judged);

    switch (ask) {
    case ASK_CPU_BEGIN:
        begin_processor(judged);
        break;
    case ASK_CPU_END:
        end_processor(judged);
        break;
    case ASK_MEMORY:
        held.memory = largest(
            held.memory,
            more((evidence_resident(pid) - truth.resident + MIB / 2) / MIB, 0, MEMORY_MIB));
        break;
    case ASK_CHILDREN:
        held.children = evidence_children(pid);
        break;
    case ASK_DESCRIPTORS:
        held.descriptors = more(evidence_descriptors(pid), truth.descriptors, DESCRIPTORS);
        break;
    case ASK_STORAGE:
        count_storage(judged);
        break;
    case ASK_STOPPED:
        count_stopped(judged);
        break;
    default:
        break;
    }
}

void verdict_answer(struct judged *judged)
{
    enum ask ask = (enum ask)judged->exhibit->ask;

    if (ask == ASK_BEFORE) {
        note_truth(judged);
    } else if (ask == ASK_AFTER) {
        judge_step(judged, judged->exhibit->step);
    } else {
        look(judged, ask);
    }
    judged->exhibit->answered = judged->exhibit->asked;
    if (ask == ASK_STOP_SELF) {
        watch_self(judged);
    }
}
