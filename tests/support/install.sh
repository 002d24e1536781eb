# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Read by rules/try and tests/run: installs Debian and Ubuntu packages that are missing, quietly.

# present PACKAGE: what it brings is there. A tool may have come from elsewhere.
present() {
  case $1 in
    g++) command -v c++ ;;
    cmake | clang | clang-tidy | clang-format | npm) command -v "$1" ;;
    ninja-build) command -v ninja ;;
    nodejs) command -v node ;;
    *) dpkg-query -W -f '${Status}' "$1" | grep 'ok installed' ;;
  esac > /dev/null 2>&1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

install_quietly() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 \
    install -y --no-install-recommends "$@"
}

# install_missing LOG PACKAGE...
install_missing() {
  install_log=$1
  shift
  missing=
  for package; do
    present "$package" || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  if ! command -v apt-get > /dev/null; then
    echo "this system has no apt-get; install what these Debian packages hold:$missing" >&2
    return 0
  fi
  echo "installing$missing"
  mkdir -p "$(dirname "$install_log")"
  # shellcheck disable=SC2086 # package names are words
  install_quietly $missing > "$install_log" 2>&1 && return
  as_root apt-get -q -o DPkg::Lock::Timeout=300 update >> "$install_log" 2>&1
  # shellcheck disable=SC2086
  install_quietly $missing >> "$install_log" 2>&1 && return
  tail -n 20 "$install_log" >&2
  echo "cannot install$missing (log: $install_log)" >&2
  return 1
}

# install_for_bootstraps ROOT: what the static executables for Lambda are made of. Without it
# everything else is built; `lintel package` then says what it misses.
install_for_bootstraps() {
  case $(uname -m) in
    x86_64) foreign=arm64 foreign_compiler=g++-aarch64-linux-gnu ;;
    *) foreign=x86_64 foreign_compiler=g++-x86-64-linux-gnu ;;
  esac
  install_missing "$1/build/install.log" musl-dev libssl-dev $foreign_compiler &&
    quietly "$1/build/sysroot.log" "$1/runtime/lambda/sysroot" $foreign ||
    echo "functions for $foreign cannot be packaged here"
}

# quietly LOG COMMAND...: shows what the command printed only if it fails.
quietly() {
  quiet_log=$1
  shift
  mkdir -p "$(dirname "$quiet_log")"
  "$@" > "$quiet_log" 2>&1 && return
  tail -n 60 "$quiet_log" >&2
  echo "failed: $* (log: $quiet_log)" >&2
  return 1
}
