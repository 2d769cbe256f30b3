# SPDX-License-Identifier: BSD-2-Clause
#
# The report of `make compare`: a program for this machine, from sources in compare/report.

compare_sources := $(sort $(wildcard compare/report/*.c compare/report/*/*.c))
compare_include := -Icompare/report -Icompare/report/input -Icompare/report/page
$(eval $(call unit,compare/report,$(compare_sources),$$(CC) $$(HOST_FLAGS) $$(library_flags) \
    $(compare_include),host))
$(call objects,compare/report,$(compare_sources)): | $(BUILD)/jansson

$(BUILD)/compare-report: $(call objects,compare/report,$(compare_sources))
	$(call say,LD,$@)
	$(Q)$(CC) $(HOST_FLAGS) $^ $(library_flags) -ljansson -o $@
