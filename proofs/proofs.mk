# SPDX-License-Identifier: BSD-2-Clause
#
# `make prove`: statements about the C that boots, which a model checker proves; proofs/README.md.

.PHONY: prove
prove:
	@BUILD='$(BUILD)' HOST_CC='$(CC)' proofs/prove.sh '$(BUILD)/proofs' \
	    $(foreach n,$(subst ','\'',$(PROVE)),'$(n)')
