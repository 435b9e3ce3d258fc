/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Every difference between the kernels that mmscope builds on, each with the
 * commit that made it. No other file tests a version. Where the kernel's own
 * headers tell (a macro that is there or not), that is what is tested.
 */
#ifndef MMS_COMPAT_H
#define MMS_COMPAT_H

#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/page-flags.h>
#include <linux/slab.h>
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

/*
 * 2810c1e99867 ("kunit: Fix wild-memory-access bug in kunit_free_suite_set()"), 6.6:
 * before, the suites that a module announces ran before its parameters were parsed.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 7, 0)
#define MMS_KUNIT_RUNS_EARLY 1
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

/* ebc1baf5c9b4 ("mm: free up a word in the first tail page"), 6.6 */
static inline unsigned int mms_compound_order(const struct page *head)
{
	const struct folio *folio = (const struct folio *)head;

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 6, 0)
	return READ_ONCE(folio->_flags_1) & 0xff;
#else
	return READ_ONCE(folio->_folio_order);
#endif
}

/*
 * 9c5ccf2db04b ("mm: remove HUGETLB_PAGE_DTOR"), 6.6: a flag in the first tail.
 * d99e3140a4d3 ("mm: turn folio_test_hugetlb into a PageType"), 6.9.
 */
static inline bool mms_is_hugetlb(const struct page *head)
{
#if !defined(CONFIG_HUGETLB_PAGE)
	return false;
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(6, 6, 0)
	return folio_test_hugetlb((const struct folio *)head);
#else
	return READ_ONCE(((const struct folio *)head)->_folio_dtor) == HUGETLB_PAGE_DTOR;
#endif
}

/*
 * Times that a compound page is mapped whole.
 * cb67f4282bf9 ("mm,thp,rmap: simplify compound page mapcount handling"), 6.2.
 */
static inline int mms_entire_mapcount(const struct page *head)
{
	const struct folio *folio = (const struct folio *)head;

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0)
	return atomic_read(&folio->_entire_mapcount) + 1;
#else
	return atomic_read(&folio->_total_mapcount) + 1;
#endif
}

/*
 * True where a compound page is mapped whole or in parts, as far as the first
 * tail tells: kernels before 6.2 count parts in each tail on its own.
 * 05c5323b2a34 ("mm: track mapcount of large folios in single value"), 6.10.
 */
static inline bool mms_compound_mapped(const struct page *head)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 10, 0)
	return atomic_read(&((const struct folio *)head)->_large_mapcount) >= 0;
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0)
	return mms_entire_mapcount(head) > 0 ||
	       atomic_read(&((const struct folio *)head)->_nr_pages_mapped) > 0;
#else
	return mms_entire_mapcount(head) > 0 || atomic_read(&head->_mapcount) >= 0;
#endif
}

/* 46df8e73a4a3 ("mm: free up PG_slab"), 6.11: slab is a page type. */
static inline bool mms_is_slab(const struct page *head)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 11, 0)
	return folio_test_slab((const struct folio *)head);
#else
	return test_bit(PG_slab, &head->flags);
#endif
}

/* 09022bc196d2 ("mm: remove PG_error"), 6.12 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)
#define MMS_HAVE_PG_ERROR 1
#endif

/* 43d746dc49bb ("mm/zsmalloc: use a proper page type"), 6.11 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 11, 0)
#define MMS_HAVE_PGTY_ZSMALLOC 1
#endif

/*
 * 6bf9b5b40af3 ("mm: alloc_pages_bulk: rename API"), 6.14; what it replaces is a
 * macro since b951aaff5035 ("mm: enable page allocation tagging"), 6.10.
 */
static inline unsigned long mms_bulk_array_node(gfp_t gfp, int nid, unsigned long nr_pages,
						struct page **pages)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 14, 0)
	return alloc_pages_bulk_node(gfp, nid, nr_pages, pages);
#else
	return alloc_pages_bulk_array_node(gfp, nid, nr_pages, pages);
#endif
}

/*
 * d0bf7d5759c1 ("mm/slab: introduce kmem_cache flag SLAB_NO_MERGE"), 6.5.
 * Before it, a cache that kmemleak leaves out is not merged either.
 */
#if defined(SLAB_NO_MERGE)
#define MMS_SLAB_NO_MERGE SLAB_NO_MERGE
#else
#define MMS_SLAB_NO_MERGE SLAB_NOLEAKTRACE
#endif

#endif /* MMS_COMPAT_H */
