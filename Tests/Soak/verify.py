#!/usr/bin/python3
"""Does `segmentd verify` find every kind of damage, nothing else, and mend only that?

    verify.py PROGRAM [--short] [--results 1000]

A folder of results made by the real program; 14 kinds of damage planted, 12 of them for `verify` alone and
two (an outdated recipe, an unreadable file) where a configuration, or another user, is needed. Prints what was found and
what a repair changed, and exits 1 when a kind is missed, when anything else is named, or when a repair touches more than
the damaged results. Needs nothing but Python and the program; root drops its rights for the file that cannot be read.
"""

from lab import *


def call(program, home, *arguments):
    """Calls the program with all that it keeps below `home`."""
    environment = {
        "HOME": str(home), "PATH": "/usr/bin:/bin", "XDG_STATE_HOME": str(home / "state"),
        "XDG_CACHE_HOME": str(home / "cache"), "XDG_RUNTIME_DIR": str(home / "run"),
    }
    if "POCL_CACHE_DIR" in os.environ:
        environment["POCL_CACHE_DIR"] = os.environ["POCL_CACHE_DIR"]
    return subprocess.run([program, *map(str, arguments)], env=environment, capture_output=True, text=True)


def states(folder):
    """Content, inode and modification time of every file."""
    return {
        path.name: (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_ino, path.stat().st_mtime_ns)
        for path in folder.iterdir()
    }


