/* SPDX-License-Identifier: BSD-2-Clause */
/* The injected code tries every system call, claims identities, stops others and the machine. */
#include "payload.h"
#include "payload_tools.h"
#include "safe_server.h"
#include "system_calls.h"

#include <linux/mman.h>
#include <linux/ptrace.h>

enum { SIGNAL_SYS = 31, SIGNAL_CONTINUE = 18, SIGNAL_STOP = 19 };
/* What safe_server knows the service as (configuration.h). */
enum { OWN_CHANNEL = 2 };
enum { SOCKET_LEVEL = 1, PEER_CREDENTIALS = 17 }; /* SOL_SOCKET, SO_PEERCRED */

static void note_entry(void)
{
    found()->entries++;
}

/* Those that the careful configuration's filter allows with certain arguments only get these. */
static bool entry_is_there(unsigned long number)
{
    uint32_t words[4] = { 0, 0, 0, sizeof(words) };

    switch (number) {
    case __NR_mmap:
        return SYS6(mmap, 0, PAGE, PROT_READ, MAP_SHARED, ~0ul, 0) != -ENOSYS;
    case __NR_getsockopt:
        return SYS6(getsockopt, SAFE_CONNECTION, SOCKET_LEVEL, PEER_CREDENTIALS, words, &words[3],
                    0) != -ENOSYS;
    default:
        return system_call_is_there(number);
    }
}

static void try_entry(unsigned long number)
{
    if (number == __NR_exit && found()->one_process != 0) {
        note_entry(); /* it ends this thread alone, and nobody would start it again */
    } else if (entry_is_there(number)) {
        note_entry();
    }
}

/* A filter's refusal is SIGSYS; whatever else ended the process was the call at work (exit). */
void calls_died(void)
{
    if ((found()->status & 0x7f) != SIGNAL_SYS) {
        note_entry();
    }
}

/* A request in which every word that might be believed says the same. */
struct request {
    uint64_t claim, label, count, words[8];
};

static void claim(unsigned long id)
{
    struct request m = { id, SAFE_WHO, 4, { id, 1ull << 63 | id, 1ull << id, id } };
    unsigned long header[7] = { 0 };
    unsigned long vector[2] = { (unsigned long)&m, sizeof(m) };

    header[2] = (unsigned long)vector;
    header[3] = 1;
    if (SYS6(sendto, SAFE_CONNECTION, &m, 3 * 8 + 4 * 8, 0, 0, 0) > 0 &&
        SYS3(recvmsg, SAFE_CONNECTION, header, 0) > 0 && m.label == SAFE_OK) {
        found()->claims++;
        if (m.words[0] == id) {
            found()->believed |= 1ull << id;
        }
    }
}

static void stop(unsigned long pid)
{
    if (pid != 0 && SYS2(kill, pid, SIGNAL_STOP) == 0) {
        found()->stop_way |= 1;
        ask(ASK_STOPPED);
        (void)SYS2(kill, pid, SIGNAL_CONTINUE);
    }
}

static void trace(unsigned long pid)
{
    if (pid != 0 && SYS4(ptrace, PTRACE_ATTACH, pid, 0, 0) == 0) {
        (void)SYS4(wait4, pid, 0, 0x40000000 /* __WALL */, 0);
        found()->stop_way |= 2;
        ask(ASK_STOPPED);
        (void)SYS4(ptrace, PTRACE_DETACH, pid, 0, 0);
    }
}

/* What is in the same process stops with it. */
static void stop_self(void)
{
    if (found()->one_process != 0) {
        ask(ASK_STOP_SELF);
        (void)SYS2(kill, found()->pid, SIGNAL_STOP);
    }
}

/* Whether it might: the key combination for a restart is switched off. */
static void machine(void)
{
    found()->machine_allowed = SYS4(reboot, 0xfee1dead, 0x28121969, 0, 0) == 0;
}

void calls_item(unsigned long step, unsigned long item)
{
    if (step == STEP_ENTRIES) {
        try_entry(system_call_number(item));
    } else if (step == STEP_IDENTITIES) {
        claim(item + (item >= OWN_CHANNEL)); /* all but the one that is true */
    } else if (step == STEP_MACHINE) {
        machine();
    } else if (item == 2 * COMPONENTS) {
        stop_self();
    } else if (item % 2 == 0) {
        stop(found()->pids[item / 2]);
    } else {
        trace(found()->pids[item / 2]);
    }
}
