# SPDX-License-Identifier: BSD-2-Clause
#
# make diagram: the system of a demonstration, drawn by our SDK's tool.
#
# The drawings in docs/pictures, which the pages show as they are in the repository: those of
# Graphviz's, and the hulls of the comparison's page, from the consoles that its tests keep.

TASKS := task2 task3 task4 task5 task6 task7
ifneq ($(and $(filter diagram timeline,$(LATER_GOALS)),$(filter-out $(TASKS),$(TASK) $(if \
    $(TASK),,none))),)
$(error TASK is '$(TASK)'; expected one of: $(TASKS))
endif

DIAGRAM := $(BUILD)/report/diagram/$(TASK)/system.svg

# Asked before anything is built.
ifneq ($(and $(filter diagram,$(LATER_GOALS)),$(filter %.svg,$(DIAGRAM))),)
ifneq ($(shell dot -V >/dev/null 2>&1 && echo yes),yes)
$(error Graphviz's program dot is missing, which draws: make setup diagram TASK=$(TASK))
endif
endif

.PHONY: diagram
diagram: $(BUILD)/test/$(TASK)/loader.img
	@mkdir -p $(BUILD)/report/diagram/$(TASK)
	$(Q)MICROKIT_SDK='$(SDK)' $(SDK)/bin/microkit $(DESCRIPTION_$(TASK)) \
	    --search-path $(BUILD)/test/$(TASK) --board qemu_virt_aarch64_el1 --config debug \
	    -o $(BUILD)/report/diagram/$(TASK)/loader.img \
	    -r $(BUILD)/report/diagram/$(TASK)/report.txt --diagram '$(DIAGRAM)'
	@echo 'Drew $(DIAGRAM).'

drawings := $(wildcard docs/pictures/*.dot)

.PHONY: docs
docs: $(BUILD)/compare-report
	@scripts/draw.sh $(drawings)
	@mkdir -p $(BUILD)/docs
	@tests/compare/sample/report.sh $< $(BUILD)/docs docs/pictures/hulls.log >/dev/null
	@cp $(BUILD)/docs/hulls.svg docs/pictures/hulls.svg
	@echo 'Drew docs/pictures/hulls.svg.'
