#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that task 7 notices when a protection that it shows is not there.  With that
# removed it must say FAIL, and the check that fails first must be the right one.  The same copy
# without a patch passes, so it is the patch that makes it fail.
#
# Alone with: the copy without sabotage
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/sabotage/test.sh
. tests/sabotage/test.sh

sabotage_makes_fail task7
