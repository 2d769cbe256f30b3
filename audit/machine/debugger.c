/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Packets are `$text#sum`, and each is acknowledged by a `+`, unless both sides have agreed
 * to do without; QEMU does not mind if none comes.  What
 * only QEMU's monitor knows, such as registers of devices, is asked through `qRcmd`.
 */
#define _POSIX_C_SOURCE 200809L
#include "debugger.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

/* PC and CPSR among the registers of QEMU's aarch64-core.xml. */
enum { REGISTER_PC = 32, REGISTER_CPSR = 33, ANSWER_SECONDS = 60, TENTH = 100000000 };

static bool refuse(struct debugger *debugger, const char *format, ...) PRINTF_LIKE(2, 3);
static bool refuse(struct debugger *debugger, const char *format, ...)
{
    va_list list;

    va_start(list, format);
    (void)vsnprintf(debugger->error, sizeof(debugger->error), format, list);
    va_end(list);
    return false;
}

/* ---- Packets ---- */

static bool write_all(struct debugger *debugger, const void *data, size_t size)
{
    size_t done = 0;

    while (done < size) {
        ssize_t count = write(debugger->socket, (const char *)data + done, size - done);

        if (count < 0 && errno != EINTR) {
            return refuse(debugger, "QEMU's debugger interface: %s", strerror(errno));
        }
        done += count < 0 ? 0 : (size_t)count;
    }
    return true;
}

static bool send_packet(struct debugger *debugger, const char *text)
{
    unsigned sum = 0;
    struct buffer packet = {0};
    bool sent;

    for (const char *at = text; *at != '\0'; at++) {
        sum += (unsigned char)*at;
    }
    buffer_append(&packet, "$", 1);
    buffer_append(&packet, text, strlen(text));
    char end[4];
    (void)snprintf(end, sizeof(end), "#%02x", sum & 0xff);
    buffer_append(&packet, end, 3);
    sent = write_all(debugger, packet.data, packet.size);
    buffer_release(&packet);
    return sent;
}

/* One byte from the socket; -1: none came in time, or the other side is gone. */
static int take_byte(struct debugger *debugger, unsigned seconds)
{
    struct pollfd wait = {.fd = debugger->socket, .events = POLLIN};
    unsigned char byte;

    if (poll(&wait, 1, (int)seconds * 1000) <= 0 || read(debugger->socket, &byte, 1) != 1) {
        return -1;
    }
    return byte;
}

/* A packet that has begun with `first`, into debugger->packet, with a NUL behind it. */
static bool take_rest(struct debugger *debugger, int first)
{
    int byte;

    debugger->packet.size = 0;
    if (first != '$') {
        return refuse(debugger, "QEMU's debugger interface gave no answer");
    }
    while ((byte = take_byte(debugger, ANSWER_SECONDS)) != '#') {
        if (byte < 0) {
            return refuse(debugger, "QEMU's debugger interface ended within an answer");
        }
        if (byte == '}') { /* the next one is escaped */
            byte = take_byte(debugger, ANSWER_SECONDS) ^ 0x20;
        }
        buffer_append(&debugger->packet, &(char){(char)byte}, 1);
    }
    (void)take_byte(debugger, ANSWER_SECONDS);
    (void)take_byte(debugger, ANSWER_SECONDS);
    buffer_append(&debugger->packet, "", 1);
    debugger->packet.size -= 1;
    return true;
}

/* The next packet; '+' says that ours has come. */
static bool take_packet(struct debugger *debugger)
{
    int byte;

    do {
        byte = take_byte(debugger, ANSWER_SECONDS);
    } while (byte == '+');
    return take_rest(debugger, byte);
}

static const char *answer(const struct debugger *debugger)
{
    return (const char *)debugger->packet.data;
}

static bool ask(struct debugger *debugger, const char *text)
{
    return send_packet(debugger, text) && take_packet(debugger);
}

static unsigned digit(char c)
{
    return c >= 'a' ? (unsigned)(c - 'a') + 10 : c >= 'A' ? (unsigned)(c - 'A') + 10
                                                          : (unsigned)(c - '0');
}

