# shellcheck shell=bash
# Debian's packages as files: nothing is installed, so it needs no root.

# apt_download DIR PACKAGE[=VERSION]...: the .deb files into DIR; what apt says
# into DIR/apt.log, and to stderr if it fails.
apt_download() {
	local dir=$1 options=(-q -o Acquire::Retries=3)
	shift
	# As root apt would fetch as user _apt, which may not reach the cache.
	((EUID != 0)) || options+=(-o APT::Sandbox::User=root)
	(cd -- "$dir" && apt-get "${options[@]}" download "$@") >"$dir/apt.log" 2>&1 || {
		sed 's/^/  /' "$dir/apt.log" >&2
		return 1
	}
}
