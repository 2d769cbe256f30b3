/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * The attacker as a part of the guest's kernel: it has all that EL1 has, and asks Linux for nothing
 * that it could take.  The parameter `step` says what it tries when it is loaded; `result` is what
 * came of it, for whoever reads the parameter: lines "reach NAME GOT OF".
 *
 * While it tries what may fault, exceptions go to vectors of its own, which count, and go on behind
 * the instruction.
 *
 * Sources: Arm DDI 0487 (exceptions, system registers); IHI 0048B (GICv2); DEN 0028 (SMC calling
 * convention), DEN 0022 (PSCI); VIRTIO 1.1, 2.6 and 4.2.
 */
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "guest_map.h"
#include "task8.h"

static char step[16];
module_param_string(step, step, sizeof(step), 0444);
static char result[1024];
module_param_string(result, result, sizeof(result), 0444);

static void report(const char *name, unsigned int got, unsigned int of)
{
    size_t used = strlen(result);

    scnprintf(result + used, sizeof(result) - used, "reach %s %u %u\n", name, got, of);
}

/* ---- Exceptions ---- */

/* x17 counts; x16 is spoilt.  Other exceptions are masked while these vectors are in use. */
__asm__(".pushsection .text, \"ax\"\n"
        ".balign 2048\n"
        "attack_vectors:\n"
        ".rept 16\n"
        ".balign 128\n"
        "    mrs x16, elr_el1\n"
        "    add x16, x16, #4\n"
        "    msr elr_el1, x16\n"
        "    add x17, x17, #1\n"
        "    eret\n"
        ".endr\n"
        ".popsection\n");
extern const char attack_vectors[];

struct kept {
    u64 vectors;
    u64 masks;
};

static struct kept take_exceptions(void)
{
    struct kept kept;

    __asm__ volatile("mrs %0, daif\n msr daifset, #15\n mrs %1, vbar_el1\n msr vbar_el1, %2\n isb"
                     : "=&r"(kept.masks), "=&r"(kept.vectors)
                     : "r"(attack_vectors)
                     : "memory");
    return kept;
}

static void give_exceptions_back(struct kept kept)
{
    __asm__ volatile("msr vbar_el1, %1\n isb\n msr daif, %0"
                     :
                     : "r"(kept.masks), "r"(kept.vectors)
                     : "memory");
}

/* True if the access was one; `value` is what was read. */
static bool try_read(const volatile void *at, u64 *value)
{
    u64 faults;

    __asm__ volatile("mov x17, #0\n ldr %0, [%2]\n dsb sy\n isb\n mov %1, x17"
                     : "=&r"(*value), "=&r"(faults)
                     : "r"(at)
                     : "x16", "x17", "memory");
    return faults == 0;
}

static bool try_write(volatile void *at, u64 value)
{
    u64 faults;

    __asm__ volatile("mov x17, #0\n str %1, [%2]\n dsb sy\n isb\n mov %0, x17"
                     : "=&r"(faults)
                     : "r"(value), "r"(at)
                     : "x16", "x17", "memory");
    return faults == 0;
}

/* ---- Memory ---- */

/* A place in each page that no device of the guest's minds. */
enum { IN_PAGE = 0x18, STRIDE = 0x40000, STRIDE_ELSEWHERE = 0x100000 };

struct reach {
    unsigned int read;
    unsigned int written;
    unsigned int of;
};

/* Reads, and writes what was read, in steps. */
static void reach_range(struct reach *reach, u64 from, u64 bytes, u64 stride)
{
    void __iomem *window = ioremap(from, bytes);
    struct kept kept;

    if (window == NULL) {
        reach->of += bytes / stride;
        return;
    }
    kept = take_exceptions();
    for (u64 at = 0; at < bytes; at += stride) {
        volatile void *place = (volatile void *)(uintptr_t)window + at + IN_PAGE;
        u64 value = 0;

        reach->of++;
        if (try_read(place, &value)) {
            reach->read++;
            reach->written += try_write(place, value);
        } else {
            reach->written += try_write(place, 0x7073656e7370ull);
        }
    }
    give_exceptions_back(kept);
    iounmap(window);
    cond_resched(); /* or Linux complains of who keeps the processor, on a slow host */
}

