#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# run.sh IMAGES LOGS [BOARD SYSTEM]: boots the benchmark's images in the folder IMAGES and leaves
# what each prints in LOGS/NAME.log, and in LOGS/derived.log what follows from these, and SYSTEM:
# what they ran on, if it is not what the first column is.
#
# QEMU counts: an instruction is a nanosecond of the machine's time, so the figures are the same in
# every run and on every host.
set -eu
images=$1
logs=$2
board=${3:-qemu_virt_aarch64_el1}
system=${4:-}

# Far above what the longest takes even on a busy machine: it only ends a system that hangs.
limit=600

mkdir -p "$logs"
rm -f "$logs"/*.log
for image in rows kernel guest guest_disk boot_2pd boot_16pd boot_63pd boot_63pd_channels; do
    # Of another SDK's kernel there is no image with an initial task of ours, and kernels at EL1
    # have no guests.
    case $image in
    kernel | guest*) [ -f "$images/$image/loader.img" ] || continue ;;
    esac
    printf '  %-5s %s\n' BOOT "$images/$image/loader.img" >&2
    "$(dirname "$0")/../scripts/run_until.sh" --icount --board "$board" \
        "$images/$image/loader.img" '^BENCH DONE ' $limit >"$logs/$image.log" || {
        cat "$logs/$image.log" >&2
        exit 1
    }
done

# The cost of a PD must not grow with their number: what one of the last 47 costs may be 10% more
# than what one of the first 14 does, no more.
awk -v ran_on="$system" '
    $1 == "BENCH" { figure[$2] = $3 }
    END {
        if (ran_on != "")
            print "SYSTEM " ran_on
        few = (figure["boot_to_init_16pd"] - figure["boot_to_init_2pd"]) / 14
        many = (figure["boot_to_init_63pd"] - figure["boot_to_init_16pd"]) / 47
        channel = (figure["boot_to_init_63pd_channels"] - figure["boot_to_init_63pd"]) / 1953
        printf "BENCH boot_per_pd_to_16 %.1f\n", few
        if (many > few * 1.1)
            printf "BENCH boot_per_pd_to_63 FAILED: %.1f, more than 10%% above %.1f\n", many, few
        else
            printf "BENCH boot_per_pd_to_63 %.1f\n", many
        printf "BENCH boot_per_channel %.1f\n", channel
    }' "$logs"/boot_*.log |
    awk -v log_lines=1 -f "$(dirname "$0")/log/adler32.awk" >"$logs/derived.log"
