#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# sdcard.sh IMAGE CONFIG PLACE [FIRMWARE]: puts what a Raspberry Pi 4's card needs to PLACE: the
# boot IMAGE as kernel8.img, CONFIG as config.txt, and from the folder FIRMWARE, if there is one,
# the firmware's own files.  PLACE is a folder, or, if its name ends in .img, a file for a whole
# card: one partition (FAT32), as Raspberry Pi's documentation asks for ("Boot sequence",
# "config.txt").
#
# What somebody else has put there is not written over: in a folder, a file that is not ours gets
# the name with .old; a file of a card must not be there yet.
set -eu

image=$1
config=$2
place=$3
new=$3.new
firmware=${4:-}

# The firmware's own, which the board's bootloader and then the GPU look for.
firmware_files='start4.elf fixup4.dat bcm2711-rpi-4-b.dtb'

sector=512
sectors=$((64 * 2048)) # 64 MiB: a FAT32 has at least 65,525 clusters
first=2048             # of the partition

stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

for file in "$image" "$config"; do
    [ -f "$file" ] || stop "error: $file: no such file, expected what make sdcard builds"
done
# A part of the loader that the tool has filled in (loader/boot_image.h), and a message of its own.
if ! LC_ALL=C grep -q botimage "$image" || ! LC_ALL=C grep -q 'Bulkhead loader' "$image"; then
    stop "error: $image is no boot image, expected one that the tool made (loader.img)"
fi
if [ -n "$firmware" ]; then
    for file in $firmware_files; do
        [ -f "$firmware/$file" ] ||
            stop "error: FIRMWARE is '$firmware', where no $file is; expected a folder with:" \
                "  $firmware_files"
    done
fi

# is_ours FILE: whether an earlier run has made it.
is_ours() {
    case $1 in
    *.img) LC_ALL=C grep -q 'Bulkhead loader' "$1" ;;
    *) cmp -s "$config" "$1" ;;
    esac
}

# put FILE NAME: copies FILE into the folder as NAME.
put() {
    local to=$place/$2
    if [ -e "$to" ] && ! cmp -s "$1" "$to" && ! is_ours "$to"; then
        [ ! -e "$to.old" ] ||
            stop "error: $to is not ours, and there is a $to.old already: move one of them away"
        mv "$to" "$to.old"
        echo "$to was there already, and is $to.old now."
    fi
    # In one step: a card that is pulled out, or full, has the old one or the new one.
    cat "$1" >"$to.new" || {
        rm -f "$to.new"
        stop "error: cannot write $to"
    }
    mv "$to.new" "$to"
}

make_folder() {
    local file
    mkdir -p "$place" 2>/dev/null || stop "error: cannot make the folder $place"
    put "$config" config.txt
    put "$image" kernel8.img
    [ -z "$firmware" ] || for file in $firmware_files; do put "$firmware/$file" "$file"; done
    echo "Put kernel8.img and config.txt into $place: docs/rpi4.md says how they get onto the card."
}

# bytes NUMBER: as four bytes, the lowest first, for printf.
bytes() {
    printf '\\%03o\\%03o\\%03o\\%03o' $(($1 & 255)) $(($1 >> 8 & 255)) $(($1 >> 16 & 255)) \
        $(($1 >> 24 & 255))
}

# The master boot record's one entry, from byte 446 on: not bootable, first and last sector in a
# form that no longer counts, type 0x0c (FAT32, numbers of sectors), first sector, sectors.  Its
# last two bytes say that it is one.
make_file() {
    local file
    [ ! -e "$place" ] || stop "error: $place is there already, and is not written over:" \
        "  remove it, or name another file: SDCARD=FILE.img"
    for file in mformat mcopy; do
        command -v $file >/dev/null 2>&1 || stop \
            "error: $file is missing, which makes a card's file system" \
            "  mtools, which have it, come with: make setup sdcard SDCARD=$place"
    done
    if ! mkdir -p "$(dirname "$place")" 2>/dev/null || ! : 2>/dev/null >"$new"; then
        stop "error: cannot write $place"
    fi
    trap 'rm -f "$new"' EXIT
    dd if=/dev/zero of="$new" bs=$sector count=1 seek=$((sectors - 1)) 2>/dev/null
    # shellcheck disable=SC2059
    printf "\\000\\376\\377\\377\\014\\376\\377\\377$(bytes $first)$(bytes $((sectors - first)))" |
        dd of="$new" bs=1 seek=446 conv=notrunc 2>/dev/null
    printf '\125\252' | dd of="$new" bs=1 seek=510 conv=notrunc 2>/dev/null
    export MTOOLS_SKIP_CHECK=1
    mformat -i "$new@@$((first * sector))" -F -c 1 -h 255 -s 63 -H $first \
        -T $((sectors - first)) -v BULKHEAD ::
    mcopy -i "$new@@$((first * sector))" "$config" ::config.txt
    mcopy -i "$new@@$((first * sector))" "$image" ::kernel8.img
    [ -z "$firmware" ] || for file in $firmware_files; do
        mcopy -i "$new@@$((first * sector))" "$firmware/$file" "::$file"
    done
    mv "$new" "$place"
    echo "Made $place, a whole card: docs/rpi4.md says how to write it."
    [ -n "$firmware" ] || printf '%s\n' \
        "It does not have the firmware's own files, without which no board starts from it." \
        "FIRMWARE=FOLDER adds them: $firmware_files"
}

case $place in
*.img) make_file ;;
*) make_folder ;;
esac
