#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that what the tool and the initial task make is what descriptions and reports
# say, in the machine's memory; and that the auditor knows whatever a description can have.  The
# demonstrations are those of the usual board, whose kernel runs at EL2; the others are of one at
# EL1, but for guests and who calls the firmware.
. "$(dirname "$0")/../lib.sh"
make_afresh BUILD="$build" "$build/audit/audit" >"$work/auditor.log" 2>&1 ||
    fail "no auditor: $(tail -n 1 "$work/auditor.log")"

# audited NAME BOARD DESCRIPTION IMAGE OPTION...
audited() {
    local name=$1 of=$2 description=$3 image=$4
    shift 4
    if scripts/audit.sh --sdk "$sdk" --board "$of" --description "$description" "$@" "$image" \
        >"$work/$name.log" 2>&1; then
        echo "PASS audit_of_$name"
    else
        echo "FAIL audit_of_$name: $(grep -m 1 -E '^(error|  )' "$work/$name.log")" \
            "(in $work/$name.log)"
    fi
}

el2=qemu_virt_aarch64_el2
for task in 2 3 4 5 6; do
    audited task$task $el2 "$(ls demos/task$task/*.xml)" "$build/test/el2/task$task/loader.img" \
        --until "^TASK$task PASS "
done
audited task7 $el2 demos/task7/system_time.xml "$build/test/el2/task7/loader.img"
audited firmware $el2 tests/system/components/firmware.system "$build/test/firmware/loader.img"
# Threads have no names in `release`; and at the end guests have run.
audited guests $el2 bench/guest/guest.system "$build/bench-el2/guest/loader.img" \
    --config release --until '^BENCH DONE '
audited task5_at_el1 "$board" demos/task5/system_buffer_overflow.xml \
    "$build/test/task5/loader.img" --until '^TASK5 PASS '
for system in later domains edges; do
    audited $system "$board" tests/sdk/$system/$system.system "$build/test/$system/loader.img"
done
# At its end the SMMU is on, and what the device reaches is compared, too.
audited iommu "$board" tests/sdk/iommu/iommu.system "$build/test/iommu/loader.img" \
    --until '^IOMMU PASS '

# What Task 6's component lets the device reach, at the moment when it says so.
scripts/audit.sh --sdk "$sdk" --board $el2 --description demos/task6/system_with_iommu.xml \
    --until '^iommu: stream 8 may reach' "$build/test/el2/task6/loader.img" \
    >"$work/device.log" 2>&1 ||
    fail "task 6, with the device let in: $(tail -n 1 "$work/device.log")"
sed -n 's/^iommu: stream 8 may reach \(0x[0-9a-f]*\), .*/\1/p' "$work/device.log" |
    head -n 1 >"$work/says"
sed -n 's/^  device 8 reaches .*, at its \(0x[0-9a-f]*\): .*/\1/p' "$work/device.log" |
    grep -qxFf "$work/says" || fail "the auditor does not see what the device reaches"
