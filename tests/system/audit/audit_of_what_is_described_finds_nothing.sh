#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that what the tool and the initial task make is what descriptions and reports
# say, in the machine's memory; and that the auditor knows whatever a description can have.
. "$(dirname "$0")/../lib.sh"
make_afresh BUILD="$build" "$build/audit/audit" >"$work/auditor.log" 2>&1 ||
    fail "no auditor: $(tail -n 1 "$work/auditor.log")"

# audited NAME DESCRIPTION IMAGE OPTION...
audited() {
    local name=$1 description=$2 image=$3
    shift 3
    if scripts/audit.sh --sdk "$sdk" --description "$description" "$@" "$image" \
        >"$work/$name.log" 2>&1; then
        echo "PASS audit_of_$name"
    else
        echo "FAIL audit_of_$name: $(grep -m 1 -E '^(error|  )' "$work/$name.log")" \
            "(in $work/$name.log)"
    fi
}

for task in 2 3 4 5 6; do
    audited task$task "$(ls demos/task$task/*.xml)" "$build/test/task$task/loader.img" \
        --until "^TASK$task PASS "
done
audited task7 demos/task7/system_time.xml "$build/test/task7/loader.img"
for system in later domains edges; do
    audited $system tests/sdk/$system/$system.system "$build/test/$system/loader.img"
done
# At its end the SMMU is on, and what the device reaches is compared, too.
audited iommu tests/sdk/iommu/iommu.system "$build/test/iommu/loader.img" --until '^IOMMU PASS '

# What Task 6's component lets the device reach, at the moment when it says so.
scripts/audit.sh --sdk "$sdk" --description demos/task6/system_with_iommu.xml \
    --until '^iommu: stream 8 may reach' "$build/test/task6/loader.img" >"$work/device.log" 2>&1 ||
    fail "task 6, with the device let in: $(tail -n 1 "$work/device.log")"
sed -n 's/^iommu: stream 8 may reach \(0x[0-9a-f]*\), .*/\1/p' "$work/device.log" |
    head -n 1 >"$work/says"
sed -n 's/^  device 8 reaches .*, at its \(0x[0-9a-f]*\): .*/\1/p' "$work/device.log" |
    grep -qxFf "$work/says" || fail "the auditor does not see what the device reaches"
