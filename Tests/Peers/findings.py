"""What a part found out: rows of the table, raw figures, notes, and whether outputs agreed."""

import dataclasses
import enum


class Measure(enum.Enum):
    """How a row's ratio is made, and which way is better."""

    SPEEDUP = "peer / segmentd, of times"
    SHARE = "segmentd / peer, of times"
    RATE = "segmentd / peer, of rates"
    LIMIT = "segmentd alone, against a limit"

    @property
    def smaller_is_better(self):
        return self in (Measure.SHARE, Measure.LIMIT)


@dataclasses.dataclass
class Row:
    """One line of the table. `required` and `aim` are ratios, for LIMIT figures in `unit`; None: only reported."""

    what: str
    measure: Measure
    ours: float
    peer: float | None = None
    unit: str = "ms"
    required: float | None = None
    aim: float | None = None

    @property
    def ratio(self):
        """What is held against `required`; None without a peer."""
        if self.peer is None:
            return None
        return self.peer / self.ours if self.measure is Measure.SPEEDUP else self.ours / self.peer

    @property
    def verdict(self):
        """`aim` when even the aim is met, `ok`, `MISSED`, or a dash where nothing is required."""
        if self.required is None:
            return "-"
        value = self.ours if self.measure is Measure.LIMIT else self.ratio
        sign = -1 if self.measure.smaller_is_better else 1
        if self.aim is not None and sign * value >= sign * self.aim:
            return "aim"
        return "ok" if sign * value >= sign * self.required else "MISSED"


@dataclasses.dataclass
class Findings:
    """What one part hands back; `raw` must go into JSON."""

    rows: list = dataclasses.field(default_factory=list)
    raw: dict = dataclasses.field(default_factory=dict)
    notes: list = dataclasses.field(default_factory=list)
    #: Outputs that differ from the peer's or a reference's; empty when all agree.
    disagreements: list = dataclasses.field(default_factory=list)

    def compare(self, what, ours, reference):
        """Notes how many pixels of two images differ; any that does is a disagreement."""
        differing = int((ours != reference).sum()) if ours.shape == reference.shape else reference.size
        text = f"{what}: {differing} of {reference.size} pixels differ"
        self.raw[what] = {"differing": differing, "pixels": int(reference.size)}
        (self.disagreements if differing else self.notes).append(text)
