# SPDX-License-Identifier: BSD-2-Clause
#
# The report of `make compare`: a program for this machine, from sources in bench/compare.

compare_sources := $(sort $(wildcard bench/compare/*.c))
$(eval $(call unit,bench/compare,$(compare_sources),$$(CC) $$(HOST_FLAGS),host))

$(BUILD)/compare-report: $(call objects,bench/compare,$(compare_sources))
	$(call say,LD,$@)
	$(Q)$(CC) $(HOST_FLAGS) $^ -o $@
