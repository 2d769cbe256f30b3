#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that Task 8 notices when its VMM forgets to check what a guest chooses.  With
# that check removed it must say FAIL, and the check that fails first must be the right one.
#
# Its copy is its own: what it shares is what was fetched for Linux.
#
# Alone with: the build folder
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/sabotage/test.sh
. tests/sabotage/test.sh

need_linux_guest
make_or_skip "$build/linux/headers/folder"
unpatched=$work/unpatched
sabotage_makes_fail task8
rm -rf "$unpatched"
