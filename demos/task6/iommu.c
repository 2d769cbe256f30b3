/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 6, the component that owns the SMMU and the device's PCI configuration.
 * It decides what the device may reach; the device's driver has no say in it.
 */
#include <microkit.h>

#include "../common/device/pci.h"
#include "../common/device/smmu.h"
#include "../common/print.h"
#include "task6.h"

/* Set by the tool. */
seL4_Word buffer_paddr, letter_paddr, device_paddr;
seL4_Word streams_paddr, commands_paddr, events_paddr, tables_paddr;

/* Few commands, so that the queue comes round. */
enum { COMMANDS_BYTES = 256, STREAMS_BYTES = 1024, ASID = 1 };

static struct smmu smmu;
static struct smmu_config setup;
static struct smmu_space space;

/* Of the SMMU's events since the judge last asked: writes and reads. */
static struct seen {
    seL4_Word count;
    struct smmu_event first;
    bool same; /* all are of the first's type and stream */
} seen[2];
static seL4_Word interrupts;

static volatile seL4_Uint8 *registers(void)
{
    return (volatile seL4_Uint8 *)REGISTERS;
}

static volatile seL4_Uint8 *config(void)
{
    return (volatile seL4_Uint8 *)CONFIG;
}

static struct smmu_memory memory(seL4_Word vaddr, seL4_Word paddr, seL4_Word bytes)
{
    return (struct smmu_memory){(volatile seL4_Uint64 *)vaddr, paddr, bytes};
}

/* The device answers where its driver expects it, and may use memory. */
static void open_device(void)
{
    pci_set_bar(config(), 0, (seL4_Uint32)device_paddr);
    pci_set_command(config(), PCI_MEMORY | PCI_MASTER);
}

/* Least privilege: the device writes to the buffer, and only reads the letter. */
static enum smmu_result make_space(void)
{
    struct smmu_memory tables = memory(TABLES, tables_paddr, TABLE_BYTES);
    enum smmu_result result = smmu_space_init(&space, &tables, ASID);

    if (result == SMMU_OK) {
        result = smmu_map(&space, buffer_paddr, buffer_paddr, PAGE_BYTES, SMMU_READ_WRITE);
    }
    if (result == SMMU_OK) {
        result = smmu_map(&space, letter_paddr, letter_paddr, PAGE_BYTES, SMMU_READ);
    }
    return result;
}

/* While the way is not yet guarded, the device may not use it. */
static enum smmu_result close_device(void)
{
    enum smmu_result result;

    setup.registers = registers();
    setup.streams = memory(STREAMS, streams_paddr, STREAMS_BYTES);
    setup.commands = memory(COMMANDS, commands_paddr, COMMANDS_BYTES);
    setup.events = memory(EVENTS, events_paddr, PAGE_BYTES);
    pci_set_command(config(), PCI_MEMORY);
    result = smmu_init(&smmu, &setup);
    if (result == SMMU_OK) {
        result = make_space();
    }
    if (result == SMMU_OK) {
        result = smmu_stream_attach(&smmu, STREAM, &space);
    }
    if (result == SMMU_OK) {
        open_device();
    }
    return result;
}

static enum smmu_result take_buffer(void)
{
    enum smmu_result result = smmu_unmap(&space, buffer_paddr, PAGE_BYTES);

    return result == SMMU_OK ? smmu_invalidate(&smmu, &space) : result;
}

static enum smmu_result give_buffer(void)
{
    return smmu_map(&space, buffer_paddr, buffer_paddr, PAGE_BYTES, SMMU_READ_WRITE);
}

/* And prints it. */
static microkit_msginfo tell_mapping(seL4_Word number)
{
    struct smmu_mapping mapping = {0};
    bool found = true;

    for (seL4_Word i = 0; i <= number && found; i++) {
        found = smmu_next_mapping(&space, &mapping);
    }
    if (found) {
        microkit_dbg_puts("iommu: stream 8 may reach ");
        print_hex(mapping.iova);
        microkit_dbg_puts(", ");
        microkit_dbg_put32((seL4_Uint32)mapping.bytes);
        microkit_dbg_puts(mapping.rights == SMMU_READ ? " bytes, r-\n" : " bytes, rw\n");
    }
    microkit_mr_set(0, found ? 1 : 0);
    microkit_mr_set(1, mapping.iova);
    microkit_mr_set(2, mapping.paddr);
    microkit_mr_set(3, mapping.bytes);
    microkit_mr_set(4, mapping.rights);
    return microkit_msginfo_new(0, 5);
}

