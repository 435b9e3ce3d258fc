// SPDX-License-Identifier: GPL-2.0
/*
 * Fills memory with anonymous pages of order 0, says so, and stays.
 *
 *   fill PAGES
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	const size_t pages = argc == 2 ? strtoul(argv[1], NULL, 10) : 0;
	const size_t page_size = sysconf(_SC_PAGESIZE);
	char *memory;
	size_t i;

	if (!pages || pages > ((size_t)1 << 40) / page_size) {
		fprintf(stderr, "usage: fill PAGES; up to a TiB of them\n");
		return 2;
	}
	memory = mmap(NULL, pages * page_size, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (memory == MAP_FAILED) {
		perror("fill: mmap");
		return 1;
	}
	/* EINVAL: this kernel has no huge pages to keep away. */
	madvise(memory, pages * page_size, MADV_NOHUGEPAGE);
	for (i = 0; i < pages; i++)
		memory[i * page_size] = 1;
	puts("filled");
	fflush(stdout);
	pause();
	return 0;
}