/* Little-endian, as registers are sent. */
static uint64_t register_value(const char *text)
{
    uint64_t value = 0;

    for (unsigned i = 0; i < 8 && text[0] != '\0' && text[1] != '\0'; i++, text += 2) {
        value |= (uint64_t)(digit(text[0]) << 4 | digit(text[1])) << 8 * i;
    }
    return value;
}

/* ---- Opening ---- */

static bool try_connect(struct debugger *debugger, const struct sockaddr_un *address)
{
    debugger->socket = socket(AF_UNIX, SOCK_STREAM, 0);
    if (connect(debugger->socket, (const struct sockaddr *)address, sizeof(*address)) == 0) {
        return true;
    }
    (void)close(debugger->socket);
    debugger->socket = -1;
    return false;
}

/* The XML that names the registers of one feature; a part at a time: 'm', or 'l' for the last. */
static void read_names(struct debugger *debugger)
{
    char request[96];

    for (;;) {
        (void)snprintf(request, sizeof(request),
                       "qXfer:features:read:system-registers.xml:%zx,1000",
                       debugger->registers.size);
        if (!ask(debugger, request) || debugger->packet.size < 1 ||
            (answer(debugger)[0] != 'm' && answer(debugger)[0] != 'l')) {
            break;
        }
        buffer_append(&debugger->registers, answer(debugger) + 1, debugger->packet.size - 1);
        if (answer(debugger)[0] == 'l') {
            break;
        }
    }
    buffer_append(&debugger->registers, "", 1);
}

static bool greet(struct debugger *debugger)
{
    if (!ask(debugger, "qSupported:qXfer:features:read+;xmlRegisters=arm")) {
        return false;
    }
    /* QEMU makes its lists when it is first asked for the whole. */
    if (!ask(debugger, "qXfer:features:read:target.xml:0,ffb")) {
        return false;
    }
    read_names(debugger);
    return true;
}

bool debugger_open(struct debugger *debugger, const char *path, int console, unsigned seconds)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    *debugger = (struct debugger){.socket = -1, .console = console};
    if (strlen(path) >= sizeof(address.sun_path)) {
        return refuse(debugger, "%s: too long for a socket's name; TMPDIR names another folder",
                      path);
    }
    memcpy(address.sun_path, path, strlen(path));
    for (unsigned tries = 0; !try_connect(debugger, &address); tries++) {
        if (tries == 10 * seconds) {
            return refuse(debugger, "QEMU has made no socket for its debugger interface");
        }
        (void)nanosleep(&(struct timespec){0, TENTH}, NULL);
    }
    return greet(debugger);
}

void debugger_close(struct debugger *debugger)
{
    if (debugger->socket >= 0) {
        (void)close(debugger->socket);
    }
    buffer_release(&debugger->packet);
    buffer_release(&debugger->registers);
    buffer_release(&debugger->line);
}

/* ---- Running ---- */

bool debugger_break(struct debugger *debugger, uint64_t address, bool on)
{
    char request[48];

    (void)snprintf(request, sizeof(request), "%c1,%" PRIx64 ",4", on ? 'Z' : 'z', address);
    if (!ask(debugger, request)) {
        return false;
    }
    return strcmp(answer(debugger), "OK") == 0 ||
           refuse(debugger, "QEMU sets no breakpoint at 0x%" PRIx64, address);
}

bool debugger_continue(struct debugger *debugger)
{
    return send_packet(debugger, "c");
}

bool debugger_interrupt(struct debugger *debugger)
{
    return write_all(debugger, "\x03", 1);
}

/* Copies what the console has; does a line match?  -1: the console has ended. */
static int take_console(struct debugger *debugger, const regex_t *line)
{
    char piece[512];
    ssize_t count = read(debugger->console, piece, sizeof(piece));
    int matches = 0;

    if (count <= 0) {
        return count < 0 && errno == EINTR ? 0 : -1;
    }
    for (ssize_t i = 0; i < count; i++) {
        if (piece[i] == '\r') {
            continue;
        }
        if (piece[i] != '\n') {
            buffer_append(&debugger->line, &piece[i], 1);
            continue;
        }
        buffer_append(&debugger->line, "", 1);
        printf("%s\n", (const char *)debugger->line.data);
        matches |= line != NULL &&
                   regexec(line, (const char *)debugger->line.data, 0, NULL, 0) == 0;
        debugger->line.size = 0;
    }
    (void)fflush(stdout);
    return matches;
}

