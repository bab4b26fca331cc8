#!/usr/bin/python3
"""An ilastik project that is saved while images flow, and thousands of damaged ones in its place.

    projects.py PROGRAM [--short] [--saves 100] [--mutants 2000] [--seed 1] [--pause 50]

A program that has the project open saves states of it in turn, in place, as ilastik does: another forest of the same features, other
features, or only other names of classes or another window. A third of the saves are interrupted: the program is killed within them,
or the file is cut; half of those that are broken off have not flushed what they wrote. Each result must name one of the classifiers
and equal what that one gives in an undisturbed `run`, byte for byte, and nothing else may happen. Then mutated projects are put into
its place under a running daemon, which must live, and keep what was in force unless a mutant holds a classifier itself. Workers that
ended over one are counted, not forbidden. Needs python3-h5py.
"""

import random
import re
import threading
import time
from concurrent import futures

from lab import *
from mutants import mutant
from reload import stairs

PROJECTS = FIXTURES / "projects"
#: Places within a save behind which a program may be killed.
DEATHS = ["head", "input", "scales", "features", "labels", "no forests", "forest 0", "forest 1", "forests", "applet"]
#: Those that come first, and whether the program has flushed: a new tree among old ones, new names with the old forest.
WORST = [("forest 0", False), ("labels", True)]
#: States that are saved: the classifier's, and what is no part of it. A and B differ in what stands in their trees alone.
STATES = {
    "A": {"scale": 0.3, "threshold": 125.0},
    "A renamed": {"scale": 0.3, "threshold": 125.0, "names": ["nothing", "cells"], "colors": [[1, 2, 3], [4, 5, 6]]},
    "B": {"scale": 0.3, "threshold": 185.0},
    "B renamed": {"scale": 0.3, "threshold": 185.0, "names": ["outside", "inside"]},
    "C": {"scale": 0.7, "threshold": 185.0},
}
#: What is saved first: the third is broken off at the first of the worst places, the fifth pauses at the second.
OPENING = ["B", "A", "B", "A", "B renamed"]
RECIPE = 'positive_class = 2\n  outputs = ["classes", "labels", "objects"]'
OPTIONS = ["--positive-class", "2", "--output", "classes", "--output", "labels", "--output", "objects"]
#: How a process that ended over a project is told of.
LOST = "cannot be read: the worker process"


