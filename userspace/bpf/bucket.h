/* SPDX-License-Identifier: GPL-2.0 */
/* Times as buckets of a histogram: see MMS_LATENCY_BUCKETS. */
#ifndef MMSCOPE_BPF_BUCKET_H
#define MMSCOPE_BPF_BUCKET_H

#include "kernel.h"

#include "counts.h"

static __always_inline __u32 log2_of(__u64 value)
{
	__u32 log = 0;

	if (value >> 32) {
		value >>= 32;
		log += 32;
	}
	if (value >> 16) {
		value >>= 16;
		log += 16;
	}
	if (value >> 8) {
		value >>= 8;
		log += 8;
	}
	if (value >> 4) {
		value >>= 4;
		log += 4;
	}
	if (value >> 2) {
		value >>= 2;
		log += 2;
	}
	return log + (value >> 1);
}

static __always_inline __u32 bucket_of(__u64 ns)
{
	__u32 log;

	if (ns < MMS_LATENCY_SUB)
		return ns;
	log = log2_of(ns);
	if (log - MMS_LATENCY_SUB_BITS + 1 >= MMS_LATENCY_BUCKETS / MMS_LATENCY_SUB)
		return MMS_LATENCY_BUCKETS - 1;
	return (log - MMS_LATENCY_SUB_BITS + 1) * MMS_LATENCY_SUB +
	       ((ns >> (log - MMS_LATENCY_SUB_BITS)) & (MMS_LATENCY_SUB - 1));
}

#endif /* MMSCOPE_BPF_BUCKET_H */
