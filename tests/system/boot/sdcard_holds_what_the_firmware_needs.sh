#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: `make sdcard`: the two files that a Raspberry Pi 4's firmware needs besides
# its own, in a folder or in a file for a whole card, which start the system; that nothing of
# somebody else's is lost; and messages about what cannot be.
. "$(dirname "$0")/../lib.sh"

image=$build/test/rpi4/task2/loader.img
config=kernel/board/rpi4b_1gb/config.txt
sdcard() {
    kernel/board/sdcard.sh "$image" $config "$@"
}
same() {
    cmp "$1" "$2" || fail "$2 is not what $1 is"
}

# What the firmware's documentation asks for: 64 bits, this file, and a mini UART with a clock that
# stays as it is.  A line is a setting only if it begins with its name.
sdcard "$work/card" >"$work/log"
expect_line "$work/log" "^Put kernel8.img and config.txt into $work/card:"
same "$image" "$work/card/kernel8.img"
for setting in arm_64bit=1 kernel=kernel8.img enable_uart=1; do
    expect_line "$work/card/config.txt" "^$setting\$"
done
[ "$(find "$work/card" -type f | wc -l)" -eq 2 ] || fail "the folder has $(ls "$work/card")"

# Once more, and with another image of ours: no copies are kept of what an earlier run made.
sdcard "$work/card" >"$work/log"
kernel/board/sdcard.sh "$build/test/rpi4/task3/loader.img" $config "$work/card" >"$work/log"
same "$build/test/rpi4/task3/loader.img" "$work/card/kernel8.img"
[ "$(find "$work/card" -type f | wc -l)" -eq 2 ] || fail "the folder has $(ls "$work/card")"

# Another system's files stay, under another name; if they cannot, nothing is changed.
echo 'of another system' >"$work/card/config.txt"
cp "$work/card/config.txt" "$work/theirs"
cp "$work/theirs" "$work/card/kernel8.img"
cp "$work/theirs" "$work/card/cmdline.txt"
sdcard "$work/card" >"$work/log"
expect_line "$work/log" 'kernel8.img was there already, and is .*/kernel8.img.old now'
for name in config.txt.old kernel8.img.old cmdline.txt; do
    same "$work/theirs" "$work/card/$name"
done
same "$image" "$work/card/kernel8.img"
same $config "$work/card/config.txt"
echo 'of a third system' >"$work/card/config.txt"
cp "$work/card/config.txt" "$work/third"
expect_failure "$work/log" sdcard "$work/card"
expect_line "$work/log" '^error: .*/config.txt is not ours, and there is a .*config.txt.old already'
same "$work/third" "$work/card/config.txt"
same "$work/theirs" "$work/card/config.txt.old"

# The firmware's files, all of them or none.
mkdir "$work/firmware"
for name in start4.elf fixup4.dat bcm2711-rpi-4-b.dtb; do
    expect_failure "$work/log" sdcard "$work/incomplete" "$work/firmware"
    expect_line "$work/log" "^error: FIRMWARE is '$work/firmware', where no $name is"
    [ ! -e "$work/incomplete" ] || fail "something was made without $name"
    echo "this is $name" >"$work/firmware/$name"
done
sdcard "$work/whole" "$work/firmware" >"$work/log"
same "$work/firmware/bcm2711-rpi-4-b.dtb" "$work/whole/bcm2711-rpi-4-b.dtb"

# What is no image.
expect_failure "$work/log" kernel/board/sdcard.sh "$work/theirs" $config "$work/none"
expect_line "$work/log" '^error: .*/theirs is no boot image, expected one that the tool made'
expect_failure "$work/log" kernel/board/sdcard.sh "$work/nowhere" $config "$work/none"
expect_line "$work/log" '^error: .*/nowhere: no such file'
expect_failure "$work/log" kernel/board/sdcard.sh "$image" $config "$work/theirs/card"
expect_line "$work/log" '^error: cannot make the folder .*/theirs/card'
[ ! -e "$work/none" ] || fail "something was made of no image"

