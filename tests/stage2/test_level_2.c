/* SPDX-License-Identifier: BSD-2-Clause */
/* tests/level, compiled for EL2; of another name, because a test runs once by its name. */
#include "../level/test_level.c"
