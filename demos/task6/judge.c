/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 6, the judge: parent of driver and iommu.  It tells the driver what to
 * try, is told by the kernel what faulted, and asks iommu and victim what they
 * have noticed.
 *
 * A driver that faulted goes on at the address in its x9 (probe.h).
 */
#include "judge.h"

#include "../common/device/edu.h"
#include "../common/device/pci.h"
#include "../common/print.h"

seL4_Word buffer_paddr, secret_paddr, letter_paddr;
seL4_Word streams_paddr, commands_paddr, events_paddr, tables_paddr;
seL4_Word smmu_paddr, config_paddr;

static const struct part *const parts[] = {&part_open, &part_closed, &part_owner, &part_return};

const char judge_name[] = "judge";

enum { CHECKS = 64 };

enum { PARTS = sizeof(parts) / sizeof(parts[0]) };

/* Which step of which part is the driver's, in which round. */
static unsigned part_at, step_at, round_at;

static seL4_Bool iommu_is_up;
static seL4_Bool over; /* there is a verdict */

/* The driver's order at hand. */
static seL4_Bool ordered;
static struct outcome outcome;

static void print_banner(void)
{
    microkit_dbg_puts("Task 6: a device that attacks, and the IOMMU in its way\n"
                      "\n"
                      "  iommu   priority 220  owns the SMMU; says what the device may reach\n"
                      "  victim  priority 210  has a page with a secret\n"
                      "  judge   priority 200  parent of driver and iommu\n"
                      "  driver  priority 100  has a device that can do DMA; is taken over\n"
                      "\n"
                      "  Pages in memory: buffer ");
    print_hex(buffer_paddr);
    microkit_dbg_puts(", secret ");
    print_hex(secret_paddr);
    microkit_dbg_puts(", letter ");
    print_hex(letter_paddr);
    microkit_dbg_puts("\n");
}

/* There will be no more checks. */
static void end(void)
{
    over = seL4_True;
    ordered = seL4_False;
    put_verdict("TASK6", CHECKS);
}

static void give_up(const char *why)
{
    if (!over) {
        check(seL4_False, why);
        end();
    }
}

/* The image runs on a machine that is not the one it is for. */
static void explain_machine(const char *why)
{
    check(seL4_False, why);
    microkit_dbg_puts("   QEMU makes such a machine with the options in demos/task6/machine:\n"
                      "   -machine iommu=smmuv3 -nic none -device edu,addr=1,"
                      "dma_mask=0xffffffffff\n"
                      "   `make task6 run` gives them.\n");
    end();
}

void init(void)
{
    print_banner();
}

unsigned round_now(void)
{
    return round_at;
}

void go_back(unsigned steps)
{
    step_at -= steps;
}

static void begin_part(void)
{
    microkit_dbg_puts(parts[part_at]->title);
    judge_part(part_at + 1);
}

/* On to the next step; false: there are no more.  After a part in which something failed there are
   none: the next part's attacks would go through, and nothing would be left to judge them. */
static seL4_Bool advance(void)
{
    if (++step_at < parts[part_at]->count) {
        return seL4_True;
    }
    step_at = 0;
    if (++round_at < parts[part_at]->rounds) {
        return seL4_True;
    }
    round_at = 0;
    if (++part_at == PARTS || checks_so_far()->first_failed != seL4_Null) {
        return seL4_False;
    }
    begin_part();
    return seL4_True;
}

/* The driver reports what came of its order, if it had one, and gets the next. */
static microkit_msginfo answer_driver(seL4_Word word)
{
    struct command command = {ORDER_END, 0, 0, 0};

    if (ordered) {
        outcome.word = word;
        parts[part_at]->steps[step_at].judge(&outcome);
        if (!over && !advance()) {
            end();
        }
    }
    if (!over) {
        command = parts[part_at]->steps[step_at].give();
    }
    ordered = !over;
    outcome = (struct outcome){0};
    microkit_mr_set(0, command.from);
    microkit_mr_set(1, command.to);
    microkit_mr_set(2, command.bytes);
    return microkit_msginfo_new(command.order, 3);
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    (void)msginfo;
    if (ch != JUDGE_DRIVER || !iommu_is_up) {
        return microkit_msginfo_new(ORDER_END, 0);
    }
    return answer_driver(microkit_mr_get(0));
}

void notified(microkit_channel ch)
{
    if (ch != JUDGE_IOMMU || iommu_is_up || over) {
        return;
    }
    iommu_is_up = seL4_True;
    if (iommu_asked(REQUEST_LOOK, 0) != EDU_IDENTITY) {
        explain_machine("this machine has the device, of PCI's bus 0 number 1");
        return;
    }
    begin_part();
    microkit_notify(JUDGE_DRIVER);
}

enum { SYNDROME_WRITE = 1 << 6, WHY_SHIFT = 2, WHY_MASK = 0xf, WHY_TRANSLATION = 1 };

/* Lets the driver go on after the instruction that faulted. */
static void driver_faulted(microkit_msginfo msginfo)
{
    seL4_Word syndrome = microkit_mr_get(seL4_VMFault_FSR);
    seL4_Word address = microkit_mr_get(seL4_VMFault_Addr);
    seL4_UserContext registers;

    if (!ordered || microkit_msginfo_get_label(msginfo) != seL4_Fault_VMFault ||
        seL4_TCB_ReadRegisters(BASE_TCB_CAP + CHILD_DRIVER, seL4_False, 0,
                               sizeof(registers) / sizeof(seL4_Word),
                               &registers) != seL4_NoError) {
        give_up("the driver faults only where it was ordered to");
        return;
    }
    outcome.faulted = seL4_True;
    outcome.write = (syndrome & SYNDROME_WRITE) != 0;
    outcome.not_mapped = (syndrome >> WHY_SHIFT & WHY_MASK) == WHY_TRANSLATION;
    outcome.address = address;
    microkit_pd_restart(CHILD_DRIVER, registers.x9);
}

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply)
{
    (void)reply;
    if (child == CHILD_DRIVER) {
        driver_faulted(msginfo);
    } else if (!iommu_is_up) {
        explain_machine("this machine has an SMMU, at 0x9050000");
    } else {
        give_up("the component iommu does not fault");
    }
    return seL4_False;
}
