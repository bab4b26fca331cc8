#!/usr/bin/python3
"""What makes up an installation, and the program in it.

    size.py INSTALLED PROGRAM      the folder that holds usr/bin/segmentd, stripped; the program with its symbols

Files by their size; the program by its sections, and by whose code and constants they are, as far as symbols tell.
"""
import collections
import os
import re
import subprocess
import sys

KINDS = [
    ("code", r"\.(text|plt|init|fini)"),
    ("tables for unwinding", r"\.(eh_frame|gcc_except)"),
    ("constants", r"\.rodata"),
    ("Swift's descriptions of types", r"\.?swift"),
    ("relocations and symbols", r"\.(rel|dyn|gnu|hash|got)"),
    ("data", r"\.(data|tm_clone|cfstr|init_array|fini_array)"),
]
OWNERS = [
    ("ICU", r"_?_?ZT?[NKVIS]+6icu_|.*_\d\d$|_?icu|u_|ucal|ucol|udat|uloc|ures|uprops|ucase"),
    ("BoringSSL", r"CCryptoBoringSSL|_ZN?K?4bssl|.*CCryptoBoringSSL|fiat_"),
    ("CoreFoundation", r"_?_?CF|_?_?kCF|__NS"),
    ("Swift's runtime", r"_ZT?[NKVIS]*5swift|_?swift|_ZN4llvm|_ZN4absl|_ZNK?5swift|SwiftUnicode|__swift_|_swift_"),
    ("libdispatch", r"_?_?dispatch"),
    ("toml++", r".*4toml"),
]
FOUNDATION = {"Foundation", "FoundationEssentials", "FoundationInternationalization", "_FoundationCollections"}
RUNTIME = {"Swift", "_Concurrency", "_StringProcessing", "_RegexParser", "Synchronization", "Dispatch", "Glibc"}


def owner(symbol):
    if symbol.startswith("$s"):
        module = re.match(r"\$s(?:S[a-zA-Z]|s|\d*_)*?(\d+)", symbol)
        if module and symbol.startswith(("$sS", "$ss")):
            return "Swift's runtime"
        name = symbol[module.end():][: int(module[1])] if module else ""
        if name in RUNTIME or not name:
            return "Swift's runtime"
        return name
    return next((name for name, pattern in OWNERS if re.match(pattern, symbol)), "others")


def print_table(title, sizes, least=0):
    print(f"{title}:")
    rest = 0
    for name, size in sorted(sizes.items(), key=lambda pair: -pair[1]):
        if size < least:
            rest += size
        else:
            print(f"    {size / 1e6:8.2f} MB  {name}")
    if rest:
        print(f"    {rest / 1e6:8.2f} MB  what is smaller than {least / 1e6:.2g} MB each")


def main():
    installed, program = sys.argv[1:]
    files = collections.Counter()
    for folder, _, names in os.walk(installed):
        if "/DEBIAN" not in folder:
            for name in names:
                path = os.path.join(folder, name)
                files[os.path.relpath(path, installed)] += os.lstat(path).st_size
    print_table("Files", files, least=50_000)

    sections = collections.Counter()
    stripped = os.path.join(installed, "usr/bin/segmentd")
    table = subprocess.run(["readelf", "-SW", stripped], check=True, stdout=subprocess.PIPE, text=True).stdout
    for name, kind, size in re.findall(r"\] (\S+)\s+(\S+)\s+\S+ \S+ (\S+) ", table):
        if kind != "NOBITS":
            sections[next((told for told, like in KINDS if re.match(like, name)), "the rest")] += int(size, 16)
    print_table("Sections of the program", sections)

    owners = collections.Counter()
    table = subprocess.run(
        ["nm", "--print-size", "--defined-only", program], check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    seen = set()
    for line in table.splitlines():
        words = line.split(maxsplit=3)
        # One place may have several names, and .bss takes no room.
        if len(words) == 4 and words[2] not in "bB" and words[0] not in seen:
            seen.add(words[0])
            name = owner(words[3])
            owners["Foundation" if name in FOUNDATION else name] += int(words[1], 16)
    print_table("Code and constants by owner", owners, least=300_000)


main()
