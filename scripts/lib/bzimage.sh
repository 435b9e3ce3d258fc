# shellcheck shell=bash
# Reading a bzImage: its release, and the vmlinux inside.
#
# Why take vmlinux out: decompressing Debian's XZ kernel is 4 s of every boot
# when the CPU is emulated. The ELF file boots at once through its PVH entry,
# on the same memory map and ACPI tables; only KASLR, which lives in the
# decompressor, does not happen.

# le FILE OFFSET SIZE: an unsigned little-endian number of the boot header.
le() {
	od -An -t "u$3" -j "$2" -N "$3" -- "$1" | tr -d ' '
}

bzimage_check() {
	[[ $(od -An -c -j 514 -N 4 -- "$1" 2>/dev/null | tr -d ' ') == HdrS ]] ||
		die 2 "kernel '$1' is not a bzImage"
}

# bzimage_release FILE: what `uname -r` will say.
bzimage_release() {
	local offset
	offset=$(($(le "$1" 526 2) + 512))
	tail -c "+$((offset + 1))" -- "$1" | head -c 256 | tr '\0' ' ' | cut -d ' ' -f 1
}

# bzimage_extract FILE OUT: false where this kernel cannot boot that way.
bzimage_extract() {
	local file=$1 out=$2 start length decompress
	# Protected-mode code starts after the setup sectors; the payload's offset
	# and length are from there. Its last 4 bytes are the inflated size.
	start=$((($(le "$file" 497 1) + 1) * 512 + $(le "$file" 584 4)))
	length=$(($(le "$file" 588 4) - 4))
	case $(od -An -t x1 -j "$start" -N 4 -- "$file" | tr -d ' ') in
	1f8b*) decompress=(gzip -dc) ;;
	fd377a58) decompress=(xz -dc) ;;
	28b52ffd) decompress=(zstd -dc -q) ;;
	# LZ4 (6.1-cloud) inflates fast enough in the guest.
	*) return 1 ;;
	esac
	{ tail -c "+$((start + 1))" -- "$file" || :; } 2>/dev/null |
		head -c "$length" | "${decompress[@]}" >"$out" || return
	# Xen ELF note 18 (0x12), XEN_ELFNOTE_PHYS32_ENTRY, is the PVH entry point.
	# Not grep -q: with pipefail readelf's broken pipe would be a "no".
	readelf -n "$out" 2>/dev/null | grep '^ *Xen.*0x00000012)' >/dev/null
}
