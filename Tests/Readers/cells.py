"""The table: which tool reads which kind of output as it was meant, and what is wrong where."""

import collections
import math

import results


def is_equal(found, expected):
    """Numbers but for rounding: a size that came through 32 bits is another one."""
    if isinstance(expected, (list, tuple)) and isinstance(found, (list, tuple)):
        return len(found) == len(expected) and all(map(is_equal, found, expected))
    if isinstance(expected, float) and isinstance(found, (int, float)):
        return math.isclose(found, expected, rel_tol=1e-9) or (math.isnan(found) and math.isnan(expected))
    return found == expected


def shortened(value):
    text = " ".join(str(value).split())
    return text if len(text) < 160 else text[:150] + " …"


class Cells:
    """A cell is one tool's reading of one output of one image; it is right when every fact in it is."""

    def __init__(self):
        self.facts = {}

    def note(self, tool, result, read, expected):
        """Compares what two functions say of a result, fact by fact; what is expected and not found is wrong."""
        try:
            found, wanted = read(result), expected(result)
        except Exception as problem:  # Whatever a library raises.
            self.fail(tool, result, f"{type(problem).__name__}: {problem}")
            return
        wrong = self.facts.setdefault((tool, result.kind, result.row_name), [])
        for name, value in wanted.items():
            if not is_equal(found.get(name), value):
                wrong.append((name, found.get(name), value))

    def fail(self, tool, result, problem):
        """Notes that a tool, or segmentd before it, could not do it at all."""
        self.facts.setdefault((tool, result.kind, result.row_name), []).append(("failure", str(problem), None))

    @property
    def wrong(self):
        return {cell: facts for cell, facts in self.facts.items() if facts}

    def show_failures(self):
        """Each fact that is wrong, by tool and kind, with the rows and the first of their values."""
        grouped = {}
        for (tool, kind, row), facts in self.wrong.items():
            for name, found, expected in facts:
                grouped.setdefault((tool, kind, name), []).append((row, found, expected))
        shown = collections.Counter()
        for (tool, kind, name), cases in grouped.items():
            shown[tool, kind] += 1
            if shown[tool, kind] > 6:
                continue
            row, found, expected = cases[0]
            instead = "" if name == "failure" else f", not {shortened(expected)}"
            more = f", and {len(cases) - 1} more rows" if len(cases) > 1 else ""
            print(f"WRONG  {tool}  {kind}  {name}: {shortened(found)}{instead}  [{row}{more}]")

        for (tool, kind), count in shown.items():
            if count > 6:
                print(f"WRONG  {tool}  {kind}  and {count - 6} facts more")

    def show_table(self):
        """Tools down, kinds across: right cells of all."""
        tools = list(dict.fromkeys(tool for tool, *_ in self.facts))
        kinds = list(results.KINDS)
        lines = [["", *kinds]]
        for tool in tools:
            line = [tool]
            for kind in kinds:
                facts = [value for key, value in self.facts.items() if key[:2] == (tool, kind)]
                right = sum(not value for value in facts)
                mark = "" if right == len(facts) else " WRONG"
                line.append(f"{right}/{len(facts)}{mark}" if facts else "–")
            lines.append(line)
        widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
        for line in lines:
            print("  ".join(text.ljust(width) for text, width in zip(line, widths)).rstrip())

    def show_rows(self):
        """The rows of the matrix in which something is wrong: how many cells of each tool are right."""
        wrong = self.wrong
        for row in dict.fromkeys(row for *_, row in self.facts):
            of_row = [cell for cell in self.facts if cell[2] == row]
            if not any(cell in wrong for cell in of_row):
                continue
            tools = dict.fromkeys(tool for tool, *_ in of_row)
            of_tools = {tool: [cell in wrong for cell in of_row if cell[0] == tool] for tool in tools}
            words = [f"{tool} {sum(cells)}/{len(cells)}" for tool, cells in of_tools.items() if any(cells)]
            print(f"{row}: wrong in " + ", ".join(words))