class Program:
    """What has the project open; another process, that dies in the middle of a save when it is told to."""

    #: Saves of all programs, by which each has a time of its own: a person saves once a second at most, and this one more often.
    saves = 0

    def __init__(self, path):
        self.path, self.process = path, None

    def begin(self):
        self.process = subprocess.Popen(
            ["/usr/bin/python3", PROJECTS / "write.py", self.path], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True,
        )

    def save(self, state, **more):
        """Saves a state; false where the program is gone after it."""
        if self.process is None or self.process.poll() is not None:
            self.begin()
        # Its window and the time are saved each time.
        Program.saves += 1
        wish = {"applet": random.randrange(1000), "clock": Program.saves} | STATES[state] | more
        self.say(json.dumps(wish))
        return self.hear()

    def say(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def hear(self):
        answer = self.process.stdout.readline().strip()
        if not answer:
            self.process.wait()
            self.process = None
        return answer

    def end(self):
        if self.process is not None:
            self.process.stdin.close()
            self.process.wait()
            self.process = None


def need_h5py():
    if subprocess.run(["/usr/bin/python3", "-c", "import h5py"], capture_output=True).returncode != 0:
        raise Absent("h5py is missing: install the package python3-h5py")


def clean_copies(place):
    """The identity of each state, and what it is called in summaries."""
    copies = {name: place.home / f"{name.replace(' ', '-')}.ilp" for name in STATES}
    for name, path in copies.items():
        program = Program(path)
        program.save(name, mode="w")
        program.end()

    def identity(name):
        into = place.folder(f"identity-{name}")
        place.run("run", "--classifier", copies[name], "--output-dir", into, *OPTIONS, ACQUIRED[0])
        summary = json.loads(next(into.glob("*_summary.json")).read_bytes())
        return summary["classifier"]["sha256"], tuple(summary["settings"]["class_names"])

    with futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return copies, dict(zip(copies, pool.map(identity, copies)))


def saving(options, row):
    """The first half: saves while images flow."""
    place = Place(options, "projects")
    place.warm(PROJECTS / "nuclei.ilp")
    copies, identities = clean_copies(place)
    row.equal("identities of states that differ in names alone",
              [identities[x][0] == identities[x + " renamed"][0] for x in "AB"], [True, True])
    row.equal("classifiers", len({identity for identity, _ in identities.values()}), 3)
    project = place.home / "nuclei.ilp"
    shutil.copyfile(copies["A"], project)
    place.configure(project, recipe_keys=RECIPE)
    generator = random.Random(options.seed)
    random.seed(options.seed)
    program, numbers, is_over = Program(project), [], threading.Event()
    images = random.Random(2)

    def load():
        while not is_over.is_set():
            number = images.randrange(1 << 16)
            bring(stairs(number), place.acquisition / f"{len(numbers):05}.tif")
            numbers.append(number)
            while len(numbers) - len(commits.seen) > 20 and not is_over.is_set():
                time.sleep(0.02)
            time.sleep(options.pause / 1000)

    kinds = dict.fromkeys(("whole", "killed", "cut", "paused"), 0)
    worst, unflushed, is_whole = list(WORST), [0], True

    def interruption():
        """Where a save is broken off, and whether it was flushed to there.

        Only where the state before was seen can a half saved one be told: two saves within the time that the daemon waits for
        quiet are one to it.
        """
        place.run("reload", check=False)
        behind, flushes = worst.pop(0) if worst else (generator.choice(DEATHS), generator.random() < 0.5)
        unflushed[0] += not flushes
        if not flushes:
            # The first save after a project was opened writes its trees to where the old ones lie.
            program.end()
        return behind, flushes

    def look(daemon):
        """Has the daemon look at what is half saved, and waits for an image that came after it."""
        place.run("reload", check=False)
        count = len(numbers) + 1
        daemon.wait(lambda: len(commits.seen) >= count, "an image behind an interrupted save", 60)

    with Daemon(place).start() as daemon:
        # Processes that only read the project come and go.
        first, workers = daemon.process.pid, set(daemon.workers())
        time.sleep(3)
        workers &= set(daemon.workers())
        commits = Commits(place.acquisition)
        images_come = threading.Thread(target=load)
        images_come.start()
        begun, state = time.monotonic(), "A"
        for turn in range(options.saves):
            others = [name for name in STATES if name != state]
            state = OPENING[turn] if turn < len(OPENING) else generator.choice(others)
            if turn % 3 != 2:
                more = {}
                # A file that is written anew has no time yet.
                if is_whole and (turn == 4 or generator.random() < 0.15):
                    more["pauses_behind"], more["flushes"] = interruption()
                answer = program.save(state, **more)
                if answer == "paused":
                    kinds["paused"] += 1
                    look(daemon)
                    program.say("")
                    answer = program.hear()
                is_whole = answer == "saved"
                kinds["whole"] += is_whole
            elif turn % 2 == 0:
                behind, flushes = interruption()
                program.save(state, dies_behind=behind, flushes=flushes)
                kinds["killed"] += 1
                is_whole = False
                look(daemon)
            else:
                program.save(state)
                program.end()
                os.truncate(project, generator.randrange(project.stat().st_size))
                kinds["cut"] += 1
                is_whole = False
            time.sleep(generator.choice([0.1, 0.7, 2.5]))
        # The last one is whole, and the program stays open.
        program.save("C", anew=True, mode="w")
        wanted = identities["C"][0]
        daemon.wait(lambda: json.loads(place.run("status", "--json").stdout)["classifiers"][0].get("digest") == wanted,
                    "the last state", 60)
        is_over.set()
        images_come.join()
        bring(stairs(0xFFFF), place.acquisition / "last.tif")
        daemon.wait_for(len(numbers) + 1)
        took = time.monotonic() - begun
        time.sleep(1)
        said = {what: daemon.said(what) for what in ("is in force: generation", "stays in force", "worker was lost", LOST)}
        lasted = daemon.process.pid == first and len(workers) > 0 and workers <= set(daemon.workers())
        status = daemon.stop()
    program.end()
    commits.close()
    if options.plant:
        plant(place.acquisition / "00000.tif")
    row.note(f"{options.saves} saves ({', '.join(f'{n} {k}' for k, n in kinds.items())}; {unflushed[0]} of those broken off "
             f"were not flushed) in {took:.0f} s under "
             f"{len(numbers)} images; {said['is in force: generation']} times one came into force, "
             f"{said['stays in force']} refusals told, {said[LOST]} processes ended over a project")
    judge_all(place, row, numbers, copies, identities, options)
    last = json.loads(summary_of(place.acquisition / "last.tif").read_bytes())
    row.equal("the last state is in force in the end", last["classifier"]["sha256"] == wanted, True)
    row.equal("processed more than once", len(commits.twice()))
    row.equal("images that lost a worker", said["worker was lost"])
    row.equal("daemon and workers lasted", lasted, True)
    row.equal("exit status", status, 0)
    return place


def judge_all(place, row, numbers, copies, identities, options):
    """Each result names one classifier, and is what that one gives."""
    counts = dict.fromkeys(("right", "missing", "failed", "torn", "unknown classifier", "another's answer"), 0)
    found = {}
    for index in range(len(numbers)):
        path = place.acquisition / f"{index:05}.tif"
        verdict = judge(path)
        if verdict != "right":
            counts[verdict] += 1
            continue
        summary = json.loads(summary_of(path).read_bytes())
        identity = (summary["classifier"]["sha256"], tuple(summary["settings"]["class_names"]))
        names = [name for name, other in identities.items() if other == identity]
        if not names:
            counts["unknown classifier"] += 1
            continue
        found.setdefault(names[0], []).append((path, summary))

    def repeat(name):
        source = place.folder(f"some-{name}")
        for path, _ in found[name]:
            os.link(path, source / path.name)
        place.run("run", "--classifier", copies[name], "--output-dir", place.folder(f"again-{name}"), *OPTIONS, source)

    with futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(repeat, found))
    for name, results in found.items():
        for path, summary in results:
            again = json.loads((place.home / f"again-{name}" / summary_of(path).name).read_bytes())
            same = [output["sha256"] for output in again["outputs"]] == [o["sha256"] for o in summary["outputs"]]
            counts["right" if same else "another's answer"] += 1
    row.note("results by " + ", ".join(f"{name}: {len(results)}" for name, results in sorted(found.items())))
    for what in ("missing", "failed", "torn", "unknown classifier", "another's answer"):
        row.equal(f"images: {what}", counts[what])
    row.equal("images done, and byte for byte what that classifier gives", counts["right"], len(numbers))


