/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 7, part 3: priority inversion, avoided and not. */
#pragma once

#include <microkit.h>

enum { SCENE_CHECKS = 3 };

void scenes_begin(void);

/* High's signal: it has what it needs.  True if that was the last scene. */
seL4_Bool scenes_go_on(void);
