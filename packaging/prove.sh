#!/usr/bin/env bash
# Proves the built .deb in a fresh Debian: prove.sh TREE [MIRROR]. Needs root and debootstrap.
# Installs it there, and as a user without rights, with a data folder whose path has spaces and
# Chinese characters, runs the self-test and one real window under Xvfb, whose picture it keeps.
set -euo pipefail
tree=${1:?the folder for the tree}
mirror=${2:-}
here=$(cd "$(dirname "$0")/.." && pwd)
deb=$(ls "$here"/dist/longscroll_*.deb | tail -1)

[ -d "$tree/usr/bin" ] || debootstrap --variant=minbase bookworm "$tree" $mirror
cp "$deb" "$tree/tmp/longscroll.deb"
mount --bind /proc "$tree/proc"
trap 'umount "$tree/proc"' EXIT
inside() { chroot "$tree" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 "$@"; }
inside DEBIAN_FRONTEND=noninteractive sh -c 'apt-get update -q && apt-get install -q -y --no-install-recommends /tmp/longscroll.deb xvfb xauth imagemagick xdotool'
inside sh -c 'id writer >/dev/null 2>&1 || useradd --create-home writer'
as_user() { inside HOME=/home/writer su writer -s /bin/bash -c "$1"; }
data='/home/writer/my books 我的书'
as_user "longscroll --version"
as_user "longscroll --data-dir '$data' --selftest"
echo "installed: $(inside du -sm /opt/longscroll | cut -f1) MB"
as_user "
  Xvfb :9 -screen 0 1366x768x24 >/dev/null 2>&1 & server=\$!
  export DISPLAY=:9; sleep 1
  started=\$(date +%s%N)
  longscroll --data-dir '$data' & program=\$!
  until xdotool search --onlyvisible --name . >/dev/null 2>&1; do sleep 0.02; done
  echo \"start to window: \$(( (\$(date +%s%N) - started) / 1000000 )) ms\"
  sleep 6
  import -window root /tmp/window.png
  kill \$program; wait \$program || true
  started=\$(date +%s%N)
  longscroll --data-dir '$data' & program=\$!
  until xdotool search --onlyvisible --name . >/dev/null 2>&1; do sleep 0.02; done
  echo \"start to window, again: \$(( (\$(date +%s%N) - started) / 1000000 )) ms\"
  sleep 2; kill \$program; wait \$program || true
  kill \$server
  ls \"$data\"
"
cp "$tree/tmp/window.png" "$here/build/window.png"
inside dpkg -r longscroll >/dev/null
[ ! -e "$tree/opt/longscroll" ] && echo "removed without a trace; the user's books are still there"
