#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: what is said about canary, random addresses, a stack that is not executable.
# They must stop the exploit that worked without them.  Where the service forks, its canary must be
# found in bounded tries, and the leak must lead to the same blast radius; where it also execs and
# has a filter, neither.
#
# Alone with: the build folder
. "$(dirname "$0")/../lib.sh"
takes_turn 4

need_linux_guest
linux=$work/linux
boot "$linux" --icount --linux "$build/linux/kernel/vmlinuz" \
    "run=attack:processes_hardened,attack:users_hardened" \
    "$build/linux/initramfs" '^GUEST DONE' 900

for configuration in processes users; do
    expect_line "$linux" "^EXPLOIT ${configuration}_hardened stack_guess [1-9][0-9]* 0 "
done
expect_line "$linux" '^EXPLOIT processes_hardened stack_guess [0-9]+ 0 .* signal 6 '
tries=$(sed -n 's/^SHOW processes_hardened canary found .* in \([0-9]*\) tries: .*/\1/p' "$linux")
[ -n "$tries" ] && [ "$tries" -gt 8 ] && [ "$tries" -le 2048 ] ||
    fail "the canary was not found byte by byte, in 9 to 2048 tries: '$tries'"
expect_line "$linux" '^SHOW users_hardened canary not found in [0-9]+ tries: '
expect_line "$linux" '^EXPLOIT users_hardened leak_then_reuse [0-9]+ 0 '
expect_line "$linux" '^INSTEAD users_hardened:all held '
if grep -q '^REACH users_hardened' "$linux"; then
    fail "counts of an attack that did not succeed"
fi

# A C library without code that this attacker knows to reuse stops it, too; then that is said.
if grep -q '^EXPLOIT processes_hardened leak_then_reuse 0 0 ' "$linux"; then
    exit 0
fi
expect_line "$linux" '^EXPLOIT processes_hardened leak_then_reuse [1-9][0-9]* 1 '
for line in 'read secret 1 1' 'write secret 1 1' 'read memory_of_others 4 4' \
    'call identities 62 62' 'stop components 4 4' 'write own_program 1 1'; do
    expect_line "$linux" "^REACH processes_hardened $line\$"
done
printed=$(grep -c '^REACH processes_hardened ' "$linux")
listed=$(grep -c '^[a-z]' compare/attack/attempts.txt)
[ "$printed" -eq "$listed" ] || fail "$printed of $listed attempts were made"
