#!/bin/sh
# Runs a command in the files of an image as a container engine would, without one: in namespaces of its own,
# as user 65532, as process 1, with all files read-only but /data (and /tmp, where the image has one). Needs
# Linux and leave to make user namespaces; no rights. The network is this machine's.
#
#   run-tree.sh [-w] TREE DATA COMMAND…     DATA is the folder that is mounted as /data
#   -w                                      as root of the namespace, and everything writable: for the build
set -eu

mode=ro user=65532
if [ "${1-}" = -w ]; then
  mode=rw user=0
  shift
fi
tree=$(CDPATH='' cd -- "$1" && pwd)
data=$(CDPATH='' cd -- "$2" && pwd)
shift 2

# shellcheck disable=SC2016
exec unshare --user --map-root-user --mount --propagation private --pid --fork --kill-child -- sh -euc '
  mode=$1 user=$2 tree=$3 data=$4
  shift 4
  mount --bind "$tree" "$tree"
  mount -t proc proc "$tree/proc"
  mount -t tmpfs -o mode=755 tmpfs "$tree/dev"
  for device in null zero random urandom; do
    : >"$tree/dev/$device"
    mount --bind "/dev/$device" "$tree/dev/$device"
  done
  [ ! -d "$tree/tmp" ] || mount -t tmpfs -o mode=1777 tmpfs "$tree/tmp"
  mount --bind "$data" "$tree/data"
  [ "$mode" = rw ] || mount -o remount,bind,ro "$tree"
  exec unshare --user --map-user="$user" --map-group="$user" --root="$tree" --wd=/data -- "$@"
' run-tree "$mode" "$user" "$tree" "$data" "$@"
