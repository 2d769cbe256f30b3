#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# pd.sh CHANNELS DOMAINS: what Task 7's receiver heard, as lines TIME: of the configuration `pd`,
# where the sender has a budget, from the console of a run of task7_channels; and of `pd_domains`,
# the most in any of the cases in which nothing is to be heard, from one of task7_domains.
set -eu
channels=$1
domains=$2

# figure FILE CLAIM: the most bits in a second on the line behind each that has CLAIM.
figure() {
    awk -v claim="$2" '
        { sub(/\r$/, "") }
        wanted && /^measured: [0-9]+ bit\/s / {
            found = 1
            if ($2 > most) most = $2
        }
        { wanted = index($0, claim) > 0 && /^judge: ok / }
        END {
            if (!found) exit 1
            print most + 0
        }' "$1" || {
        echo "error: $1 has no figure for '$2'" >&2
        return 1
    }
}

for file in "$channels" "$domains"; do
    grep -q '^TASK7 PASS ' "$file" || {
        echo "error: $file has no line TASK7 PASS, so nothing is derived from it" >&2
        exit 1
    }
done
with_budget=$(figure "$channels" 'high above low, with two fifths of the time')
with_domains=$(figure "$domains" 'nothing is heard')
printf 'TIME %s channel_bits_per_second %s\n' pd "$with_budget" pd_domains "$with_domains"