def structural(path, generator):
    """A project with a sound file around what no program writes."""
    import h5py
    import numpy

    with h5py.File(path, "r+") as file:
        names = []
        file.visit(names.append)
        name = generator.choice(names)
        kind = generator.randrange(7)
        parent, leaf = file[name].parent, name.rpartition("/")[2]
        if kind == 0:
            del file[name]
        elif kind == 1:
            del file[name]
            parent[leaf] = h5py.SoftLink(generator.choice(["/", f"/{name}", "/nowhere"]))
        elif kind == 2:
            del file[name]
            parent[leaf] = h5py.ExternalLink("/etc/passwd", "/x")
        elif kind == 3:
            del file[name]
            parent[leaf] = file["/"]
        elif kind == 4:
            del file[name]
            parent.create_dataset(leaf, shape=(1 << 40,), chunks=(1 << 16,), dtype=generator.choice(["f8", "i4", "u1"]))
        elif isinstance(file[name], h5py.Dataset):
            values = file[name][()]
            attributes = dict(file[name].attrs)
            del file[name]
            if kind == 5 and hasattr(values, "dtype") and values.dtype.kind in "iuf" and values.size:
                flat = values.reshape(-1).astype(values.dtype)
                flat[generator.randrange(flat.size)] = generator.choice([0, 1, 7, 1 << 30, (1 << 31) - 1])
                values = flat.reshape(values.shape)
            else:
                values = generator.choice([numpy.zeros(0), numpy.zeros((3, 3)), numpy.int64(7), "text", b"\xff" * 300,
                                           numpy.full(5, numpy.nan)])
            parent.create_dataset(leaf, data=values).attrs.update(attributes)


