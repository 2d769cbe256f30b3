# SPDX-License-Identifier: BSD-2-Clause
#
# The drawings in docs/pictures, which the pages show as they are in the repository: those of
# Graphviz's, and the hulls of the comparison's page, from the consoles that its tests keep.

drawings := $(wildcard docs/pictures/*.dot)

.PHONY: docs
docs: $(BUILD)/compare-report
	@scripts/draw.sh $(drawings)
	@mkdir -p $(BUILD)/docs
	@tests/compare/sample/report.sh $< $(BUILD)/docs \
	    $(addprefix tests/compare/sample/,guest.log guest_hardened.log tasks.log) >/dev/null
	@cp $(BUILD)/docs/hulls.svg docs/pictures/hulls.svg
	@echo 'Drew docs/pictures/hulls.svg.'