static void own_memory(void)
{
    unsigned int got = 0;

    for (u64 at = 0; at < GUEST_RAM_BYTES; at += STRIDE) {
        u64 value;
        struct kept kept = take_exceptions();

        got += try_read(__va(GUEST_RAM + at), &value);
        give_exceptions_back(kept);
    }
    report("own-memory", got, GUEST_RAM_BYTES / STRIDE);
}

/* All that its addresses can name: 4 GiB in steps, and each power of two above, which its own
   tables can still say (40 bits). */
static void everything_else(void)
{
    struct reach reach = {0, 0, 0};
    u64 end = GUEST_RAM + GUEST_RAM_BYTES;

    reach_range(&reach, 0, GUEST_RAM, STRIDE_ELSEWHERE);
    for (; end < 0x100000000ull; end += 0x8000000) {
        reach_range(&reach, end, 0x8000000, STRIDE_ELSEWHERE);
    }
    for (unsigned int bit = 32; bit < 40; bit++) {
        reach_range(&reach, 1ull << bit, PAGE_SIZE, PAGE_SIZE);
    }
    report("else-read", reach.read, reach.of);
    report("else-written", reach.written, reach.of);
}

static void devices(void)
{
    struct reach reach = {0, 0, 0};

    reach_range(&reach, GUEST_GICD, 0x20000, PAGE_SIZE);
    report("interrupt-controller", reach.read, reach.of);
}

/* Page by page around the place where the secret is. */
static void secret(void)
{
    struct reach reach = {0, 0, 0};

    reach_range(&reach, SECRET_PHYSICAL - 0x100000, 0x200000, PAGE_SIZE);
    report("secret-read", reach.read, reach.of);
    report("secret-written", reach.written, reach.of);
}

static void step_memory(void)
{
    own_memory();
    devices();
    everything_else();
    secret();
}

/* ---- Calls ---- */

/* `hvc`, as the kernel below takes its system calls: number in x7, capability in x0, message in x1.
   True if something answered but the guest's VMM, which knows none of these. */
static bool hypercall(s64 number, u64 capability)
{
    register u64 x0 __asm__("x0") = capability;
    register u64 x1 __asm__("x1") = 1ull << 12;
    register u64 x2 __asm__("x2") = 0;
    register u64 x3 __asm__("x3") = 0;
    register u64 x4 __asm__("x4") = 0;
    register u64 x5 __asm__("x5") = 0;
    register u64 x6 __asm__("x6") = 0;
    register s64 x7 __asm__("x7") = number;

    __asm__ volatile("hvc #0"
                     : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3), "+r"(x4), "+r"(x5), "+r"(x6),
                       "+r"(x7)
                     :
                     : "memory", "cc");
    return x0 != (u64)-1 && !(x0 == capability && x1 == 1ull << 12) && x1 >> 12 == 0;
}

/* Those of the kernel's debug builds are among them, also the one that halts the machine. */
static void hypercalls(void)
{
    enum { CAPABILITIES = 64, NUMBERS = 32, YIELD = -11 };
    unsigned int got = 0;
    unsigned int of = 0;

    for (s64 number = -NUMBERS; number < 0; number++) {
        for (u64 i = 0; i < CAPABILITIES; i++) {
            if (number != YIELD || i == 0) {
                of++;
                got += hypercall(number, i);
            }
        }
    }
    report("hypercalls", got, of);
}

static u64 secure_call(u64 function, u64 argument)
{
    register u64 x0 __asm__("x0") = function;
    register u64 x1 __asm__("x1") = argument;
    register u64 x2 __asm__("x2") = 0;
    register u64 x3 __asm__("x3") = 0;

    __asm__ volatile("smc #0"
                     : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3)
                     :
                     : "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15",
                       "x16", "x17", "memory", "cc");
    return x0;
}

/* PSCI calls that would end the guest, or put it to sleep, come last or not at all. */
static bool ends_guest(u32 function)
{
    u32 number = function & 0x3fffffff;

    return number == 0x4000001 || number == 0x4000002 || number == 0x4000008 ||
           number == 0x4000009;
}

