#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that the blast radius on Linux is that of a real attack.  The injected code
# must get what each configuration cannot keep from it, and must not get what a careful one does;
# every line printed is in the catalogue, and every attempt in the catalogue is made.
#
# Alone with: the build folder
. "$(dirname "$0")/../lib.sh"

# reach CONFIGURATION KIND ID COUNTS
reach() {
    expect_line "$linux" "^REACH $1 $2 $3 $4\$"
}

# nobody CONFIGURATION KIND ID...: nothing of any of these.
nothing() {
    local configuration=$1 kind=$2 id
    shift 2
    for id in "$@"; do
        reach "$configuration" "$kind" "$id" '0 [0-9]+'
    done
}

need_linux_guest
linux=$work/linux
# Four systems, one of which is attacked anew some five hundred times.
boot "$linux" --icount --linux "$build/linux/kernel/vmlinuz" \
    "run=attack:process,attack:processes,attack:users,attack:root nokaslr" \
    "$build/linux/initramfs" 'reboot: Power down' 900

for configuration in process processes users root; do
    # Without a module of the kernel at hand, root's way to write the kernel is missing.
    sed -n -e "s/^REACH $configuration \\([a-z_]* [a-z_]*\\) [0-9]* [1-9][0-9]*\$/\\1/p" \
        -e "s/^MISSING $configuration:\\(write\\):\\(kernel_memory\\) .*/\\1 \\2/p" "$linux" |
        sort >"$work/printed"
    sed -n 's/^\([a-z_][a-z_]*\)  *\([a-z_][a-z_]*\)  *[^ ].*/\1 \2/p' compare/attack/attempts.txt |
        sort >"$work/listed"
    diff "$work/listed" "$work/printed" >"$work/difference" ||
        fail "$configuration: printed is not what compare/attack/attempts.txt lists: $(sed -n 2p \
            "$work/difference")"
    expect_line "$linux" "^EXPLOIT $configuration stack_guess [0-9]+ 1 "
    reach $configuration read post '1 1'
    expect_line "$linux" "^SHOW $configuration client safe_server: [1-9][0-9]* right answers"
done
for configuration in process processes root; do
    for id in secret own_program post; do
        reach $configuration write $id '1 1'
    done
    reach $configuration read secret '1 1'
    reach $configuration read memory_of_others '4 4'
    reach $configuration write memory_of_others '4 4'
    reach $configuration stop components '4 4'
    reach $configuration call identities '62 62'
    reach $configuration exhaust components '200 200'
    reach $configuration exhaust memory '64 64'
done
for configuration in process processes users; do
    nothing $configuration read kernel_memory device_memory
    nothing $configuration write kernel_memory device_memory
    nothing $configuration stop machine
done
nothing users read secret memory_of_others files_of_others
nothing users write secret own_program post memory_of_others files_of_others
nothing users call services identities
reach users call entry_points '9 356'
nothing users stop components
nothing users exhaust memory components descriptors storage
expect_line "$linux" '^SHOW users client .* 0 lost, 0 wrong;'
reach root read files_of_others '40 40'
reach root write files_of_others '40 40'
reach root read kernel_memory '1 1'
reach root write device_memory '1 1'
reach root exhaust cpu '100 100'
# The last act: the machine was turned off by the injected code, not by the guest's first process.
reach root stop machine '1 1'
if grep -q '^GUEST DONE' "$linux"; then
    fail "the machine was not turned off by the injected code"
fi
