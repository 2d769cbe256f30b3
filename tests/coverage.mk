# SPDX-License-Identifier: BSD-2-Clause
#
# How much of the kernel's core the unit tests and the kept fuzz inputs execute: the tests of
# `make test-host` without sanitizers, and with a core that counts.  All but test_hostile, whose
# number of runs is up to the clock.
coverage_core := $(host_core)
coverage_shared := $(host_machine) $(host_check) \
    $(call unit_fixtures,kernel)
coverage_tests := $(filter-out %/test_hostile.c,$(call unit_tests,kernel))
coverage_replay := tests/fuzz/small_board.c tests/fuzz/fuzz_kernel.c tests/fuzz/replay.c
coverage_flags := $(COMMON_FLAGS) -O0 -g $(INCLUDE_kernel)

$(eval $(call unit,coverage/core,$(coverage_core),$$(CC) $(coverage_flags) --coverage,host))
$(eval $(call unit,coverage/tests,$(coverage_shared) $(coverage_tests) $(coverage_replay) \
    kernel/arch/host/board.c,$$(CC) $(coverage_flags) $$(library_flags),host))

# $(call coverage_program,NAME,SOURCES)
define coverage_program
$(BUILD)/coverage/$(1): $(call objects,coverage/core,$(coverage_core)) $(call \
    objects,coverage/tests,$(coverage_shared) $(2))
	@mkdir -p $$(@D)
	$$(call say,LD,$$@)
	$(Q)$$(CC) --coverage $$^ $$(library_flags) -lcmocka -o $$@
COVERAGE_PROGRAMS += $(BUILD)/coverage/$(1)
endef
COVERAGE_PROGRAMS :=
$(foreach t,$(coverage_tests),$(eval \
    $(call coverage_program,$(basename $(notdir $(t))),kernel/arch/host/board.c $(t))))
$(eval $(call coverage_program,replay_kernel,$(coverage_replay)))

.PHONY: coverage
coverage: $(COVERAGE_PROGRAMS)
	@CC='$(CC)' tests/coverage.sh '$(BUILD)/coverage' '$(BUILD)/obj/coverage/core' \
	    $(COVERAGE_PROGRAMS)
