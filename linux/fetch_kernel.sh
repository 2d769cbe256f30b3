#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# fetch_kernel.sh FOLDER: puts Debian's own Linux kernel for 64-bit Arm into FOLDER, as `vmlinuz`,
# with its release in `release`.
#
# LINUX_KERNEL=FILE in the environment is taken instead.  Otherwise the package comes from the
# mirror that the host's apt is configured for; the host's own packages are left alone.
set -u
folder=$1
# The meta-package that follows the distribution's kernel, without drivers for real hardware.
meta=linux-image-cloud-arm64

stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

how_to_get_one() {
    printf '%s\n' \
        '  The comparison boots the kernel of any arm64 distribution, an uncompressed or gzip' \
        '  Image as its package has it in boot/vmlinuz-*.  On Debian or Ubuntu for arm64:' \
        '    apt-get download linux-image-cloud-arm64 (and the package it depends on)' \
        '    dpkg-deb -x linux-image-*.deb kernel' \
        '  then: make compare LINUX_KERNEL=kernel/boot/vmlinuz-...'
}

# is_image: whether stdin is an arm64 Image: all have this at offset 56 (Linux,
# Documentation/arm64/booting.rst).
is_image() {
    [ "$(dd bs=1 skip=56 count=4 2>/dev/null | tr -d '\0')" = ARMd ]
}

# keep FILE RELEASE
keep() {
    # QEMU unpacks what gzip has packed.
    if ! is_image <"$1" && ! { gzip -t "$1" && gzip -dc "$1" | is_image; } 2>/dev/null; then
        stop "error: $1 is no Linux kernel for 64-bit Arm" \
            '  expected: an Image (magic "ARMd" at offset 56), or one compressed by gzip' \
            "$(how_to_get_one)"
    fi
    mkdir -p "$folder" && cp "$1" "$folder/vmlinuz.new" && chmod 644 "$folder/vmlinuz.new" &&
        printf '%s\n' "$2" >"$folder/release" && mv "$folder/vmlinuz.new" "$folder/vmlinuz" ||
        stop "error: cannot write to $folder"
    echo "Linux kernel: $2"
}

# Modules of a kernel that was here before are not this one's.
rm -rf "${folder:?}/package"
if [ -n "${LINUX_KERNEL:-}" ]; then
    [ -f "$LINUX_KERNEL" ] && [ -r "$LINUX_KERNEL" ] ||
        stop "error: LINUX_KERNEL=$LINUX_KERNEL: there is no such file, or it cannot be read"
    keep "$LINUX_KERNEL" "$(basename "$LINUX_KERNEL")"
    exit 0
fi

for tool in apt-get apt-cache dpkg-deb; do
    command -v "$tool" >/dev/null 2>&1 ||
        stop "error: no Linux kernel to compare with: $tool is not here to fetch one" \
            "$(how_to_get_one)"
done

# shellcheck source=linux/apt.sh
. "$(dirname "$0")/apt.sh"
echo "Fetching Debian's Linux kernel for arm64 (about 20 MB)"
apt_private "$folder/apt" arm64 || stop "error: cannot write to $folder/apt"
apt_update || stop "error: cannot fetch the list of arm64 packages; apt-get said:" \
    "$(tail -n 3 "$apt_folder/log")" "$(how_to_get_one)"
package=$(apt_dependency $meta '^linux-image-') ||
    stop "$(apt_why_none $meta)" "$(how_to_get_one)"
apt_unpack "$folder/package" "$package" ||
    stop "error: cannot fetch $package; apt-get said:" "$(tail -n 3 "$apt_folder/log")" \
        "$(how_to_get_one)"
release=${package#linux-image-}
keep "$folder/package/boot/vmlinuz-$release" "$release"