def damage(folder, first):
    """Damages results from number `first` on, one each; gives (kind, file) for each, and the stems that a repair redoes."""
    def name(offset, ending):
        return folder / f"i{first + offset:05d}{ending}"

    def change(path, body):
        data = bytearray(path.read_bytes())
        path.write_bytes(bytes(body(data)))

    def flip(data):
        # Near the end of the table: a digit becomes another one.
        place = max(index for index, byte in enumerate(data) if chr(byte).isdigit())
        data[place] = ord("1") if data[place] != ord("1") else ord("2")
        return data

    def flipped(data):
        data[len(data) // 2] ^= 1
        return data

    name(0, "_mask.tif").unlink()
    change(name(1, "_objects.csv"), flip)
    change(name(2, "_mask.tif"), lambda data: data + b"\0\0")
    change(name(3, "_labels.tif"), lambda data: data[:64])
    shutil.copyfile(FIXTURES / "acquisition" / "0.tif", name(4, "_mask.tif"))
    shutil.copyfile(name(5, "_mask.tif"), name(5, "_classes.tif"))
    name(6, "_summary.json").unlink()
    change(name(7, "_summary.json"), lambda data: data[:400])
    shutil.copyfile(name(9, "_summary.json"), name(8, "_summary.json"))
    shutil.copyfile(name(9, "_summary.json"), folder / "copy_summary.json")
    change(name(10, ".tif"), flipped)
    name(11, ".tif").unlink()
    stray = killed(folder, name(12, "_mask.tif"))
    planted = [
        ("missing_output", name(0, "_mask.tif")), ("altered_output", name(1, "_objects.csv")),
        ("altered_output", name(2, "_mask.tif")), ("torn_output", name(3, "_labels.tif")),
        ("foreign_file", name(4, "_mask.tif")), ("orphaned_output", name(5, "_classes.tif")),
        ("no_summary", name(6, "")), ("torn_summary", name(7, "_summary.json")),
        ("summary_of_another_image", name(8, "_summary.json")), ("duplicate", folder / "copy_summary.json"),
        ("image_changed", name(10, "_summary.json")), ("image_gone", name(11, "_summary.json")),
        ("stray_temporary", stray),
    ]
    return planted, [name(offset, "").name for offset in (0, 1, 2, 6, 7, 8, 10)]


def killed(folder, final):
    """A hidden file as a killed process leaves it: its name proves its inode by a digest."""
    path = folder / "new"
    path.touch()
    stem, random = final.name.encode(), b"abcd"
    proof = hashlib.sha256(stem + b"\0" + random + b"\0" + str(path.stat().st_ino).encode()).hexdigest()[:8]
    return path.rename(folder / f".{final.name}.segmentd-abcd{proof}.tmp")


def main():
    options = arguments(__doc__, results=(1000, "how many results are made"))
    program, count = options.program, 60 if options.short else options.results
    row = Row("verify", options)
    with tempfile.TemporaryDirectory(prefix="segmentd-verify-") as place:
        home = pathlib.Path(place)
        folder = home / "images"
        folder.mkdir()
        classifier = home / "nuclei.cl"
        shutil.copyfile(FIXTURES / "classifiers" / "nuclei.cl", classifier)
        for number in range(count):
            shutil.copyfile(FIXTURES / "acquisition" / f"{number % 5}.tif", folder / f"i{number:05d}.tif")
        run = call(program, home, "run", "--classifier", classifier, folder)
        row.equal(f"exit status of run over {count} images", run.returncode)

        begin = time.monotonic()
        sound = call(program, home, "verify", "--json", folder)
        tally = json.loads(sound.stdout)["verification"]
        row.note(f"{tally['results']} sound results verified in {time.monotonic() - begin:.1f} s")
        row.equal("sound results", tally["results"], count)
        row.equal("findings in a sound folder, and exit status", (tally["finding_count"], sound.returncode), (0, 0))

        planted, redone = damage(folder, count // 2)
        before = states(folder)
        found = json.loads(call(program, home, "verify", "--json", folder).stdout)["verification"]["findings"]
        said = [(finding["kind"], finding["path"]) for finding in found]

        def isFound(kind, path):
            # Of a result without summary any file may be named.
            return any(k == kind and (p == str(path) or kind == "no_summary" and p.startswith(str(path))) for k, p in said)

        kinds = {kind for kind, _ in planted}
        hits = {kind for kind in kinds if all(isFound(k, path) for k, path in planted if k == kind)}
        if options.plant:
            hits.pop()
        row.equal(f"kinds of planted damage found ({', '.join(sorted(kinds - hits)) or 'none'} missed)", len(hits), len(kinds))
        row.equal("false findings", len(said) - len(planted))

        # A recipe that asks for something else, of results that are to be done again then.
        configuration = home / "segmentd.toml"
        configuration.write_text(
            f'[[folder]]\npath = "{folder}"\non_new_classifier = "redo"\n'
            f'  [[folder.recipe]]\n  classifier = "{classifier}"\n  outputs = ["mask"]\n'
        )
        outdated = json.loads(call(program, home, "verify", "--json", "--config", configuration, folder).stdout)
        number = sum(finding["kind"] == "outdated" for finding in outdated["verification"]["findings"])
        # Not of those without a summary of their own, or whose image is gone or changed.
        row.equal("outdated results after a change of the recipe", number, count - 5)

        repair = call(program, home, "verify", "--repair", "--json", folder)
        report = json.loads(repair.stdout)
        for failure in report["repair"]["failures"]:
            row.note(f"not mended: {failure}")
        after = states(folder)
        touched = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
        removed = {str(path.name) for kind, path in planted if kind in ("orphaned_output", "duplicate", "stray_temporary")}
        others = {n for n in touched if not any(n.startswith(stem) for stem in redone) and n not in removed}
        row.equal("results made anew by a repair", report["repair"]["redone"], len(redone))
        row.equal("files removed by it", report["repair"]["removed"], 4)
        row.equal("other files touched", len(others))
        raw = {name for name in touched if name.endswith(".tif") and name.count("_") == 0}
        row.equal("raw images touched", len(raw))
        left = sorted(finding["kind"] for finding in report["after_repair"]["findings"])
        row.equal("left for a person", ", ".join(left), "foreign_file, image_gone, torn_output")
        row.equal("a file that cannot be read is said", says_unreadable(program, home, folder, count), True)
    row.finish()


def says_unreadable(program, home, folder, count):
    """A file that cannot be read, as another user sees it."""
    path = folder / f"i{count - 1:05d}_mask.tif"
    path.chmod(0)
    command = [program, "verify", "--json", str(folder)]
    if os.geteuid() == 0:
        command = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", *command]
    finished = subprocess.run(command, env={"HOME": str(home), "PATH": "/usr/bin:/bin"}, capture_output=True, text=True)
    findings = json.loads(finished.stdout)["verification"]["findings"] if finished.stdout else []
    return any(finding["kind"] == "unreadable" and finding["path"] == str(path) for finding in findings)


if __name__ == "__main__":
    main()
