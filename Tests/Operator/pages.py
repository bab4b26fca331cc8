"""The operator's pages as data: fenced blocks with the marks that say how a test treats them, headings, links, and
commands in running text.

A block is marked by HTML comments right before it, which a reader does not see:

    <!-- file: PATH -->         the block is the content of that file
    <!-- append: PATH -->       … is added to that file
    <!-- not run: REASON -->    cannot be run in the lab
    <!-- first: COMMAND -->     root runs this before the block: what the reader's laboratory does by itself
    <!-- exit: NUMBER -->       the last command of the block ends with this status
    <!-- within: SECONDS -->    the last command is repeated until its output is as expected
    <!-- stop after: SECONDS --> the last command goes on by itself: it is ended then, and its output compared
    <!-- needs: PART -->        a part that a run may lack (`package`): not run without it

In a block of language `console` a line that begins with `# ` is a command of root's, one with `$ ` of a member of the
service's group; a command goes on in the next line after `\\`. What follows a command is its output: `…` stands for
anything within a line, and a line of `…` alone for any number of lines. Without such lines only the status counts.
Blocks of other languages must have a mark.
"""
import dataclasses
import pathlib
import re

MARKS = ("file", "append", "not run", "first", "exit", "within", "stop after", "needs")


@dataclasses.dataclass
class Command:
    """A command line, who runs it, and the output that the page shows."""
    line: int
    text: str
    is_root: bool
    output: list[str]


@dataclasses.dataclass
class Block:
    page: str
    line: int
    language: str
    text: str
    marks: dict[str, list[str]]

    @property
    def place(self):
        return f"{self.page}:{self.line}"

    def mark(self, name):
        return self.marks[name][0] if name in self.marks else None

    def commands(self):
        """The commands of a console block, in order."""
        commands = []
        goes_on = False
        for offset, line in enumerate(self.text.splitlines()):
            if goes_on:
                commands[-1].text += "\n" + line
            elif line[:2] in ("# ", "$ "):
                commands.append(Command(self.line + 1 + offset, line[2:], line[0] == "#", []))
            elif commands:
                commands[-1].output.append(line)
                continue
            else:
                raise ValueError(f"{self.place}: output before any command: {line!r}")
            goes_on = line.endswith("\\")
        return commands


@dataclasses.dataclass
class Page:
    path: pathlib.Path
    name: str
    begins_with: str
    blocks: list[Block]
    headings: list[tuple[int, str]]
    prose: list[tuple[int, str]]


def read(path, root):
    """A page; a ValueError says where it breaks the rules above."""
    name = str(path.relative_to(root))
    page = Page(path, name, "nothing", [], [], [])
    marks = {}
    fence = None
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if fence is not None:
            if line.strip() == "```":
                page.blocks.append(Block(name, fence[0], fence[1], "\n".join(fence[2]), marks))
                fence, marks = None, {}
            else:
                fence[2].append(line)
            continue
        if match := re.fullmatch(r"<!-- ([a-z ]+): (.*) -->", line):
            key, value = match.groups()
            if key == "begins with":
                page.begins_with = value
            elif key in MARKS:
                marks.setdefault(key, []).append(value)
            else:
                raise ValueError(f"{name}:{number}: there is no mark {key!r}")
        elif line.startswith("```"):
            fence = (number, line[3:].strip(), [])
        elif line.strip():
            if marks:
                raise ValueError(f"{name}:{number}: a mark without a block behind it: {marks}")
            page.prose.append((number, line))
            if match := re.fullmatch(r"#+ (.*)", line):
                page.headings.append((number, match[1]))
    if fence is not None:
        raise ValueError(f"{name}:{fence[0]}: the block does not end")
    for block in page.blocks:
        if block.language != "console" and not {"file", "append", "not run"} & block.marks.keys():
            raise ValueError(f"{block.place}: says neither which file it is, nor why it is not run")
        if block.language == "console":
            block.commands()
    return page


def expected(lines):
    """A regular expression for a whole output."""
    def one(line):
        if line.strip() == "…":
            return r"(?:.*\n)*?"
        return ".*".join(re.escape(part) for part in line.rstrip().split("…")) + r"[ \t]*\n"
    return re.compile("".join(map(one, lines)))


def is_as_expected(command, output):
    """Whether the output is what the page shows."""
    if not command.output:
        return True
    return expected(command.output).fullmatch(output.rstrip("\n") + "\n") is not None


def inline_commands(text):
    """`segmentd …` as it stands in running text, strings and comments: each subcommand with its options."""
    for match in re.finditer(r"`segmentd ([a-z][a-z-]*)([^`\n]*)`", text):
        yield match[1], re.findall(r"--[a-z][a-z-]*", match[2])


def links(page):
    """Where the page's links to files lead."""
    for number, line in page.prose:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", line):
            if "://" not in target:
                yield number, page.path.parent / target
