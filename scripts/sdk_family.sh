#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# sdk_family.sh SDK: prints the header <sdk_family.h>, which tells the demonstrations by which SDK
# they are built.  What each family hands out is in demos/common/distribution.h.  Of an SDK whose
# version is not one of those, nothing is guessed.
set -eu

version=
if [ -f "$1/VERSION" ]; then
    version=$(head -n 1 "$1/VERSION" | tr -cd 'A-Za-z0-9.+_-')
fi
case $version in
*bulkhead*) family=SDK_BULKHEAD ;;
2.0 | 2.0.*) family=SDK_MICROKIT_2_0 ;;
2.3 | 2.3.*) family=SDK_MICROKIT_2_3 ;;
*) family=SDK_UNKNOWN ;;
esac

cat <<EOF
/* Made by scripts/sdk_family.sh from the file VERSION of the SDK. */
#pragma once
#define SDK_FAMILY $family
#define SDK_VERSION "${version:-none}"
EOF
