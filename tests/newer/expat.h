/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The expat that is installed, in which what expat 2.9 deprecates is deprecated, whatever its
 * release (expat.h of 2.9.0).
 */
#pragma once

#include_next <expat.h>

#define DEPRECATED __attribute__((deprecated))

XML_Size XMLCALL XML_GetCurrentLineNumber(XML_Parser parser) DEPRECATED;
XML_Size XMLCALL XML_GetCurrentColumnNumber(XML_Parser parser) DEPRECATED;
XML_Index XMLCALL XML_GetCurrentByteIndex(XML_Parser parser) DEPRECATED;
int XMLCALL XML_GetCurrentByteCount(XML_Parser parser) DEPRECATED;
const char *XMLCALL XML_GetInputContext(XML_Parser parser, int *offset, int *size) DEPRECATED;
int XMLCALL XML_SetHashSalt(XML_Parser parser, unsigned long salt) DEPRECATED;

#undef DEPRECATED