/* The services of each owner, fast calls of 32 and 64 bits.  What the guest's VMM answers itself
   is known: PSCI 1.0, and one processor, which is on. */
static void secure_calls(void)
{
    enum { FUNCTIONS = 32, OWNERS = 8 };
    u32 first[] = {0x80000000, 0xc0000000};
    unsigned int answered = 0;
    unsigned int of = 0;

    report("firmware-version", (unsigned int)secure_call(0x84000000, 0), 0);
    for (u32 owner = 0; owner < OWNERS; owner++) {
        for (u32 i = 0; i < FUNCTIONS * 2; i++) {
            u32 function = first[i % 2] | owner << 24 | i / 2;

            if (!ends_guest(function)) {
                of++;
                answered += (s64)secure_call(function, ~0ull) >= 0;
            }
        }
    }
    report("secure-calls", answered, of);
}

static void step_calls(void)
{
    hypercalls();
    secure_calls();
}

/* ---- System registers ---- */

/* All registers with an op1 of 4 to 7: of EL2, of EL1 for EL2, of EL3, and of secure EL1; each
   is read, and written. */
__asm__(".macro attack_read op1, n, m\n"
        ".irp op2, 0, 1, 2, 3, 4, 5, 6, 7\n"
        "    mrs x15, S3_\\op1\\()_C\\n\\()_C\\m\\()_\\op2\n"
        ".endr\n.endm\n"
        ".macro attack_write op1, n, m\n"
        ".irp op2, 0, 1, 2, 3, 4, 5, 6, 7\n"
        "    msr S3_\\op1\\()_C\\n\\()_C\\m\\()_\\op2, xzr\n"
        ".endr\n.endm\n"
        ".macro attack_row what, op1, n\n"
        ".irp m, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n"
        "    \\what \\op1, \\n, \\m\n"
        ".endr\n.endm\n"
        ".macro attack_plane what, op1\n"
        ".irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n"
        "    attack_row \\what, \\op1, \\n\n"
        ".endr\n.endm\n"
        ".macro attack_registers what\n"
        ".irp op1, 4, 5, 6, 7\n"
        "    attack_plane \\what, \\op1\n"
        ".endr\n.endm\n");

static noinline unsigned int read_registers(void)
{
    u64 faults;

    __asm__ volatile("mov x17, #0\n attack_registers attack_read\n mov %0, x17"
                     : "=r"(faults) : : "x15", "x16", "x17", "memory");
    return (unsigned int)faults;
}

static noinline unsigned int write_registers(void)
{
    u64 faults;

    __asm__ volatile("mov x17, #0\n attack_registers attack_write\n mov %0, x17"
                     : "=r"(faults) : : "x16", "x17", "memory");
    return (unsigned int)faults;
}

static void step_registers(void)
{
    enum { REGISTERS = 4 * 16 * 16 * 8 };
    struct kept kept = take_exceptions();
    unsigned int read = REGISTERS - read_registers();
    unsigned int written = REGISTERS - write_registers();

    give_exceptions_back(kept);
    report("registers-read", read, REGISTERS);
    report("registers-written", written, REGISTERS);
}

/* ---- Interrupts ---- */

/* To itself, one that Linux does not mind if nobody asked for it; each one is delivered. */
static void step_flood(void)
{
    enum { SGIR = 0xf00, TO_ITSELF = 2 << 24, CALL_FUNCTION = 1, TIMES = 5000 };
    void __iomem *distributor = ioremap(GUEST_GICD, PAGE_SIZE);

    for (unsigned int i = 0; distributor != NULL && i < TIMES; i++) {
        writel(TO_ITSELF | CALL_FUNCTION, distributor + SGIR);
    }
    iounmap(distributor);
    report("interrupts", TIMES, TIMES);
}

/* ---- DMA ---- */

