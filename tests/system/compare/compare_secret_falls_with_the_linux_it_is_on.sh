#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: what becomes of safe_server's secret, and of its service, on a Linux that is
# taken over: a program of another user gets nothing, root and a part of the kernel get all.  And
# that the first is care's doing: without any, a program of the same user reads it, too.
#
# Alone with: the build folder
. "$(dirname "$0")/../lib.sh"
takes_turn 3

need_linux_guest
make_or_skip host-guest
console=$work/console
compare/host/linux/boot.sh "$build/linux" >"$console" ||
    fail "$(tail -n 1 "$console") (in $console)"
[ "$(grep -c '^HOST DONE' "$console")" -eq 3 ] || fail "not three attackers ended: $console"

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
gets host_root '4 5' '3 4' '3 3' '1 1' '1 1' '3 3'
gets host_kernel '2 2' '2 2' '1 1' '1 1' '1 1' '3 3'
# It is Task 8's program, and gets on its own Linux what it gets in the guest.
for user in user root; do
    expect_line "$console" "^HOST host_$user instructions 0 10\$"
    expect_line "$console" "^HOST host_$user kernel_memory 0 256\$"
done
expect_line "$console" '^HOST host_user rights 0 8$'
expect_line "$console" '^HOST host_root rights 8 8$'
expect_line "$console" '^SHOW host_kernel host_kvm Linux .*; /dev/kvm'

boot_linux "$work/careless" host:user:careless
expect_line "$work/careless" '^HOST host_user secret_read 3 5$'
expect_line "$work/careless" '^HOST host_user secret_written 3 4$'
expect_line "$work/careless" '^HOST host_user service_stopped 3 3$'
expect_line "$work/careless" '^HOST host_user noticed 3 3$'