# make: which board, which system.
refused() {
    local expected=$1
    shift
    expect_failure "$work/log" make_afresh sdcard "$@"
    expect_line "$work/log" "$expected"
    ! grep -q '^  CC' "$work/log" || fail "something was compiled for: $*"
}
refused "MICROKIT_BOARD is 'qemu_virt_aarch64'; +expected one of: rpi4b_1gb rpi4b_2gb rpi4b_4gb "
refused "MICROKIT_BOARD is 'rpi5'; +expected one of" MICROKIT_BOARD=rpi5
refused "TASK is 'task0'; expected one of: task2 " MICROKIT_BOARD=rpi4b_2gb TASK=task0
make_afresh -n sdcard TASK=task3 MICROKIT_BOARD=rpi4b_4gb SDCARD="$work/c.img" FIRMWARE=f \
    >"$work/log" 2>&1
expect_line "$work/log" "^kernel/board/sdcard.sh .*/b/task3/loader.img $config '$work/c.img' 'f'\$"
expect_line "$work/log" "bin/microkit demos/task3/.* --board rpi4b_4gb "
# Of the images that print a page, each board has its own.
for task in task-selftest task-bench task-bench-63pd; do
    make_afresh -n sdcard TASK=$task MICROKIT_BOARD=rpi4b_4gb >"$work/log" 2>&1
    expect_line "$work/log" "^kernel/board/sdcard.sh .*/b/$task/rpi4b_4gb/loader.img $config "
    expect_line "$work/log" 'bin/microkit .* --board rpi4b_4gb '
done

# A whole card.  Without the programs that make its file system, a message.
(PATH=$(path_without "$work/bin" mformat) && expect_failure "$work/log" sdcard "$work/card.img")
expect_line "$work/log" "^error: mformat is missing, which makes a card's file system\$"
expect_line "$work/log" ': make setup sdcard SDCARD=.*/card.img$'
[ ! -e "$work/card.img" ] || fail "half a card was made"
if ! command -v mformat >/dev/null 2>&1; then
    echo "SKIP $(basename "$0" .sh): no mtools here, which make a card (make setup test gets them)"
    exit 0
fi
sdcard "$work/card.img" >"$work/log"
expect_line "$work/log" "does not have the firmware's own files"
expect_failure "$work/log" sdcard "$work/card.img" "$work/firmware"
expect_line "$work/log" '^error: .*/card.img is there already, and is not written over'
rm "$work/card.img"
sdcard "$work/card.img" "$work/firmware" >"$work/log"
! grep -q "does not have" "$work/log" || fail "the firmware's files are missed, but were given"

# bytes OFFSET COUNT: of the card.
bytes() {
    od -An -v -tx1 -j "$1" -N "$2" "$work/card.img" | tr -d ' \n'
}
# The partition's entry: type, first sector 2048, 129,024 of them; and the marks of boot sectors.
[ "$(bytes 450 1) $(bytes 454 8)" = '0c 0008000000f80100' ] ||
    fail "the partition is $(bytes 446 16)"
[ "$(bytes 462 48)" = "$(printf '%096d' 0)" ] || fail "there is a second partition"
[ "$(bytes 510 2) $(bytes $((2048 * 512 + 510)) 2)" = '55aa 55aa' ] || fail 'no boot sectors'
[ "$(bytes $((2048 * 512 + 82)) 8)" = "$(printf 'FAT32   ' | od -An -tx1 | tr -d ' \n')" ] ||
    fail 'the file system is not FAT32'
[ "$(wc -c <"$work/card.img")" -eq $((131072 * 512)) ] || fail "the card has another size"
mdir -b -i "$work/card.img@@1M" :: | sort | tr '\n' ' ' >"$work/listing"
expect_line "$work/listing" \
    '^::/bcm2711-rpi-4-b.dtb ::/config.txt ::/fixup4.dat ::/kernel8.img ::/start4.elf $'
for file in "$image:kernel8.img" "$config:config.txt" "$work/firmware/start4.elf:start4.elf"; do
    mcopy -n -o -i "$work/card.img@@1M" "::${file#*:}" "$work/back"
    same "${file%%:*}" "$work/back"
done

# What is on the card starts, as the firmware would start it.
need_qemu_for rpi4b_2gb
mcopy -o -i "$work/card.img@@1M" ::kernel8.img "$work/kernel8.img"
boot "$work/transcript" --board rpi4b_2gb "$work/kernel8.img" '^TASK2 (PASS|FAIL) |^Bulkhead' \
    "$limit"
expect_line "$work/transcript" '^TASK2 PASS '