enum {
    DRIVER_FEATURES = 0x20, DRIVER_FEATURES_SEL = 0x24, QUEUE_SEL = 0x30, QUEUE_NUM = 0x38,
    QUEUE_READY = 0x44, QUEUE_NOTIFY = 0x50, STATUS = 0x70, QUEUE_DESC = 0x80,
    QUEUE_DRIVER = 0x90, QUEUE_DEVICE = 0xa0
};
enum { ACKNOWLEDGED = 1 | 2, FEATURES_OK = 8, DRIVER_OK = 4, NEEDS_RESET = 64 };
enum { ENTRIES = 8, NEXT = 1, WRITABLE = 2 };

struct descriptor {
    __le64 address;
    __le32 bytes;
    __le16 flags;
    __le16 next;
};

/* One page of the guest's. */
struct queue {
    struct descriptor table[ENTRIES];
    __le16 available[3 + ENTRIES];
    __le16 padding;
    _Alignas(8) __le16 used[3 + ENTRIES * 4];
    __le32 header[4];
    u8 status;
};

static void put_address(void __iomem *disk, unsigned int offset, u64 address)
{
    writel((u32)address, disk + offset);
    writel((u32)(address >> 32), disk + offset + 4);
}

/* The disk, with a queue at these places. */
static void set_up(void __iomem *disk, u64 table, u64 available, u64 used)
{
    writel(0, disk + STATUS);
    writel(ACKNOWLEDGED, disk + STATUS);
    writel(1, disk + DRIVER_FEATURES_SEL);
    writel(1, disk + DRIVER_FEATURES);
    writel(ACKNOWLEDGED | FEATURES_OK, disk + STATUS);
    writel(0, disk + QUEUE_SEL);
    writel(ENTRIES, disk + QUEUE_NUM);
    put_address(disk, QUEUE_DESC, table);
    put_address(disk, QUEUE_DRIVER, available);
    put_address(disk, QUEUE_DEVICE, used);
    writel(1, disk + QUEUE_READY);
    writel(ACKNOWLEDGED | FEATURES_OK | DRIVER_OK, disk + STATUS);
}

static bool is_refused(void __iomem *disk)
{
    return (readl(disk + STATUS) & NEEDS_RESET) != 0;
}

/* A request whose data are at `target`: to be written there, or read. */
static bool request_refused(void __iomem *disk, struct queue *queue, u64 target, u32 bytes,
                            bool into)
{
    u64 here = virt_to_phys(queue);

    memset(queue, 0, sizeof(*queue));
    queue->header[0] = cpu_to_le32(into ? 0 : 1);
    queue->table[0] = (struct descriptor){cpu_to_le64(here + offsetof(struct queue, header)),
                                          cpu_to_le32(16), cpu_to_le16(NEXT), cpu_to_le16(1)};
    queue->table[1] = (struct descriptor){cpu_to_le64(target), cpu_to_le32(bytes),
                                          cpu_to_le16(into ? NEXT | WRITABLE : NEXT),
                                          cpu_to_le16(2)};
    queue->table[2] = (struct descriptor){cpu_to_le64(here + offsetof(struct queue, status)),
                                          cpu_to_le32(1), cpu_to_le16(WRITABLE), 0};
    set_up(disk, here, here + offsetof(struct queue, available),
           here + offsetof(struct queue, used));
    queue->available[1] = cpu_to_le16(1);
    mb();
    writel(0, disk + QUEUE_NOTIFY);
    return is_refused(disk);
}

static bool ring_refused(void __iomem *disk, struct queue *queue, u64 target, unsigned int which)
{
    u64 here = virt_to_phys(queue);

    set_up(disk, which == 0 ? target : here,
           which == 1 ? target : here + offsetof(struct queue, available),
           which == 2 ? target : here + offsetof(struct queue, used));
    return is_refused(disk);
}

