# SPDX-License-Identifier: BSD-2-Clause
#
# The initial task and monitor, one for each configuration of a board.

initialiser_folders := initialiser $(addprefix initialiser/,spec objects monitor)
initialiser_sources := $(sort $(wildcard $(addsuffix /*.c,$(initialiser_folders)) initialiser/*.S))

# $(call initialiser_unit,CONFIG,KIND,UNIT): the same program on all boards of a kind.
define initialiser_unit
$(call unit,$(3),$(initialiser_sources),$$(TARGET_CC) $$(SYSTEM_FLAGS) -mcpu=$(notdir $(2)) \
    $(addprefix -I,$(initialiser_folders)) -Ilibsel4/include -Ilibsel4/$(dir $(2)) \
    -Ilibsel4/config/$(1),target)
endef
$(foreach k,$(BOARD_KINDS),$(foreach c,$(CONFIGS),$(eval \
    $(call initialiser_unit,$(c),$(k),initialiser/$(k)/$(c)))))

# $(call initialiser_rules,UNIT,FOLDER)
define initialiser_rules
$(2)/elf/initialiser.elf: $(call objects,$(1),$(initialiser_sources)) initialiser/initialiser.lds
	$$(call link,-T initialiser/initialiser.lds $$(filter %.o,$$^))

SDK_FILES += $(2)/elf/initialiser.elf
endef

initialiser_of = initialiser/$(call board_kind,$(1))/$(2)
$(foreach b,$(BOARDS),$(foreach c,$(CONFIGS),$(eval $(call \
    initialiser_rules,$(call initialiser_of,$(b),$(c)),$(call board_dir,$(b),$(c))))))
