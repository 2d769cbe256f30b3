/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The initial task: builds the system that the spec describes, gives up the
 * authority to change it, and becomes the monitor.
 *
 * In memory, from a page boundary each:
 *
 *      __image_start  this program
 *      __image_end    the system spec, then the PDs' pages
 *                     the loader's page, which is given up first (boot_image.h)
 */
#include <sel4/sel4.h>

#include "../loader/boot_image.h"
#include "build.h"
#include "monitor.h"
#include "spec_check.h"
#include "stop.h"

/* Called by crt0.S with the address that the kernel passed. */
_Noreturn void main(const seL4_BootInfo *bootinfo);

/* From the linker script. */
extern unsigned char __image_start[];
extern unsigned char __image_end[];

seL4_IPCBuffer *__sel4_ipc_buffer;

/*
 * The labels of invocations depend on how the kernel was configured: hardware
 * debugging inserts four before CNodeRevoke.  Nothing may be invoked by a wrong
 * label, so one that does no harm is tried first: a Revoke that does not say of
 * what.  A kernel with other labels takes it for another object's.
 */
static void check_labels(void)
{
    seL4_MessageInfo_t answer =
        seL4_Call(seL4_CapInitThreadCNode, seL4_MessageInfo_new(CNodeRevoke, 0, 0, 0));
    seL4_Error error = (seL4_Error)seL4_MessageInfo_get_label(answer);

    if (error != seL4_TruncatedMessage) {
        stop_other_labels(error);
    }
}

_Noreturn void main(const seL4_BootInfo *bootinfo)
{
    seL4_Word own_pages = (seL4_Word)(__image_end - __image_start) >> seL4_PageBits;
    seL4_SlotRegion image = bootinfo->userImageFrames;
    seL4_Word spec_bytes =
        ((image.end - image.start - own_pages) << seL4_PageBits) - BOOT_LOADER_BYTES;
    struct spec spec;
    struct spec_error error;

    seL4_SetIPCBuffer((seL4_IPCBuffer *)bootinfo->ipcBuffer);
    check_labels();
    if (!spec_open(__image_end, spec_bytes, &spec, &error)) {
        stop_bad_spec(&error);
    }
    if (spec.level->user_top != seL4_UserTop) {
        stop_bad_spec(&(struct spec_error){ .table = "header",
                                            .field = "exception_level",
                                            .found = spec.header->exception_level,
                                            .expected = "the other one, as of this program" });
    }
    build_system(&spec, bootinfo, image.start + own_pages);
    for (;;) {
        monitor_step(&spec);
    }
}
