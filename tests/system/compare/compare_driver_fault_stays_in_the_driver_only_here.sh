#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: what the same bug in the same driver does.  Here its parent restores the
# driver and the next request is served; in a Linux module it leaves a lock that nobody can take
# again and a kernel that calls itself damaged, or it ends the machine.
#
# Alone with: the build folder
. "$(dirname "$0")/../lib.sh"

pd=$work/pd
boot "$pd" --icount "$build/compare/driver/loader.img" '^DRIVER DONE' "$limit"
expect_line "$pd" '^SHOW pd driver_fault read from 0x0, not mapped, .* lives 51, .* first: 51$'
expect_line "$pd" '^SHOW pd driver_restarts .*: 50$'
expect_line "$pd" '^DRIVER pd system_survives 1$'
expect_line "$pd" '^DRIVER pd requests_lost 1$'
expect_line "$pd" '^DRIVER pd service_interrupted_instructions [1-9][0-9]*$'

need_linux_guest
make_or_skip driver-guest
module=$work/module
compare/driver/linux/boot.sh "$build/linux" >"$module" || fail "$(tail -n 1 "$module") (in $module)"
expect_line "$module" 'Unable to handle kernel NULL pointer dereference'
expect_line "$module" '^SHOW module driver_culprit .*: SIGSEGV$'
expect_line "$module" '^SHOW module driver_next_users 8 of 8 wait after 5 s, state D$'
expect_line "$module" '^SHOW module driver_killed 8 of 8 wait 5 s after SIGKILL, state D$'
expect_line "$module" '^SHOW module driver_reload delete_module: Resource temporarily unavailable$'
expect_line "$module" '^DRIVER module system_survives 1$'
expect_line "$module" '^DRIVER module tainted 1$'
expect_line "$module" '^DRIVER module requests_lost 9$'
expect_line "$module" '^INSTEAD module:service_interrupted_instructions endless '
expect_line "$module" '^SHOW module driver_panic .*: Kernel panic - not syncing: Oops: '
