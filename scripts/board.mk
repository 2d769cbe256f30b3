# SPDX-License-Identifier: BSD-2-Clause
#
# What a board's folder in the SDK has besides the parts: another name.

# ALIAS:BOARD.  The folder ALIAS is a copy, not a link: not every way to copy or pack an SDK keeps
# links.  Microkit's qemu_virt_aarch64 is at EL2; until we have that board, the name is the other's.
BOARD_ALIASES := qemu_virt_aarch64:qemu_virt_aarch64_el1

ALL_BOARDS := $(BOARDS) $(foreach a,$(BOARD_ALIASES),$(firstword $(subst :, ,$(a))))

# $(call alias_rules,ALIAS,BOARD)
define alias_rules
$(SDK)/board/$(1)/%: $(SDK)/board/$(2)/%
	$$(copy)
SDK_FILES += $(patsubst $(SDK)/board/$(2)/%,$(SDK)/board/$(1)/%,$(filter \
    $(SDK)/board/$(2)/%,$(SDK_FILES)))
endef

$(foreach a,$(BOARD_ALIASES),$(eval \
    $(call alias_rules,$(firstword $(subst :, ,$(a))),$(lastword $(subst :, ,$(a))))))
