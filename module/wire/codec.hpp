// SPDX-License-Identifier: GPL-2.0
// The text of the wire, used by both ends.
//
//   mmscope wire=1 kind=zone nr=6 page_size=4096 ktime_ns=... took_ns=... kernel=...
//   zone nid=0 zone_idx=0 name=DMA populated=1 ...
//   ...
//   end nr=6
//
// file   = header *record end
// header = "mmscope" *field LF          wire, kind and nr are always there
// record = tag *field LF                tag is a record of fields.h
// end    = "end" " nr=" number LF       without it the file was cut short
// field  = " " key "=" value
// value  = *plain / DQUOTE *(char / "\" char / "\x" hex hex) DQUOTE
//
// `kind` is the tag of the file's first record in fields.h and `nr` the number
// of record lines of all tags. `ktime_ns` is the kernel's monotonic clock when
// the file began to be made and `took_ns` how long that took: figures of one
// file are that far apart at most. Readers pass over tags and keys that they do
// not know; a key that is missing is a figure that this kernel does not have.
#ifndef MMS_WIRE_CODEC_HPP
#define MMS_WIRE_CODEC_HPP

#include "decode.hpp"
#include "encode.hpp"

#endif // MMS_WIRE_CODEC_HPP
