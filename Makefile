# SPDX-License-Identifier: GPL-2.0
# Every verb a person types. The work is done in scripts/, Kbuild and
# userspace/CMakeLists.txt; this file only names it.

# kbuild reads a Makefile only where there is no Kbuild, so this one is ours alone.
SHELL := /bin/bash
.DEFAULT_GOAL := help

KERNEL   ?= 6.1
TOPOLOGY ?= numa2
FILTER   ?= *
PREFIX   ?= /usr/local
RELEASE  := $(shell uname -r)

# A release with headers (make module KVER=$(uname -r)) or a name of the test
# VM's kernels. The running kernel where its headers are there.
KVER ?= $(if $(wildcard /lib/modules/$(RELEASE)/build/Makefile),$(RELEASE),$(KERNEL))
# What is installed is for a kernel that has /lib/modules: this one, unless told.
install-kver = $(if $(filter file,$(origin KVER)),$(RELEASE),$(KVER))
kdir  = $(firstword $(wildcard /lib/modules/$(KVER)/build) $(KVER))

.PHONY: help
help:
	@echo 'mmscope: look at, drive and compare Linux memory management'
	@echo
	@echo '  make run            boot the test VM, load the module, print the report'
	@echo '  make shell          the same VM, with a shell and everything loaded'
	@echo '  make test           every test that a change needs (10 to 30 minutes)'
	@echo '  make test-matrix    every kernel and topology that make test leaves out'
	@echo '  make kunit          the KUnit suites alone     [KERNEL="kunit-6.1 kunit-6.12" FILTER=*]'
	@echo '  make mutants        break the module in small ways: do the suites notice?'
	@echo '  make kernels        build the test kernels into the cache: four, some ten minutes each'
	@echo '  make bench          what a census costs, beside other tools: docs/benchmarks.md'
	@echo '  make bench-check    hold what the cases of the lab cost against what they did'
	@echo '  make lint           checkpatch, clang-format, clang-tidy, shellcheck'
	@echo '  make fmt            put C++ into the shape that lint wants'
	@echo
	@echo '  make setup          install the Debian packages that all this needs'
	@echo '  make module         build mmscope.ko            [KVER=$(KVER)]'
	@echo '  make userspace      build the mmscope tool      (build/userspace/mmscope)'
	@echo '  make load, unload   on the running kernel, as root'
	@echo '  make install        tool, man page and module   [PREFIX=$(PREFIX) DESTDIR=]'
	@echo '  make clean          remove build/               (kernels stay in the cache)'
	@echo
	@echo 'run and shell take KERNEL=$(KERNEL) and TOPOLOGY=$(TOPOLOGY); scripts/vm --list shows all.'

.PHONY: setup
setup:
	@scripts/setup

.PHONY: module
module: setup
	@scripts/module-build '$(kdir)'

.PHONY: userspace
userspace: setup
	@scripts/tool-build

.PHONY: run
run: setup
	@scripts/vm --kernel '$(KERNEL)' --topology '$(TOPOLOGY)' -- mmscope report $(if $(NO_COLOR),,--color)

.PHONY: shell
shell: setup
	@scripts/vm --kernel '$(KERNEL)' --topology '$(TOPOLOGY)' --shell

.PHONY: load unload
load: userspace
	@scripts/module-load

unload:
	@scripts/module-load --unload

.PHONY: test test-matrix
test: setup
	@scripts/test

test-matrix: setup
	@scripts/test --matrix

.PHONY: kernels
kernels: setup
	@scripts/kernel-build

# All of the default kernels, unless some are named.
.PHONY: kunit
kunit: setup
	@scripts/kunit --filter '$(FILTER)' --topology '$(TOPOLOGY)' \
		$(if $(filter-out file,$(origin KERNEL)),$(KERNEL:%=--kernel %))

.PHONY: mutants
mutants: setup
	@scripts/mutants

.PHONY: bench bench-check
bench: setup
	@scripts/bench

bench-check: setup
	@scripts/bench-check

.PHONY: lint fmt
lint: setup
	@scripts/lint

fmt: setup
	@scripts/lint --fix

.PHONY: install
install: userspace
	@scripts/install --prefix '$(PREFIX)' --kver '$(install-kver)'

.PHONY: clean
clean:
	rm -rf build
