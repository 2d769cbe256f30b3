/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The SDK that the tool is part of: where it is, and what it has.
 */
#pragma once

#include "diag.h"
#include "elf.h"
#include "names.h"

/*
 * The SDK's folder: the environment's MICROKIT_SDK, or else the parent of the
 * folder that the executable is in, found from argv[0] (which is searched for in
 * PATH if it has no slash).  Returns NULL after an error.
 */
const char *sdk_root(struct arena *arena, struct diag *diag, const char *argv0);

/* The folder ROOT/board/BOARD/CONFIG, or NULL after an error that lists the
   boards or configurations that there are. */
const char *sdk_config_folder(struct arena *arena, struct diag *diag, const char *root,
                              const char *board, const char *config);

/* One of the SDK's own ELF files. */
struct component {
    const char *path;
    struct buffer file;
    struct elf elf;
};

/* Returns false after an error. */
bool component_load(struct arena *arena, struct diag *diag, struct component *component,
                    const char *path);
void component_release(struct component *component);
