#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: a driver of a real device behind the SMMU, by tables that the tool made.  What
# it wrote is on the disk, as seen from outside, and the rest of the disk is as it was.  And the
# demonstration notices memory in the description that the disk was not to reach, or not to write.
. "$(dirname "$0")/../lib.sh"

image=$build/test/task6_disk
verdict='^TASK6 (PASS|FAIL) '

# Without --icount: in an idle machine that counts instructions, QEMU may not notice that a disk is
# done.
demos/task6_disk/disk.sh >"$image/disk.img"
boot_by_this_clock "$work/transcript" "$image/loader.img" "$verdict" "$limit"
diff demos/task6_disk/expected.txt "$work/transcript" >"$work/difference" ||
    fail "it does not print demos/task6_disk/expected.txt: $(sed -n 2p "$work/difference")"

# sectors FIRST COUNT: of the disk that there was.
demos/task6_disk/disk.sh >"$work/before"
sectors() {
    dd if="$work/before" bs=512 skip="$1" count="$2" 2>/dev/null
}
{
    sectors 0 8
    number=0
    while [ $number -lt 64 ]; do
        printf '%02d %-60s\n' $number 'of 64 lines that the client wrote to its disk'
        number=$((number + 1))
    done
    sectors 16 48
} >"$work/expected"
cmp "$work/expected" "$image/disk.img" >"$work/difference" ||
    fail "the disk is not what it should be: $(cat "$work/difference")"

# notices NAME CHANGE CLAIM: with the description so changed, it says FAIL and the claim.
notices() {
    mkdir -p "$work/$1"
    sed "$2" demos/task6_disk/system_with_disk.xml >"$work/$1/system.xml"
    ! cmp -s demos/task6_disk/system_with_disk.xml "$work/$1/system.xml" ||
        fail "$1: nothing was changed"
    MICROKIT_SDK=$sdk "$sdk/bin/microkit" "$work/$1/system.xml" --search-path "$image" \
        --board $board --config debug -o "$work/$1/loader.img" -r "$work/$1/report.txt"
    cp "$image/machine" "$work/$1"
    demos/task6_disk/disk.sh >"$work/$1/disk.img"
    boot_by_this_clock "$work/$1/transcript" "$work/$1/loader.img" "$verdict" "$limit"
    expect_line "$work/$1/transcript" "^TASK6 FAIL .*: $3"
}
notices secret 's|^    </io_address_space>|<iomap mr="secret" iovaddr="0xa0001000" />&|' \
    'it reads a sector over the secret'
notices outgoing '/iomap mr="outgoing"/s/perms="r"/perms="rw"/' \
    'it reads a sector to where the disk may only read'
