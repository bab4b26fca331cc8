#!/bin/sh
# Writes what the program says of itself: manual pages and completions.
#
#     generated.sh PROGRAM SHARE ZSH      into the folder …/share, and that of zsh's completions
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "$1") share=$2 zsh=$3
mkdir -p "$share/man/man8" "$share/man/man5" "$zsh"
mkdir -p "$share/bash-completion/completions" "$share/fish/vendor_completions.d"
pages() { /usr/bin/python3 "$here/pages.py" "$@"; }
pages commands "$program" < "$here/segmentd.8.in" > "$share/man/man8/segmentd.8"
pages settings "$here/../../Config/segmentd.toml" < "$here/segmentd.toml.5.in" > "$share/man/man5/segmentd.toml.5"
# They are read by a shell, never run: without the line that names one.
completions() { "$program" --generate-completion-script "$1" | sed '1{/^#!/d;}'; }
completions bash > "$share/bash-completion/completions/segmentd"
completions fish > "$share/fish/vendor_completions.d/segmentd.fish"
completions zsh > "$zsh/_segmentd"
