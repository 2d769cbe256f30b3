#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# What the scripts that boot an image share; sourced, or run as
#
#   qemu.sh --check [BOARD]   say by exit status whether a usable QEMU (for BOARD) is there
#
# QEMU in the environment names another binary.

qemu_named=${QEMU:-}
QEMU=${QEMU:-qemu-system-aarch64}
qemu_oldest=7.2

# The Raspberry Pi 4 came with version 9; scripts/qemu_newer.sh puts one here if the system's is
# older.
qemu_newer=${BUILD:-build}/qemu/qemu-system-aarch64

# qemu_for BOARD: sets QEMU and qemu_oldest.
qemu_for() {
    case $1 in
    rpi4b_*) qemu_oldest=9.0 ;;
    *) return 0 ;;
    esac
    if [ -z "$qemu_named" ] && [ -x "$qemu_newer" ] &&
        ! qemu_new_enough "$(qemu_version || echo 0.0)"; then
        QEMU=$qemu_newer
    fi
}

# qemu_version: "7.2.22", or nothing if there is no QEMU.
qemu_version() {
    command -v "$QEMU" >/dev/null 2>&1 || return 1
    "$QEMU" --version 2>/dev/null | sed -n 's/^QEMU emulator version \([0-9.]*\).*/\1/p'
}

# qemu_new_enough VERSION
qemu_new_enough() {
    local major=${1%%.*} rest=${1#*.} minor
    minor=${rest%%.*}
    [ "$major" -gt "${qemu_oldest%%.*}" ] ||
        { [ "$major" -eq "${qemu_oldest%%.*}" ] && [ "$minor" -ge "${qemu_oldest#*.}" ]; }
}

# qemu_require BOARD: returns only if QEMU can be used.
qemu_require() {
    local version
    qemu_for "${1:-}"
    if ! version=$(qemu_version) || [ -z "$version" ]; then
        printf '%s\n' "error: no $QEMU found, which boots the image" \
            "  \`make setup\` installs it; QEMU=PATH names one that is not in PATH." >&2
        exit 1
    fi
    if ! qemu_new_enough "$version"; then
        printf '%s\n' "error: $QEMU is version $version; $qemu_oldest or newer is needed" \
            "  \`make setup\`, with MICROKIT_BOARD as it is now, looks for a newer one;" \
            "  QEMU=PATH names one that is not in PATH." >&2
        exit 1
    fi
}

# qemu_add_machine FILE: adds to `arguments` what the image beside FILE needs of the machine, if
# there is such a file: in each line an option of QEMU's and its value, or a comment.  @here@ in a
# value is the folder, as QEMU wants it in a list.  For people, it is in `machine_words`, too.
qemu_add_machine() {
    local option value here
    machine_words=
    [ -f "$1" ] || return 0
    here=$(dirname "$1")
    here=${here//,/,,}
    while read -r option value; do
        case $option in
        '' | '#'*) ;;
        *)
            value=${value//@here@/$here}
            arguments+=("$option" "$value")
            machine_words="$machine_words $option $value"
            ;;
        esac
    done <"$1"
}

# qemu_arguments BOARD IMAGE MACHINE_OPTION [BOOT_LOADER]: sets the array `arguments`.  With
# BOOT_LOADER, QEMU's own one starts the image, which must be an ELF file.  The two boards are one
# machine; which exception level its kernel is for, the image's loader knows.  `image_address`, if
# it is set, is where the image is put and entered instead of where it is linked.  A file `machine`
# beside the image says what else that needs.
# shellcheck disable=SC2034
qemu_arguments() {
    local core
    machine_words=
    case $1 in
    qemu_virt_aarch64 | qemu_virt_aarch64_el1 | qemu_virt_aarch64_el2)
        arguments=(-machine "virt$3" -cpu cortex-a53 -m size=2G)
        if [ -n "${4:-}" ]; then
            arguments+=(-kernel "$2")
        else
            arguments+=(-device
                "loader,file=$2,addr=${image_address:-0x70000000},cpu-num=0")
        fi
        arguments+=(-nographic -serial mon:stdio)
        qemu_add_machine "$(dirname "$2")/machine"
        ;;
    rpi4b_1gb | rpi4b_2gb)
        # As firmware starts it (docs/rpi4.md), or as U-Boot does.  The console is the second UART;
        # what the first one prints is shown instead if `first_uart` is set.
        # QEMU's machine has a timer of 62.5 MHz, but takes the board's frequency.
        arguments=(-machine raspi4b -global cortex-a72-arm-cpu.cntfrq=54000000)
        # Where instructions take time, those of cores that wait in the firmware's code do, too.
        [ ! -f "$(dirname "$2")/machine" ] || image_address=${image_address:-0x10000000}
        if [ -n "${image_address:-}" ]; then
            arguments+=(-device "loader,file=$2,addr=$image_address,cpu-num=0")
            # All cores are on, and would take exceptions at address 0 for ever.
            for core in 1 2 3; do
                arguments+=(-device "loader,addr=$image_address,cpu-num=$core")
            done
        else
            arguments+=(-kernel "$2")
        fi
        # Without defaults a QEMU of setup's looks for no modules, which may be the system's.
        arguments+=(-nodefaults -display none)
        if [ -n "${first_uart:-}" ]; then
            arguments+=(-serial mon:stdio -serial null)
        else
            arguments+=(-serial null -serial mon:stdio)
        fi
        qemu_add_machine "$(dirname "$2")/machine"
        ;;
    *)
        printf '%s\n' "error: QEMU does not emulate the board $1" \
            "  known: qemu_virt_aarch64 qemu_virt_aarch64_el1 qemu_virt_aarch64_el2" \
            "    rpi4b_1gb rpi4b_2gb" >&2
        exit 1
        ;;
    esac
}

# qemu_linux_arguments KERNEL INITRAMFS MACHINE_OPTION COMMAND_LINE: the same machine, processor and
# memory as qemu_virt_aarch64's.
# shellcheck disable=SC2034
qemu_linux_arguments() {
    arguments=(-machine "virt$3" -cpu cortex-a53 -m size=2G -kernel "$1" -initrd "$2"
        -append "console=ttyAMA0 panic=-1 quiet $4" -no-reboot -nographic -serial mon:stdio)
}

if [ "${BASH_SOURCE[0]}" = "$0" ] && [ "${1:-}" = --check ]; then
    qemu_for "${2:-}"
    version=$(qemu_version) && [ -n "$version" ] && qemu_new_enough "$version"
fi
