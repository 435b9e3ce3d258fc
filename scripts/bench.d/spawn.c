// SPDX-License-Identifier: GPL-2.0
/*
 * What a whole process costs: from the call that starts it to the one that finds
 * it gone, by the monotonic clock. Static and small, because every page that the
 * launcher has is part of the price of a fork; this one does not fork.
 *
 *   spawn N COMMAND [ARG]...   runs it N times, prints N lines of nanoseconds
 *   spawn --clock N            N times round a loop of two instructions: prints
 *                              how many instructions and nanoseconds that was
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static long long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC_RAW, &time);
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static int clock_rate(unsigned long turns)
{
	unsigned long left = turns;
	const long long began = now();

	__asm__ volatile("1: dec %0\n\tjnz 1b" : "+r"(left) : : "cc");
	printf("%lu %lld\n", 2 * turns, now() - began);
	return 0;
}

static int spawn(const posix_spawn_file_actions_t *actions, char **argv)
{
	const long long began = now();
	int status, err;
	pid_t pid;

	err = posix_spawn(&pid, argv[0], actions, NULL, argv, environ);
	if (err) {
		fprintf(stderr, "spawn: %s: %s\n", argv[0], strerror(err));
		return 1;
	}
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status) || WEXITSTATUS(status)) {
		fprintf(stderr, "spawn: %s: ended with wait status %#x\n", argv[0], status);
		return 1;
	}
	printf("%lld\n", now() - began);
	return 0;
}

int main(int argc, char **argv)
{
	posix_spawn_file_actions_t actions;
	unsigned long left;

	if (argc == 3 && !strcmp(argv[1], "--clock") && strtoul(argv[2], NULL, 10))
		return clock_rate(strtoul(argv[2], NULL, 10));
	left = argc < 3 ? 0 : strtoul(argv[1], NULL, 10);
	if (!left) {
		fprintf(stderr, "usage: spawn N COMMAND [ARG]..., spawn --clock N; N is 1 or more\n");
		return 2;
	}
	/* Nobody reads what they print; their errors we want to see. */
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	while (left--)
		if (spawn(&actions, argv + 2))
			return 1;
	return 0;
}
