/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Messages to another process and back, as large as protected calls of 0 (no
 * pipe carries a message of no bytes, so it is 1 byte), 4, 8 and 64 words.
 *
 * The server sends back what it got.  Each message begins with its number, which
 * must come back; at the end every byte is compared.
 */
#define _GNU_SOURCE
#include "bench.h"

#include <fcntl.h>
#include <mqueue.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LARGEST = 512 };

static const size_t sizes[] = {1, 32, 64, LARGEST};

enum { SIZES = sizeof(sizes) / sizeof(sizes[0]) };

/* The ends of a connection, for requests [0] and replies [1]; and how to use them. */
struct connection {
    int to[2];
    int from[2];
    ssize_t (*send)(int fd, const void *message, size_t size);
    ssize_t (*receive)(int fd, void *message, size_t size);
    size_t size;
    uint8_t sent[LARGEST];
    uint8_t got[LARGEST];
};

enum { REQUESTS, REPLIES };

static void open_pipes(struct connection *c)
{
    int ends[2];

    for (int way = REQUESTS; way <= REPLIES; way++) {
        (void)bench_must(pipe(ends), "pipe");
        c->from[way] = ends[0];
        c->to[way] = ends[1];
    }
    c->send = write;
    c->receive = read;
}

static void open_sockets(struct connection *c, int type)
{
    int ends[2];

    (void)bench_must(socketpair(AF_UNIX, type, 0, ends), "socketpair");
    c->to[REQUESTS] = c->from[REPLIES] = ends[0];
    c->to[REPLIES] = c->from[REQUESTS] = ends[1];
    c->send = write;
    c->receive = read;
}

static void open_stream(struct connection *c)
{
    open_sockets(c, SOCK_STREAM);
}

static void open_seqpacket(struct connection *c)
{
    open_sockets(c, SOCK_SEQPACKET);
}

static ssize_t queue_send(int queue, const void *message, size_t size)
{
    return mq_send(queue, message, size, 0) == 0 ? (ssize_t)size : -1;
}

static ssize_t queue_receive(int queue, void *message, size_t size)
{
    (void)size; /* the room must be for the largest, and is */
    return mq_receive(queue, message, LARGEST, NULL);
}

static void open_queues(struct connection *c)
{
    struct mq_attr attributes = {.mq_maxmsg = 4, .mq_msgsize = LARGEST};

    for (int way = REQUESTS; way <= REPLIES; way++) {
        int queue = bench_must(mq_open("/bench", O_RDWR | O_CREAT | O_EXCL, 0600, &attributes),
                               "mq_open");

        (void)mq_unlink("/bench");
        c->from[way] = c->to[way] = queue;
    }
    c->send = queue_send;
    c->receive = queue_receive;
}

static void close_all(struct connection *c)
{
    for (int way = REQUESTS; way <= REPLIES; way++) {
        (void)close(c->to[way]);
        (void)close(c->from[way]);
    }
}

static bool serve(void *state)
{
    struct connection *c = state;

    for (unsigned i = 0; i < WARM_UP + ITERATIONS; i++) {
        if (c->receive(c->from[REQUESTS], c->got, c->size) != (ssize_t)c->size ||
            c->send(c->to[REPLIES], c->got, c->size) != (ssize_t)c->size) {
            return false;
        }
    }
    return true;
}

static bool call(void *state, unsigned i)
{
    struct connection *c = state;

    c->sent[0] = (uint8_t)i;
    return c->send(c->to[REQUESTS], c->sent, c->size) == (ssize_t)c->size &&
           c->receive(c->from[REPLIES], c->got, c->size) == (ssize_t)c->size &&
           c->got[0] == (uint8_t)i;
}

static void measure(const char *kind, void (*open_connection)(struct connection *c), size_t size)
{
    static struct connection c;
    char row[40];
    pid_t server;
    uint64_t ticks;

    (void)snprintf(row, sizeof(row), "linux_%s_%zu", kind, size);
    bench_begin(row);
    open_connection(&c);
    c.size = size;
    for (size_t i = 0; i < size; i++) {
        c.sent[i] = (uint8_t)(i * 7 + size);
        c.got[i] = 0;
    }
    server = partner_start(PRIORITY, serve, &c);
    ticks = bench_repeat(call, &c);
    if (!bench_failed() && memcmp(c.sent, c.got, size) != 0) {
        bench_fail("a reply was not what was sent");
    }
    partner_end(server);
    bench_print(ticks, ITERATIONS);
    close_all(&c);
}

static void measure_all(const char *kind, void (*open_connection)(struct connection *c))
{
    for (int i = 0; i < SIZES; i++) {
        measure(kind, open_connection, sizes[i]);
    }
}

void bench_pipe(void)
{
    measure_all("pipe", open_pipes);
}

void bench_unix_stream(void)
{
    measure_all("unix_stream", open_stream);
}

void bench_unix_seqpacket(void)
{
    measure_all("unix_seqpacket", open_seqpacket);
}

void bench_mqueue(void)
{
    measure_all("mqueue", open_queues);
}
