#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Prints a disk of 64 sectors (demos/task6_disk): zeros but for the first one, which says who wrote
# it.
set -eu
text='written from outside, before the machine started'
printf '%s\n' "$text"
dd if=/dev/zero bs=1 count=$((64 * 512 - ${#text} - 1)) 2>/dev/null
