# SPDX-License-Identifier: BSD-2-Clause
#
# What a board's folder in the SDK has besides the parts: files for builders, and another name.

# $(call board_rules,BOARD,CONFIG,FOLDER)
define board_rules
$(3)/include/kernel/gen_config.json: $(3)/include/kernel/gen_config.h scripts/gen_config_json.awk
	$$(call say,GEN,$$@)
	$(Q)awk -f scripts/gen_config_json.awk $$< >$$@
$(3)/platform_gen.json: $(BUILD)/describe-$(1)
	@mkdir -p $$(@D)
	$$(call say,GEN,$$@)
	$(Q)$$< >$$@
SDK_FILES += $(3)/include/kernel/gen_config.json $(3)/platform_gen.json
endef

# $(call describe_rules,BOARD): the program that knows the board, for this machine.
describe_sources = kernel/board/describe.c kernel/board/board.c
define describe_rules
$(call unit,describe/$(1),$(call describe_sources,$(1)),$$(CC) $$(HOST_FLAGS) -Ikernel/core \
    -I$(call board_facts,$(1)) -Ikernel/config/debug -Ilibsel4/include \
    $(call sel4_level,$(1)) -DROOT_CNODE_BITS=0,host)
$(BUILD)/describe-$(1): $(call objects,describe/$(1),$(call describe_sources,$(1)))
	$$(call say,LD,$$@)
	$(Q)$$(CC) $$(HOST_FLAGS) $$^ -o $$@
endef

$(foreach b,$(BOARDS),$(eval $(call describe_rules,$(b)))$(foreach c,$(CONFIGS),$(eval \
    $(call board_rules,$(b),$(c),$(call board_dir,$(b),$(c))))))

# The folder ALIAS is a copy, not a link: not every way to copy or pack an SDK keeps links.  What it
# is a copy of, boards.mk says: where that changes, all is copied anew, however old it is.

ALL_BOARDS := $(BOARDS) $(foreach a,$(BOARD_ALIASES),$(firstword $(subst :, ,$(a))))

# $(call alias_rules,ALIAS,BOARD)
define alias_rules
$(SDK)/board/$(1)/%: $(SDK)/board/$(2)/% $(BUILD)/board/boards.mk
	$$(copy)
SDK_FILES += $(patsubst $(SDK)/board/$(2)/%,$(SDK)/board/$(1)/%,$(filter \
    $(SDK)/board/$(2)/%,$(SDK_FILES)))
endef

$(foreach a,$(BOARD_ALIASES),$(eval \
    $(call alias_rules,$(firstword $(subst :, ,$(a))),$(lastword $(subst :, ,$(a))))))
