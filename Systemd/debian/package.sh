#!/bin/bash
# Packages a built program, with the ordinary tools: dpkg-buildpackage, debhelper, lintian.
#
#     package.sh PROGRAM FOLDER      leaves segmentd_VERSION_ARCHITECTURE.deb in FOLDER, and says what is in it
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
repository=$(realpath "$here/../..")
program=$(realpath "$1")
mkdir -p "$2"
folder=$(realpath "$2")

version=$(dpkg-parsechangelog --file "$here/changelog" --show-field Version)
told=$("$program" --version)
if [ "$told" != "$version" ]; then
    echo "package.sh: the program says it is $told, Systemd/debian/changelog $version: add an entry there" >&2
    exit 1
fi
# A program that was linked with ICU's data is twice as large (Sources/CLocaleData).
data=$(llvm-nm --print-size "$program" 2> /dev/null | awk '$4 ~ /^icudt[0-9]*_dat$/ { print $2 }')
if [ -n "$data" ] && [ $((16#$data)) -gt 1024 ]; then
    echo "package.sh: ICU's data is in the program: name it in Sources/CLocaleData as this toolchain does" >&2
    exit 1
fi

rm -rf "$folder/segmentd"
mkdir -p "$folder/segmentd"
cp -r "$here" "$folder/segmentd/debian"
cd "$folder/segmentd"
# The date in the package is that of its changelog (dpkg-buildpackage sets SOURCE_DATE_EPOCH).
SEGMENTD=$repository PROGRAM=$program dpkg-buildpackage --build=binary --unsigned-source --unsigned-changes \
    > "$folder/build.log" 2>&1 || { tail -n 30 "$folder/build.log" >&2; exit 1; }
package=$(ls -t "$folder"/segmentd_"$version"_*.deb | head -n 1)

echo "$package: $(stat --format %s "$package") bytes; installed $(dpkg-deb --field "$package" Installed-Size) KiB"
dpkg-deb --field "$package" Depends Recommends Suggests | sed 's/^/    /'
/usr/bin/python3 "$here/size.py" debian/segmentd "$program"
lintian --fail-on error,warning --allow-root "$package"
echo "lintian: clean; $(grep -c '^segmentd:' "$here/segmentd.lintian-overrides") tags overridden, each with its reason"
