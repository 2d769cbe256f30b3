/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The child's half of a clean restart (life.h): before init(), measure memory,
 * in the first life hand a copy to the parent, and say hello.
 */
#include "life.h"

enum { PAGE = 4096 };

/* What this file itself has on the stack while it looks whether the stack is clean. */
enum { FRAMES_IN_USE = 1024 };

/* From life.lds. */
extern const char life_text_begin[], life_text_end[], life_data_begin[], life_bss_end[];

seL4_Word life_number;

struct measured {
    seL4_Word checksum, dirt, checked;
};

/* Whole pages: the segment begins and ends with them, so nothing writable lies outside. */
static struct life_range image(void)
{
    return (struct life_range){
        .begin = (seL4_Word)life_data_begin & ~(seL4_Word)(PAGE - 1),
        .end = ((seL4_Word)life_bss_end + PAGE - 1) & ~(seL4_Word)(PAGE - 1),
    };
}

static struct life_range outbox(void)
{
    return (struct life_range){LIFE_OUTBOX, LIFE_OUTBOX + life_bytes};
}

static struct life_range ipc_buffer(void)
{
    seL4_Word begin = (seL4_Word)seL4_GetIPCBuffer();

    return (struct life_range){begin, begin + PAGE}; /* it has a page of its own */
}

/* The start-up code has used far less than a page of stack, whose top is a page boundary. */
static struct life_range stack(seL4_Word frame)
{
    seL4_Word top = (frame + PAGE - 1) & ~(seL4_Word)(PAGE - 1);

    return (struct life_range){top - life_stack_bytes, top};
}

LIFE_ENDS(count_dirt) static void count_dirt(struct measured *m, struct life_range range)
{
    for (seL4_Word at = range.begin; at < range.end; at += sizeof(seL4_Word)) {
        m->dirt += *(const volatile seL4_Word *)at != 0;
    }
    m->checked += range.end - range.begin;
}

LIFE_ENDS(measure) static struct measured measure(seL4_Word frame)
{
    struct measured m = {.checksum = 0};
    struct life_range range = image();

    for (seL4_Word at = range.begin; at < range.end; at += sizeof(seL4_Word)) {
        m.checksum = life_checksum(m.checksum, *(const volatile seL4_Word *)at);
    }
    m.checked = range.end - range.begin;
    range = stack(frame);
    range.end = frame - FRAMES_IN_USE;
    count_dirt(&m, range);
    count_dirt(&m, ipc_buffer());
    count_dirt(&m, outbox());
    for (const struct life_range *extra = life_scratch; extra->end != 0; extra++) {
        count_dirt(&m, *extra);
    }
    return m;
}

/* Volatile, so that no compiler makes it a call of memcpy, which is not there. */
LIFE_ENDS(copy) static seL4_Word copy(seL4_Word to, struct life_range from)
{
    for (seL4_Word at = from.begin; at < from.end; at += sizeof(seL4_Word)) {
        *(volatile seL4_Word *)to = *(const volatile seL4_Word *)at;
        to += sizeof(seL4_Word);
    }
    return to;
}

static _Noreturn void refuse_to_live(const char *why)
{
    microkit_dbg_puts("life: ");
    microkit_dbg_puts(why);
    microkit_dbg_puts("\n");
    __builtin_trap();
}

static void fill_ranges(volatile struct life_seal *seal, seL4_Word frame)
{
    unsigned n = LIFE_FIXED_RANGES;

    seal->ranges[LIFE_RANGE_STACK] = stack(frame);
    seal->ranges[LIFE_RANGE_MESSAGES] = ipc_buffer();
    seal->ranges[LIFE_RANGE_OUTBOX] = outbox();
    for (const struct life_range *extra = life_scratch; extra->end != 0; extra++) {
        if (n == LIFE_RANGES - 1) {
            refuse_to_live("LIFE_RANGES is too small for life_scratch");
        }
        seal->ranges[n++] = *extra;
    }
}

/* Runs before init(). */
LIFE_ENDS(life_begin) __attribute__((constructor, used)) static void life_begin(void);

/* Here an address from an earlier life is used, should one be left. */
static const struct life_symbol own_symbols[] = {
    LIFE_SYMBOL(count_dirt),
    LIFE_SYMBOL(measure),
    LIFE_SYMBOL(copy),
    LIFE_SYMBOL(life_begin),
    LIFE_SYMBOL(life_restart),
    {seL4_Null, seL4_Null, ""},
};

static void fill_symbols(volatile struct life_seal *seal, const struct life_symbol *from)
{
    for (; from->address != seL4_Null && seal->symbols_count < LIFE_SYMBOLS; from++) {
        volatile struct life_symbol *to = &seal->symbols[seal->symbols_count++];

        to->address = from->address;
        to->end = from->end;
        for (unsigned i = 0; i < sizeof(to->name); i++) {
            to->name[i] = from->name[i];
        }
    }
}

/* Everything that later lives need, and the code, so that the parent can say what crashed. */
static void fill_outbox(seL4_Word frame)
{
    volatile struct life_seal *seal = (volatile struct life_seal *)LIFE_OUTBOX;
    struct life_range text = {(seL4_Word)life_text_begin, (seL4_Word)life_text_end};
    seL4_Word room = life_bytes - LIFE_AT_COPY;

    if (image().end - image().begin + text.end - text.begin > room) {
        refuse_to_live("life_bytes is too small for a copy of this program");
    }
    seal->stack_top = stack(frame).end;
    seal->copy = image();
    seal->text = text;
    seal->restart_entry = (seL4_Word)life_restart;
    fill_ranges(seal, frame);
    fill_symbols(seal, life_symbols);
    fill_symbols(seal, own_symbols);
    (void)copy(copy(LIFE_OUTBOX + LIFE_AT_COPY, seal->copy), text);
}

static void say_hello(seL4_Word frame, const struct measured *m)
{
    microkit_mr_set(LIFE_HELLO_FRAME, frame);
    microkit_mr_set(LIFE_HELLO_CHECKSUM, m->checksum);
    microkit_mr_set(LIFE_HELLO_DIRT, m->dirt);
    microkit_mr_set(LIFE_HELLO_CHECKED, m->checked);
    (void)microkit_ppcall(LIFE_CHANNEL, microkit_msginfo_new(LIFE_HELLO, LIFE_HELLO_WORDS));
    life_number = microkit_mr_get(0);
}

/* Measures first: every call writes to the IPC buffer. */
static void life_begin(void)
{
    seL4_Word frame = (seL4_Word)__builtin_frame_address(0);
    struct measured m = measure(frame);

    if (life_pristine()->sealed == 0) {
        fill_outbox(frame);
        (void)microkit_ppcall(LIFE_CHANNEL, microkit_msginfo_new(LIFE_SEAL, 0));
    }
    say_hello(frame, &m);
}