enum debugger_event debugger_wait(struct debugger *debugger, const regex_t *line,
                                  unsigned seconds)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    for (time_t end = now.tv_sec + (time_t)seconds; now.tv_sec <= end;) {
        struct pollfd wait[2] = {{.fd = debugger->socket, .events = POLLIN},
                                 {.fd = debugger->console, .events = POLLIN}};

        if (poll(wait, debugger->console < 0 ? 1 : 2, 1000) > 0) {
            if (wait[1].revents != 0) {
                int matches = take_console(debugger, line);
                if (matches != 0) {
                    return matches > 0 ? DEBUGGER_PRINTED : DEBUGGER_ENDED;
                }
            } else if (wait[0].revents != 0) {
                int byte = take_byte(debugger, ANSWER_SECONDS);
                if (byte != '+') {
                    bool stopped = take_rest(debugger, byte) &&
                                   strchr("TS", answer(debugger)[0]) != NULL;
                    return stopped ? DEBUGGER_STOPPED : DEBUGGER_ENDED;
                }
            }
        }
        (void)clock_gettime(CLOCK_MONOTONIC, &now);
    }
    return DEBUGGER_LATE;
}

/* ---- Looking ---- */

static bool read_register(struct debugger *debugger, unsigned number, uint64_t *value)
{
    char request[24];

    (void)snprintf(request, sizeof(request), "p%x", number);
    if (!ask(debugger, request) || debugger->packet.size < 8 || answer(debugger)[0] == 'E') {
        return refuse(debugger, "QEMU does not tell register %u", number);
    }
    *value = register_value(answer(debugger));
    return true;
}

bool debugger_program_counter(struct debugger *debugger, uint64_t *pc, unsigned *level)
{
    uint64_t state = 0;

    if (!read_register(debugger, REGISTER_PC, pc) ||
        !read_register(debugger, REGISTER_CPSR, &state)) {
        return false;
    }
    *level = (unsigned)(state >> 2 & 3); /* PSTATE.M: the exception level */
    return true;
}

bool debugger_system_register(struct debugger *debugger, const char *name, uint64_t *value)
{
    char wanted[64];
    const char *at;

    (void)snprintf(wanted, sizeof(wanted), "name=\"%s\"", name);
    at = strstr((const char *)debugger->registers.data, wanted);
    at = at == NULL ? NULL : strstr(at, "regnum=\"");
    return at != NULL &&
           read_register(debugger, (unsigned)strtoul(at + strlen("regnum=\""), NULL, 10), value);
}

/* Sends a command of QEMU's monitor; what it printed is added to `output`, with a NUL behind it. */
static bool ask_monitor(struct debugger *debugger, const char *command, struct buffer *output)
{
    char request[256] = "qRcmd,";
    size_t length = strlen(request);

    for (const char *at = command; *at != '\0' && length + 3 < sizeof(request); at++) {
        length += (size_t)snprintf(request + length, 3, "%02x", (unsigned)(unsigned char)*at);
    }
    if (!send_packet(debugger, request)) {
        return false;
    }
    for (;;) {
        if (!take_packet(debugger)) {
            return false;
        }
        const char *text = answer(debugger);
        if (text[0] != 'O' || text[1] == 'K') {
            break;
        }
        for (text++; text[0] != '\0' && text[1] != '\0'; text += 2) {
            buffer_append(output, &(char){(char)(digit(text[0]) << 4 | digit(text[1]))}, 1);
        }
    }
    buffer_append(output, "", 1);
    return strcmp(answer(debugger), "OK") == 0;
}

/* A line `0000000008000100: 0x0000ffff`.  One word at a time: devices know no other accesses, and
   QEMU would read as many bytes at once as it prints in a line. */
bool debugger_physical(struct debugger *debugger, uint64_t paddr, uint32_t *word)
{
    struct buffer output = {0};
    char command[64];
    const char *at;

    (void)snprintf(command, sizeof(command), "xp /1wx 0x%" PRIx64, paddr);
    at = ask_monitor(debugger, command, &output) ? strstr((const char *)output.data, ": 0x") : NULL;
    if (at != NULL) {
        *word = (uint32_t)strtoul(at + 2, NULL, 16);
    }
    buffer_release(&output);
    return at != NULL;
}
