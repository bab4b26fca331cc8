#!/usr/bin/python3
"""The manual pages, from what is written by hand and what the program and its configuration say of themselves.

    pages.py commands PROGRAM < segmentd.8.in > segmentd.8
    pages.py settings CONFIGURATION < segmentd.toml.5.in > segmentd.toml.5

`@COMMANDS@` becomes a section for each command, from the program's own help; `@SETTINGS@` an entry for each key of the
delivered configuration, `@EXAMPLE@` the example at its end; `@DATE@` the day in SOURCE_DATE_EPOCH, or today.
"""
import datetime
import json
import os
import re
import subprocess
import sys
import textwrap

UNBROKEN = {"break_long_words": False, "break_on_hyphens": False}
CODE = r"((?:[a-z_]+ = |\[).*)"


def characters(text):
    """Text without a meaning to roff."""
    text = text.replace("\\", "\\e").replace('"', "\\(dq").replace("'", "\\(aq").replace("`", "\\(ga")
    return "".join(letter if ord(letter) < 128 else f"\\[u{ord(letter):04X}]" for letter in text)


def literal(text):
    return f"\\fB{characters(text).replace('-', chr(92) + '-')}\\fR"


def prose(text):
    """A paragraph, a sentence a line, with what stands in backticks in bold."""
    text = re.sub(r"(?<=[.!?:])\s+(?=[A-Z`\"])", "\n", text.strip())
    parts = re.split(r"`([^`]*)`", text)
    lines = "".join(
        literal(part) if index % 2 else re.sub(r"(?<![\w-])--(?=\w)", r"\\-\\-", characters(part))
        for index, part in enumerate(parts)
    )
    wrapped = [part for line in lines.split("\n") for part in textwrap.wrap(line, 79, **UNBROKEN)]
    return "\n".join("\\&" + line if line.startswith(".") else line for line in wrapped)


def head(text):
    """The head of an entry: one argument, so that no word of it is taken for a macro."""
    return ".It " + literal(text).replace(" ", "\\ ")


# --- Commands ---


def option_names(argument):
    names = [("--" if name["kind"] == "long" else "-") + name["name"] for name in argument["names"]]
    value = f" {argument['valueName']}" if argument["kind"] == "option" else ""
    return ", ".join(names) + value


def command_section(command, above=""):
    """What the program says of a command, and of those below it."""
    name = f"{above}{command['commandName']}"
    arguments = [one for one in command.get("arguments", []) if one.get("shouldDisplay", True)]
    operands = [one for one in arguments if one["kind"] == "positional"]
    words = [f"<{one['valueName']}>" + (" ..." if one["isRepeating"] else "") for one in operands]
    words = [f"[{word}]" if one["isOptional"] else word for word, one in zip(words, operands)]
    lines = [f".Ss {name}", ".Nm", " ".join([literal(name), "[options]", *map(characters, words)])]
    lines += [".Pp", prose(command.get("abstract", ""))]
    if command.get("discussion"):
        lines += [".Pp", prose(" ".join(command["discussion"].split()))]
    told = [one for one in arguments if not {"help", "version"} & {name["name"] for name in one.get("names") or []}]
    if told:
        lines.append(".Bl -tag -width Ds")
        for argument in told:
            is_operand = argument["kind"] == "positional"
            lines.append(head(f"<{argument['valueName']}>" if is_operand else option_names(argument)))
            text = " ".join((argument.get("abstract") or "").split())
            values = argument.get("allValueDescriptions") or {}
            if argument.get("defaultValue") and argument["kind"] != "flag":
                text += f" Without it: `{argument['defaultValue']}`."
            lines.append(prose(text) or "\\&")
            if values:
                lines.append(".Bl -tag -width Ds -compact")
                for value in argument.get("allValues", sorted(values)):
                    lines += [head(value), prose(values.get(value, "")) or "\\&"]
                lines.append(".El")
            elif argument.get("allValues") and not any(value in text for value in argument["allValues"]):
                lines.append("One of " + ", ".join(literal(value) for value in argument["allValues"]) + ".")
        lines.append(".El")
    for below in command.get("subcommands", []):
        if below.get("shouldDisplay", True) and below["commandName"] != "help":
            lines += command_section(below, name + " ")
    return lines


def commands(program):
    dump = subprocess.run([program, "--experimental-dump-help"], check=True, stdout=subprocess.PIPE).stdout
    lines = []
    for command in json.loads(dump)["command"]["subcommands"]:
        if command.get("shouldDisplay", True) and command["commandName"] != "help":
            lines += command_section(command)
    return {"@COMMANDS@": "\n".join(lines)}


# --- Settings ---


