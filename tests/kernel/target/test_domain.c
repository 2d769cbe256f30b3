/* SPDX-License-Identifier: BSD-2-Clause */
/* The domain capability: its checks in order (ABI.md 10.2). */
#include "domains.h"

#define EXPECT_LAST(invocation, last) EXPECT(invocation, seL4_RangeError, 0, last)

TEST(there_are_as_many_domains_as_configured, "domain.count")
{
    CHECK_EQUAL(domain_count(), CONFIG_NUM_DOMAINS);
    CHECK(schedule_length() >= 2);
}

/* ---- Set ---- */

TEST(set_without_domain_or_thread_is_truncated, "domain.set.length")
{
    EXPECT(invoke(seL4_CapDomain, DomainSetSet, W(self()->tcb), NONE), seL4_TruncatedMessage);
    EXPECT(invoke(seL4_CapDomain, DomainSetSet, NONE, W(~0ull)), seL4_TruncatedMessage);
}

TEST(set_to_a_domain_that_does_not_exist_is_refused, "domain.set.domain")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);
    seL4_Word count = domain_count();

    EXPECT(domain_set(tcb, count), seL4_InvalidArgument, 0);
    EXPECT(domain_set(tcb, ~0ull), seL4_InvalidArgument, 0);
    EXPECT(domain_set(tcb, 1ull << 32), seL4_InvalidArgument, 0);
    OK(domain_set(tcb, count - 1));
}

TEST(the_domain_is_checked_before_the_thread, "domain.set.domain")
{
    EXPECT(domain_set(slot_new(), domain_count()), seL4_InvalidArgument, 0);
}

TEST(only_a_thread_has_a_domain, "domain.set.thread")
{
    EXPECT(domain_set(make(seL4_EndpointObject, 0), 0), seL4_InvalidArgument, 1);
    EXPECT(domain_set(slot_new(), 0), seL4_InvalidArgument, 1);
}

/* ---- ScheduleConfigure ---- */

TEST(schedule_configure_with_two_words_is_truncated, "domain.configure.length")
{
    EXPECT(invoke(seL4_CapDomain, DomainScheduleConfigure, NONE, W(~0ull, ~0ull)),
           seL4_TruncatedMessage);
}

TEST(the_last_entry_cannot_be_configured, "domain.configure.index")
{
    seL4_Word last = schedule_length() - 1;

    EXPECT_LAST(schedule_configure(last, 0, 0), last - 1);
    EXPECT_LAST(schedule_configure(last, 0, MAX_TICKS), last - 1);
    EXPECT_LAST(schedule_configure(~0ull, 0, 0), last - 1);
}

TEST(the_index_is_checked_before_the_domain, "domain.configure.index")
{
    seL4_Word last = schedule_length() - 1;

    EXPECT_LAST(schedule_configure(last, ~0ull, 1), last - 1);
}

TEST(a_slice_is_for_a_domain_that_exists, "domain.configure.domain")
{
    seL4_Word count = domain_count();

    EXPECT_LAST(schedule_configure(0, count, 1000), count - 1);
    EXPECT_LAST(schedule_configure(0, 1ull << 32, 1000), count - 1);
}

TEST(the_domain_is_checked_before_the_duration, "domain.configure.domain")
{
    seL4_Word count = domain_count();

    EXPECT_LAST(schedule_configure(0, count, ~0ull), count - 1);
    EXPECT_LAST(schedule_configure(0, count, 0), count - 1);
}

TEST(a_duration_has_56_bits, "domain.configure.duration")
{
    EXPECT(schedule_configure(0, 0, MAX_TICKS + 1), seL4_InvalidArgument, 2);
    EXPECT(schedule_configure(0, 0, ~0ull), seL4_InvalidArgument, 2);
    OK(schedule_configure(0, 0, MAX_TICKS));
}

TEST(an_end_marker_has_domain_0, "domain.configure.marker")
{
#if CONFIG_NUM_DOMAINS > 1
    EXPECT(schedule_configure(0, 1, 0), seL4_InvalidArgument, 1);
    EXPECT(schedule_configure(0, CONFIG_NUM_DOMAINS - 1, 0), seL4_InvalidArgument, 1);
#endif
}

TEST(the_start_entry_cannot_become_an_end_marker, "domain.configure.start")
{
    EXPECT(schedule_configure(0, 0, 0), seL4_InvalidArgument, 2);
}

/* ---- ScheduleSetStart ---- */

TEST(set_start_without_an_index_is_truncated, "domain.start.length")
{
    EXPECT(invoke(seL4_CapDomain, DomainScheduleSetStart, NONE, NONE), seL4_TruncatedMessage);
}

TEST(a_start_beyond_the_schedule_is_refused, "domain.start.index")
{
    seL4_Word length = schedule_length();

    EXPECT_LAST(schedule_set_start(length), length - 1);
    EXPECT_LAST(schedule_set_start(1ull << 32), length - 1);
}

/* At boot all entries are end markers but the first; the last one always is. */
TEST(an_end_marker_cannot_be_the_start, "domain.start.marker domain.boot")
{
    seL4_Word length = schedule_length();

    for (seL4_Word i = 1; i < length; i++) {
        EXPECT(schedule_set_start(i), seL4_InvalidArgument, 0);
    }
    OK(schedule_set_start(0));
}
