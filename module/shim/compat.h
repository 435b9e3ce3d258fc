/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Every difference between the kernels that mmscope builds on, each with the
 * commit that made it. No other file tests a version. Where the kernel's own
 * headers tell (a macro that is there or not), that is what is tested.
 */
#ifndef MMS_COMPAT_H
#define MMS_COMPAT_H

#include <linux/mmzone.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 1, 0)
#error "mmscope supports Linux 6.1 and later"
#endif

/*
 * 23baf831a32c ("mm, treewide: redefine MAX_ORDER sanely"), 6.4: MAX_ORDER is
 * the highest order and no longer one past it.
 * 5e0a760b4441 ("mm, treewide: rename MAX_ORDER to MAX_PAGE_ORDER"), 6.8.
 */
#if defined(NR_PAGE_ORDERS)
#define MMS_NR_PAGE_ORDERS NR_PAGE_ORDERS
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
#define MMS_NR_PAGE_ORDERS (MAX_ORDER + 1)
#else
#define MMS_NR_PAGE_ORDERS MAX_ORDER
#endif

/*
 * The pcp auto-tuning series, 6.7: 90b41691b988 ("mm: add framework for PCP
 * high auto-tuning") splits high, ca71fe1ad922 ("mm, pcp: avoid to drain PCP
 * when process exit") adds flags, c0a242394cb9 and 6ccdcb6d3a74 replace
 * free_factor, 57c0419c5f0e adds ZONE_BELOW_HIGH.
 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 7, 0)
#define MMS_HAVE_PCP_TUNING 1
#endif

/* c928807f6f6b ("mm/page_alloc: keep track of free highatomic"), 6.12 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
#define MMS_HAVE_FREE_HIGHATOMIC 1
#endif

/* dcdfdd40fa82 ("mm: Add support for unaccepted memory"), 6.5 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 5, 0) && defined(CONFIG_UNACCEPTED_MEMORY)
#define MMS_HAVE_NR_UNACCEPTED 1
#endif

/* bd3520a93a8a ("iommu: observability of the IOMMU allocations"), 6.10 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 10, 0) && defined(CONFIG_IOMMU_SUPPORT)
#define MMS_HAVE_NR_IOMMU_PAGES 1
#endif

/* 23e9f0138963 ("mm/vmstat: move pgdemote_* to per-node stats"), 6.9 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 9, 0)
#define MMS_HAVE_NODE_PGDEMOTE 1
#endif

#endif /* MMS_COMPAT_H */
