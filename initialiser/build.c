/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The order in which a system is built.
 *
 * Address spaces must have identifiers before they are mapped into or copied.
 * Page data is patched while it is still mapped here, and is gone from here
 * before any PD has it.  PDs start last, when nothing is left that could fail
 * halfway and when the authority to build is already given up.
 */
#include "build.h"

#include "../loader/boot_image.h"
#include "caps.h"
#include "maps.h"
#include "monitor.h"
#include "objects.h"
#include "schedule.h"
#include "stop.h"
#include "threads.h"

static void ask_kernel(seL4_CPtr from, seL4_Word paddr, const struct memory_batch *batch)
{
    (void)paddr; /* the kernel comes to the same */
    stop_if_failed(seL4_Untyped_Retype(from, batch->type, batch->size_arg,
                                       seL4_CapInitThreadCNode, 0, 0, batch->slot,
                                       batch->count),
                   "Untyped_Retype", batch->name);
}

/* Deleting the only capability to a page unmaps it, and nobody can make another: the memory is of
   no untyped (boot_image.h). */
static void give_up_loader_pages(seL4_SlotRegion image_frames)
{
    for (seL4_Word i = 1; i <= BOOT_LOADER_BYTES >> seL4_PageBits; i++) {
        stop_if_failed(seL4_CNode_Delete(seL4_CapInitThreadCNode, image_frames.end - i,
                                         seL4_WordBits),
                       "CNode_Delete", "page of the loader");
    }
}

void build_system(const struct spec *spec, const seL4_BootInfo *bootinfo,
                  seL4_CPtr spec_frames)
{
    struct shortage shortage;

    give_up_loader_pages(bootinfo->userImageFrames);
    if (!objects_create(spec, bootinfo, spec_frames, ask_kernel, &shortage)) {
        stop_short(&shortage);
    }
    maps_assign_vspaces(spec);
    maps_patch(spec);
    maps_detach_image(spec);
    maps_create(spec);
    caps_grant(spec);
    threads_configure(spec, bootinfo->schedcontrol.start);
    schedule_configure(spec);
    monitor_limit(bootinfo->schedcontrol.start);
    monitor_confine(spec);
    monitor_start(spec);
}
