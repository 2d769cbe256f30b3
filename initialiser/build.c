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

void build_system(const struct spec *spec, const seL4_BootInfo *bootinfo,
                  seL4_CPtr spec_frames)
{
    struct shortage shortage;

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
