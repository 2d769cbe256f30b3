# SPDX-License-Identifier: BSD-2-Clause
#
# What a component prints can be any bytes, and none of them may become markup.  utf8() keeps what is
# UTF-8 without control characters, and shows `?` for each other byte; json() and html() escape what
# utf8() has returned.

BEGIN {
    for (i = 1; i < 256; i++) code[sprintf("%c", i)] = i
}

function continues(c) {
    return c in code && code[c] >= 128 && code[c] < 192
}

# How many bytes the character has that begins at `i`; 0 if it is none.
function utf8_length(s, i,    c, n, k, second) {
    c = code[substr(s, i, 1)]
    if (c < 32 || c == 127) return 0
    if (c < 128) return 1
    n = c >= 194 && c < 224 ? 2 : c >= 224 && c < 240 ? 3 : c >= 240 && c < 245 ? 4 : 0
    for (k = 1; k < n; k++)
        if (!continues(substr(s, i + k, 1))) return 0
    # Overlong forms, surrogates, and what is above U+10FFFF.
    second = code[substr(s, i + 1, 1)]
    if ((c == 224 && second < 160) || (c == 237 && second >= 160) || (c == 240 && second < 144) ||
        (c == 244 && second >= 144)) return 0
    return n
}

function utf8(s,    result, i, n) {
    result = ""
    for (i = 1; i <= length(s); i += n ? n : 1) {
        n = utf8_length(s, i)
        result = result (n ? substr(s, i, n) : "?")
    }
    return result
}

# What a backslash means in the replacement of gsub() is not the same to every awk.
function json(s,    result, i, c) {
    result = "\""
    for (i = 1; i <= length(s); i++) {
        c = substr(s, i, 1)
        result = result (c == "\\" || c == "\"" ? "\\" c : c)
    }
    return result "\""
}

function html(s) {
    gsub(/&/, "\\&amp;", s)
    gsub(/</, "\\&lt;", s)
    gsub(/>/, "\\&gt;", s)
    gsub(/"/, "\\&quot;", s)
    return s
}
