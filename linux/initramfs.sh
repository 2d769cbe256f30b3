#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# initramfs.sh OUTPUT INIT [FILE...]: packs INIT as /init and each FILE as /bin/NAME into OUTPUT,
# the archive that the Linux kernel unpacks as its first file system (cpio, format newc).
set -eu
output=$1
init=$2
shift 2
command -v cpio >/dev/null 2>&1 || {
    echo "error: cpio is not installed, which packs the Linux guest's files" >&2
    echo "  \`make setup compare\` installs it" >&2
    exit 1
}

root=$(mktemp -d "${TMPDIR:-/tmp}/initramfs.XXXXXX")
trap 'rm -rf "$root"' EXIT
mkdir "$root/bin"
cp "$init" "$root/init"
[ $# -eq 0 ] || cp "$@" "$root/bin/"
chmod -R 755 "$root"
# Times and order are part of the archive; the same input gives the same bytes.
find "$root" -exec touch -t 202601010000 {} +
(cd "$root" && find . | LC_ALL=C sort | cpio -o -H newc -R 0:0 2>/dev/null) >"$output.new"
mv "$output.new" "$output"
