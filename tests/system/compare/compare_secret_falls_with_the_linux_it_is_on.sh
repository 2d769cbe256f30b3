#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: what becomes of safe_server's secret, and of its service, on a Linux that is
# taken over: a program of another user gets nothing, nor does the kernel of a guest that this user
# runs in KVM; root and a part of the kernel get all.  And that the first is care's doing: without
# any, a program of the same user reads it, too.  Here, as Task 8's client says, nobody in a guest
# gets anything, nor its VMM; a transcript in which it says less gives no figures.
#
# Alone with: the build folder
. "$(dirname "$0")/../lib.sh"
takes_turn 3

compare/host/pd.sh demos/task8/expected.txt >"$work/pd"
for column in guest_user guest_root guest_kernel guest_vmm; do
    expect_line "$work/pd" "^HOST $column secret_read 0 [1-9][0-9]*\$"
    expect_line "$work/pd" "^HOST $column noticed 0 3\$"
done
expect_line "$work/pd" '^HOST guest_root rights 8 8$'
expect_line "$work/pd" '^HOST guest_kernel client_starved 0 2$'
expect_line "$work/pd" '^HOST guest_kernel machine_off 0 1$'
expect_line "$work/pd" '^HOST guest_vmm service_stopped 0 2$'
sed 's/^TASK8 PASS .*/TASK8 FAIL 103 of 104 checks passed/' demos/task8/expected.txt >"$work/failed"
expect_failure "$work/no_verdict" compare/host/pd.sh "$work/failed"
sed '/around the secret, written/d' demos/task8/expected.txt >"$work/fewer"
expect_failure "$work/not_written" compare/host/pd.sh "$work/fewer"
expect_line "$work/not_written" 'has not the form of Task 8: guest_kernel secret_written'

need_linux_guest
make_or_skip host-guest
console=$work/console
compare/host/linux/boot.sh "$build/linux" >"$console" ||
    fail "$(tail -n 1 "$console") (in $console)"
[ "$(grep -c '^HOST DONE' "$console")" -eq 4 ] || fail "not four attackers ended: $console"

# gets COLUMN READ WRITTEN STOPPED STARVED OFF NOTICED
gets() {
    expect_line "$console" "^HOST $1 secret_read $2\$"
    expect_line "$console" "^HOST $1 secret_written $3\$"
    expect_line "$console" "^HOST $1 service_stopped $4\$"
    expect_line "$console" "^HOST $1 client_starved $5\$"
    expect_line "$console" "^HOST $1 machine_off $6\$"
    expect_line "$console" "^HOST $1 noticed $7\$"
}
gets host_user '0 5' '0 4' '0 3' '0 1' '0 1' '0 3'
gets kvm_kernel '0 1' '0 1' '0 1' '0 1' '0 1' '0 3'
gets host_root '4 5' '3 4' '3 3' '1 1' '1 1' '3 3'
gets host_kernel '2 2' '2 2' '1 1' '1 1' '1 1' '3 3'
# It is Task 8's program, and gets on its own Linux what it gets in the guest.
for user in user root; do
    expect_line "$console" "^HOST host_$user instructions 0 10\$"
    expect_line "$console" "^HOST host_$user kernel_memory 0 256\$"
done
expect_line "$console" '^HOST host_user rights 0 8$'
expect_line "$console" '^HOST host_root rights 8 8$'
expect_line "$console" '^SHOW kvm_kernel host_kvm Linux .*; /dev/kvm is there, version 12$'

boot_linux "$work/careless" host:user:careless
expect_line "$work/careless" '^HOST host_user secret_read 3 5$'
expect_line "$work/careless" '^HOST host_user secret_written 3 4$'
expect_line "$work/careless" '^HOST host_user service_stopped 3 3$'
expect_line "$work/careless" '^HOST host_user noticed 3 3$'
