/* SPDX-License-Identifier: BSD-2-Clause */
/* Findings for the tests, with the catalogues of tests/compare/sample. */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "cmocka_headers.h"

void fixture_start(struct fixture *fixture)
{
    fixture->stream = tmpfile();
    assert_non_null(fixture->stream);
    findings_start(&fixture->findings, fixture->stream);
    names_load(&fixture->findings.names, &fixture->findings.problems,
               "compare/report/input/names.txt", NULL);
    names_load(&fixture->findings.names, &fixture->findings.problems,
               "tests/compare/sample/attempts.txt", NULL);
    names_load(&fixture->findings.names, &fixture->findings.problems,
               "tests/compare/sample/ambient.txt", "ambient");
    assert_string_equal(fixture_said(fixture), "");
}

void fixture_end(struct fixture *fixture)
{
    findings_end(&fixture->findings);
    (void)fclose(fixture->stream);
}

void fixture_read_bytes(struct fixture *fixture, const char *text, size_t size)
{
    struct input input = {"log", pool_copy(&fixture->findings.pool, text, size), size};

    contract_read(&fixture->findings, &input);
}

void fixture_read(struct fixture *fixture, const char *text)
{
    fixture_read_bytes(fixture, text, strlen(text));
}

const char *fixture_said(struct fixture *fixture)
{
    size_t size;

    assert_int_equal(fflush(fixture->stream), 0);
    rewind(fixture->stream);
    size = fread(fixture->said, 1, sizeof(fixture->said) - 1, fixture->stream);
    fixture->said[size] = '\0';
    return fixture->said;
}

FILE *fixture_file(char *name, size_t size)
{
    const char *folder = getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp";
    int length = snprintf(name, size, "%s/compare.XXXXXX", folder);
    FILE *file;

    assert_true(length > 0 && (size_t)length < size);
    file = fdopen(mkstemp(name), "w");
    assert_non_null(file);
    return file;
}

const char *fixture_written(struct fixture *fixture, FILE *file)
{
    enum { MOST = 1 << 22 };
    char *text = pool_get(&fixture->findings.pool, MOST);

    assert_int_equal(fflush(file), 0);
    rewind(file);
    assert_true(fread(text, 1, MOST - 1, file) < MOST - 1);
    return text;
}