/* That some were lost changes nothing: an attack makes many, and the first one is there. */
static void take_events(void)
{
    struct smmu_event event;

    while (smmu.config != 0 && smmu_next_event(&smmu, &event)) {
        struct seen *those = &seen[event.read];

        if (event.type == EVENT_LOST) {
            continue;
        }
        if (those->count == 0) {
            *those = (struct seen){0, event, true};
        }
        those->same = those->same && event.type == those->first.type &&
                      event.stream == those->first.stream;
        those->count++;
    }
}

static void print_event(const struct smmu_event *event)
{
    microkit_dbg_puts("iommu: event: stream ");
    microkit_dbg_put32(event->stream);
    if (event->type == EVENT_BAD_STREAM) {
        microkit_dbg_puts(": it may reach nothing at all\n");
        return;
    }
    microkit_dbg_puts(event->read ? ", read of " : ", write to ");
    print_hex(event->address);
    microkit_dbg_puts(event->type == EVENT_TRANSLATION  ? ": not mapped\n"
                      : event->type == EVENT_PERMISSION ? ": not allowed\n"
                                                        : ": refused\n");
}

static microkit_msginfo tell_events(seL4_Word reads)
{
    struct seen *those = &seen[reads];

    take_events();
    if (those->count != 0) {
        print_event(&those->first);
    }
    microkit_mr_set(0, those->count);
    microkit_mr_set(1, those->first.type);
    microkit_mr_set(2, those->first.stream);
    microkit_mr_set(3, those->first.address);
    microkit_mr_set(4, those->same ? 1 : 0);
    those->count = 0;
    return microkit_msginfo_new(0, 5);
}

static seL4_Word add_words(seL4_Word sum, seL4_Word address, seL4_Word bytes)
{
    for (seL4_Word at = address; at < address + bytes; at += sizeof(seL4_Uint32)) {
        sum = (sum ^ *(volatile seL4_Uint32 *)at) * 0x100000001b3ull;
    }
    return sum;
}

/* Everything by which the SMMU decides; events are what it says. */
static seL4_Word sum_of_everything(void)
{
    seL4_Word sum = 0xcbf29ce484222325ull;

    sum = add_words(sum, REGISTERS, 0xa8); /* up to the event queue's base */
    sum = add_words(sum, CONFIG, 0x40);
    sum = add_words(sum, STREAMS, PAGE_BYTES);
    sum = add_words(sum, COMMANDS, PAGE_BYTES);
    return add_words(sum, TABLES, TABLE_BYTES);
}

static microkit_msginfo tell(seL4_Word first)
{
    microkit_mr_set(0, first);
    return microkit_msginfo_new(0, 1);
}

/* Where there is no SMMU, or no PCI, this faults, and the judge says what is missing. */
void init(void)
{
    (void)smmu_is_on(registers());
    (void)pci_identity(config());
    microkit_notify(IOMMU_JUDGE);
}

void notified(microkit_channel ch)
{
    if (ch == IOMMU_EVENTS) {
        interrupts++;
        take_events();
        microkit_irq_ack(ch);
    }
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    (void)ch;
    switch ((enum request)microkit_msginfo_get_label(msginfo)) {
    case REQUEST_LOOK:
        microkit_mr_set(0, pci_identity(config()));
        microkit_mr_set(1, smmu_is_on(registers()));
        return microkit_msginfo_new(0, 2);
    case REQUEST_OPEN:
        open_device();
        break;
    case REQUEST_CLOSE:
        return tell(close_device());
    case REQUEST_TAKE:
        return tell(take_buffer());
    case REQUEST_GIVE:
        return tell(give_buffer());
    case REQUEST_DETACH:
        return tell(smmu_stream_detach(&smmu, STREAM));
    case REQUEST_ATTACH:
        return tell(smmu_stream_attach(&smmu, STREAM, &space));
    case REQUEST_MAPPING:
        return tell_mapping(microkit_mr_get(0));
    case REQUEST_EVENTS:
        return tell_events(microkit_mr_get(0) & 1);
    case REQUEST_INTERRUPTS:
        return tell(interrupts);
    case REQUEST_SUM:
        return tell(sum_of_everything());
    }
    return microkit_msginfo_new(0, 0);
}