class Settings:
    """Reads the delivered configuration: comments explain the keys, or tables, that stand right below them."""

    def __init__(self, text):
        self.lines, self.example, self.comment = [], [], []
        self.tables, self.is_listing, self.is_example = [], False, False
        # Behind the heads of the last entry, where another one may come.
        self.shared = 0
        for line in text.splitlines():
            self.take(line)
        self.end_list()

    def take(self, line):
        bare = line.strip()
        more = re.match(r"#\s{5,}# (.*)", bare)
        key = re.match(r"#?" + CODE, bare)
        if self.is_example and (not bare or key or re.match(r"#(    .*)?$", bare)):
            self.example.append(re.sub("^#", "", line))
            return
        self.is_example = False
        if more:
            self.lines.append(prose(more[1]))
        elif key and key[1] == "[[folder]]" and "[[folder]]" in self.tables:
            self.is_example, self.comment = True, []
            self.example.append(key[1])
        elif key:
            self.take_code(key[1])
        elif bare.startswith("#"):
            self.comment.append(line.lstrip()[1:])
        elif self.comment:
            self.end_comment()

    def end_comment(self):
        """A comment with nothing below it explains the key that stands in it, if one does."""
        codes = [line for line in self.comment if re.match(r"\s+[a-z_]+ = ", line)]
        if not self.tables:
            # What stands above the first table is about the file.
            self.comment = []
        elif len(codes) == 1:
            self.comment.remove(codes[0])
            self.take_code(codes[0].strip())
        else:
            self.end_list()
            self.explain(self.comment, ".Pp")
            self.comment = []

    def take_code(self, code):
        code, *remark = re.split(r"\s+# ", code, maxsplit=1)
        if code.startswith("["):
            self.end_list()
            self.tables.append(code)
            self.lines.append(f".Ss {characters(code)}\\&")
            self.explain(self.comment)
            self.comment = []
            return
        if remark and self.comment:
            self.end_list()
            self.explain(self.comment, ".Pp")
            self.comment = []
        self.begin_list()
        if not remark and not self.comment and self.shared:
            # It shares the explanation of the key above.
            self.lines.insert(self.shared, head(code))
            self.shared += 1
            return
        self.lines.append(head(code))
        self.shared = 0 if remark else len(self.lines)
        if remark:
            self.lines.append(prose(remark[0]))
        self.explain(self.comment)
        self.comment = []

    def begin_list(self):
        if not self.is_listing:
            self.lines.append(".Bl -tag -width Ds")
            self.is_listing, self.shared = True, 0

    def end_list(self):
        if self.is_listing:
            self.lines.append(".El")
            self.is_listing = False

    def explain(self, comment, first=None):
        """Paragraphs, and rows of a value and what it means, which stand further to the right."""
        text, is_rows, rows = [], False, []

        def end_text():
            nonlocal first
            if text:
                if first:
                    self.lines.append(first)
                self.lines.append(prose(" ".join(text)))
                first = ".Pp"
                text.clear()

        def end_rows():
            nonlocal is_rows
            if is_rows:
                self.lines.append(".Bl -tag -width Ds -compact")
                for name, words in rows:
                    self.lines += [head(name), prose(" ".join(words)) or "\\&"]
                self.lines.append(".El")
                rows.clear()
                is_rows = False

        for line in comment:
            indent = len(line) - len(line.lstrip())
            row = re.match(r"\s{2,}(\S.*?)(?:\s{2,}(\S.*))?$", line)
            if row and (indent < 8 or not is_rows):
                end_text()
                is_rows = True
                rows.append((row[1], [re.sub(r"\s{2,}", ": ", row[2])] if row[2] else []))
            elif row:
                rows[-1][1].append(line.strip())
            else:
                end_rows()
                if line.strip():
                    text.append(line.strip())
                else:
                    end_text()
        end_text()
        end_rows()


def settings(path):
    with open(path, encoding="utf-8") as file:
        # Where `make install` puts them.
        text = re.sub(r"Sources/(?:\w+/)*(\w+)/README\.md", r"/usr/share/doc/segmentd/\1.md", file.read())
    read = Settings(re.sub(r"\bConfig/(?:examples/)?(\w+\.\w+)", r"/usr/share/doc/segmentd/examples/\1", text))
    return {
        "@SETTINGS@": "\n".join(read.lines),
        "@EXAMPLE@": "\n".join(characters(line) for line in read.example).strip("\n"),
    }


def main():
    made = {"commands": commands, "settings": settings}[sys.argv[1]](sys.argv[2])
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    zone = datetime.timezone.utc
    day = datetime.datetime.fromtimestamp(int(epoch), zone) if epoch else datetime.datetime.now(zone)
    made["@DATE@"] = f"{day:%B} {day.day}, {day.year}"
    for line in sys.stdin.read().splitlines():
        for mark, text in made.items():
            line = line.replace(mark, text)
        print(line)


main()
