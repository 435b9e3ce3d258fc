// SPDX-License-Identifier: GPL-2.0
/*
 * Exports what core/hooks.h has, for mmscope_kunit.ko.
 */
#include "shim.h"

#include "../core/hooks.h"

#include <linux/export.h>

EXPORT_SYMBOL_GPL(mms_hook_read);
EXPORT_SYMBOL_GPL(mms_hook_ask);
EXPORT_SYMBOL_GPL(mms_hook_close);
EXPORT_SYMBOL_GPL(mms_hook_text_free);
EXPORT_SYMBOL_GPL(mms_hook_next);
EXPORT_SYMBOL_GPL(mms_hook_number);
EXPORT_SYMBOL_GPL(mms_hook_signed);
EXPORT_SYMBOL_GPL(mms_hook_word);
EXPORT_SYMBOL_GPL(mms_hook_encode_word);
EXPORT_SYMBOL_GPL(mms_hook_decode_zone);
EXPORT_SYMBOL_GPL(mms_hook_encode_zone);
EXPORT_SYMBOL_GPL(mms_hook_request_number);
EXPORT_SYMBOL_GPL(mms_hook_histogram_buckets);
EXPORT_SYMBOL_GPL(mms_hook_histogram_index);
EXPORT_SYMBOL_GPL(mms_hook_histogram_low);
EXPORT_SYMBOL_GPL(mms_hook_histogram_high);
EXPORT_SYMBOL_GPL(mms_hook_histogram_new);
EXPORT_SYMBOL_GPL(mms_hook_histogram_delete);
EXPORT_SYMBOL_GPL(mms_hook_histogram_add);
EXPORT_SYMBOL_GPL(mms_hook_histogram_merge);
EXPORT_SYMBOL_GPL(mms_hook_histogram_count);
