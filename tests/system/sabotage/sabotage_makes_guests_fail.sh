#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that the tests of guests notice when what keeps guests apart is not there.
# With that removed the right one must fail first, and all must run.  The same copy without a patch
# passes, so it is the patch that makes them fail.
#
# Alone with: the copy without sabotage
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/sabotage/test.sh
. tests/sabotage/test.sh

sabotage_makes_fail guests