static void step_dma(void)
{
    static const u64 targets[] = {
        SECRET_PHYSICAL, 0, 0x200000, 0x4400000, GUEST_RAM - 0x1000,
        GUEST_RAM + GUEST_RAM_BYTES - 0x10, GUEST_RAM + GUEST_RAM_BYTES, 0x100000000ull,
        0xfffffffffffffff0ull,
    };
    enum { TARGETS = sizeof(targets) / sizeof(targets[0]) };
    void __iomem *disk = ioremap(GUEST_DISK, 0x200);
    struct queue *queue = (struct queue *)get_zeroed_page(GFP_KERNEL);
    unsigned int refused = 0;
    bool works = false;

    for (unsigned int i = 0; disk != NULL && queue != NULL && i < TARGETS; i++) {
        refused += request_refused(disk, queue, targets[i], 512, true);
        refused += request_refused(disk, queue, targets[i], 512, false);
    }
    report("dma-refused", refused, 2 * TARGETS);
    refused = 0;
    for (unsigned int i = 0; disk != NULL && queue != NULL && i < TARGETS * 3; i++) {
        refused += ring_refused(disk, queue, targets[i / 3], i % 3);
    }
    report("rings-refused", refused, 3 * TARGETS);
    if (disk != NULL && queue != NULL) {
        works = !request_refused(disk, queue, virt_to_phys(queue) + 2048, 512, true) &&
                queue->status == 0;
        writel(0, disk + STATUS);
    }
    report("dma-own", works, 1);
    free_page((unsigned long)queue);
    iounmap(disk);
}

/* ---- Time ---- */

/* With all that could interrupt it masked. */
static void burn(unsigned int seconds)
{
    struct kept kept = take_exceptions();
    u64 start;
    u64 now;
    u64 hz;

    __asm__ volatile("isb\n mrs %0, cntvct_el0\n mrs %1, cntfrq_el0" : "=r"(start), "=r"(hz));
    do {
        __asm__ volatile("isb\n mrs %0, cntvct_el0" : "=r"(now));
    } while (now - start < seconds * hz);
    give_exceptions_back(kept);
}

static void step_burn(void)
{
    burn(2);
    report("burnt", 2, 2);
}

/* Anything, often, into the registers of a device. */
static void storm(void __iomem *device, u32 bytes)
{
    u64 random = 88172645463325252ull;

    for (unsigned int n = 0; device != NULL && n < 4000; n++) {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        *(volatile u32 __force *)(device + random % bytes / 4 * 4) =
            n % 2 == 0 ? (u32)(random >> 32) : (u32)(random >> 60);
    }
}

/* Its VMM notes this: so the client knows how far it has come. */
static void leave_a_mark(void)
{
    const volatile void *nowhere = (const volatile void __force *)ioremap(NOWHERE_PHYSICAL,
                                                                          PAGE_SIZE);
    u64 value;
    struct kept kept = take_exceptions();

    (void)try_read(nowhere, &value);
    give_exceptions_back(kept);
}

/* It does not let go of the processor.  An end it has only so that a system without budgets gets
   to its verdict. */
static void step_loop(void)
{
    leave_a_mark();
    burn(SECONDS_OF_ENDLESS_LOOP);
}

/* A storm into every device that its VMM emulates but the serial port, and a last word.  Whoever
   is switched off leaves no second mark. */
static void step_halt(void)
{
    enum { SYSTEM_OFF = 0x84000008 };
    void __iomem *controller = ioremap(GUEST_GICD, PAGE_SIZE);
    void __iomem *virtio = ioremap(GUEST_DISK, PAGE_SIZE);

    (void)take_exceptions();
    storm(controller, GUEST_GICD_BYTES);
    storm(virtio, 0x600);
    leave_a_mark();
    (void)secure_call(SYSTEM_OFF, 0);
    step_loop();
}

static const struct {
    const char *name;
    void (*run)(void);
} steps[] = {
    {"memory", step_memory}, {"calls", step_calls}, {"registers", step_registers},
    {"flood", step_flood}, {"dma", step_dma}, {"burn", step_burn}, {"halt", step_halt},
    {"loop", step_loop},
};

static int __init attack_init(void)
{
    for (size_t i = 0; i < ARRAY_SIZE(steps); i++) {
        if (strcmp(step, steps[i].name) == 0) {
            steps[i].run();
            return 0;
        }
    }
    return -EINVAL;
}

static void __exit attack_exit(void)
{
}

module_init(attack_init);
module_exit(attack_exit);
/* Whoever takes it takes either licence. */
MODULE_LICENSE("Dual BSD/GPL");
MODULE_DESCRIPTION("What a guest's kernel can try against what is below it");
