/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The driver of QEMU's firmware configuration device, which writes items of data
 * into memory by itself: it is given physical addresses and sees none of the
 * memory behind them.  Facts: "QEMU Firmware Configuration (fw_cfg) Device".
 */
#include "cache.h"
#include "config.h"
#include "ring.h"

enum { VIRT = 0 };

/* Set by the tool. */
seL4_Word device_vaddr;
seL4_Word order_vaddr;
seL4_Word order_paddr;
seL4_Word queues_vaddr;

enum { DEVICE_DMA = 16 }; /* offset of the register that takes the order's address */
enum { CONTROL_ERROR = 1 << 0, CONTROL_READ = 1 << 1, CONTROL_SELECT = 1 << 3, ITEM_SHIFT = 16 };

/* As the device reads it: big-endian. */
struct order {
    seL4_Uint32 control;
    seL4_Uint32 length;
    seL4_Word address;
};

static enum status carry_out(const struct request *r)
{
    volatile struct order *order = (volatile struct order *)order_vaddr;
    seL4_Uint32 control = r->item << ITEM_SHIFT | CONTROL_SELECT | CONTROL_READ;

    order->control = __builtin_bswap32(control);
    order->length = __builtin_bswap32(r->bytes);
    order->address = __builtin_bswap64(r->place);
    __asm__ volatile("dsb sy" : : : "memory"); /* in memory before the device is told */
    *(volatile seL4_Word *)(device_vaddr + DEVICE_DMA) = __builtin_bswap64(order_paddr);
    do {
        control = __builtin_bswap32(order->control);
    } while ((control & ~(seL4_Uint32)CONTROL_ERROR) != 0);
    return control == 0 ? STATUS_DONE : STATUS_DEVICE;
}

/* There is always room for the answer: no more is asked than the queue holds. */
static void serve(void)
{
    struct request_queues *queues = (struct request_queues *)queues_vaddr;
    struct request r;

    do {
        while (requests_take(&queues->asked, &r)) {
            r.status = carry_out(&r);
            assert(requests_put(&queues->answered, &r));
        }
    } while (!ring_may_wait(&queues->asked.ring));
    if (ring_must_signal(&queues->answered.ring)) {
        microkit_deferred_notify(VIRT);
    }
}

/* Nobody waits for anybody's init(): there may be something already. */
void init(void)
{
    assert(device_vaddr != 0 && order_paddr != 0);
    serve();
}

void notified(microkit_channel ch)
{
    assert(ch == VIRT);
    serve();
}