def mutated(source, place, generator):
    if generator.random() < 0.4:
        scratch = place.home / "scratch.ilp"
        scratch.write_bytes(source)
        try:
            structural(scratch, generator)
        except Exception:
            # What the library itself does not write is left to the bytes.
            return mutant(source, generator)
        return scratch.read_bytes()
    return mutant(source, generator)


def mutating(options, row):
    """The second half: damaged projects under a running daemon."""
    place = Place(options, "projects-mutants")
    project = place.home / "nuclei.ilp"
    source = (PROJECTS / "nuclei.ilp").read_bytes()
    project.write_bytes(source)
    place.configure(project, recipe_keys='outputs = ["classes"]')
    place.warm(project)
    generator = random.Random(options.seed)

    def look():
        """Has the daemon look at the file, and says what is in force and whether the file is refused."""
        state = json.loads(place.run("reload", "--json", check=False).stdout)["classifiers"][0]
        return state["digest"], state.get("refused")

    counts = dict.fromkeys(("refused", "the same classifier", "another classifier"), 0)
    reasons, wrong, longest = {}, 0, 0.0
    with Daemon(place).start() as daemon:
        pid, original = daemon.process.pid, look()[0]
        in_force = original
        begun, before = time.monotonic(), memory(daemon.process.pid)
        for number in range(options.mutants):
            data = mutated(source, place, generator)
            # In place, as a program saves, or renamed into it, as a copy comes.
            if generator.random() < 0.5:
                project.write_bytes(data)
            else:
                bring(data, project)
            moment = time.monotonic()
            digest, refused = look()
            longest = max(longest, time.monotonic() - moment)
            if not daemon.is_running:
                break
            if refused:
                counts["refused"] += 1
                wrong += digest != in_force
                kind = re.sub(r"[^a-z ]+", " ", refused.partition(":")[2])[:40]
                reasons[kind] = reasons.get(kind, 0) + 1
            else:
                counts["the same classifier" if digest == original else "another classifier"] += 1
            in_force = digest
            if number % 50 == 49:
                bring(stairs(number), place.acquisition / f"{number:05}.tif")
        took = time.monotonic() - begun
        lived = daemon.is_running and daemon.process.pid == pid
        project.write_bytes(source)
        back = look() == (original, None)
        bring(stairs(1), place.acquisition / "last.tif")
        expected = options.mutants // 50 + 1
        daemon.wait_for(expected)
        grown = memory(daemon.process.pid) - before
        lost, segmenting = daemon.said(LOST), daemon.said("worker was lost")
        status = daemon.stop()
    if options.plant:
        wrong += 1
    row.note(f"{options.mutants} mutants in {took:.0f} s: {', '.join(f'{n} {k}' for k, n in counts.items())}; "
             f"{lost} of them ended two processes each; the longest look {longest:.1f} s; "
             f"the daemon grew by {grown:.1f} MB; {len(reasons)} kinds of reasons")
    row.equal("deaths of the daemon", int(not lived))
    # Two processes that take all their time, one after the other, and what is around them.
    row.below("the longest look", longest, 130, " s")
    row.below("growth of the daemon", grown, 100, " MB")
    row.equal("refused, and not what was in force before", wrong)
    row.equal("the good project is back in force", back, True)
    row.equal("images done meanwhile",
              sum(judge(place.acquisition / name) == "right" for name in os.listdir(place.acquisition)
                  if re.fullmatch(r"(\d{5}|last)\.tif", name)), expected)
    row.equal("images that lost a worker", segmenting)
    row.equal("exit status of the daemon", status, 0)
    return place


def main():
    options = arguments(__doc__, saves=(-1, "100; 9 in the short form"), mutants=(-1, "2000; 40 in the short form"),
                        seed=(1, "another one gives other saves and mutants"),
                        pause=(-1, "milliseconds between two images, each of which is done again to be judged; 50, or 200 in "
                               "the short form"))
    options.saves = options.saves if options.saves >= 0 else 9 if options.short else 100
    options.mutants = options.mutants if options.mutants >= 0 else 40 if options.short else 2000
    options.pause = options.pause if options.pause >= 0 else 200 if options.short else 50
    need_h5py()
    row = Row("projects", options)
    places = [saving(options, row)] if options.saves else []
    places += [mutating(options, row)] if options.mutants else []
    row.finish(*places)


if __name__ == "__main__":
    with skipping():
        main()
