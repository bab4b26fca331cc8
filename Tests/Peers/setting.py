"""What one comparison runs with: which program, which material, which scratch folder, how thoroughly."""

import dataclasses
import os
import pathlib

from environment import Missing

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent


@dataclasses.dataclass(frozen=True)
class Setting:
    """Shared by all parts; every part runs in a process of its own and gets a copy."""

    program: pathlib.Path
    shared: pathlib.Path
    scratch: pathlib.Path
    quick: bool

    @property
    def side(self):
        """Edge of the image that is measured with, in pixels."""
        return 512 if self.quick else 2048

    @property
    def threads(self):
        """Threads that the peers may use: every core, as segmentd does."""
        return len(os.sched_getaffinity(0))

    def classifier(self, name):
        """The classifier S, M or L of the speed table."""
        return self.shared / "golden" / "speed" / f"{name}.cl"

    def folder(self, *names):
        """A folder below the scratch folder, made where it is missing."""
        folder = self.scratch.joinpath(*names)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def check(self):
        """Fails with a remedy when program or material are not there."""
        if not os.access(self.program, os.X_OK):
            raise Missing(f"there is no program at {self.program}: `make build`, or name one with --segmentd")
        needed = [self.classifier(name) for name in "SML"] + [self.maize]
        absent = [str(path) for path in needed if not path.exists()]
        if absent:
            raise Missing(f"{', '.join(absent)} not found: SEGMENTD_SHARED must name the folder of the shared material")

    @property
    def maize(self):
        """The image that the speed image is made of."""
        return self.shared / "golden" / "sources" / "maize_crop.tif"

    def separate_caches(self):
        """Points everything that the peers keep (compiled kernels, plots, builds) into the scratch folder.

        Must run before pyopencl is imported; segmentd gets folders of its own in program.py.
        """
        os.environ["POCL_CACHE_DIR"] = str(self.folder("peer-kernels"))
        os.environ["XDG_CACHE_HOME"] = str(self.folder("peer-cache"))
        os.environ["MPLCONFIGDIR"] = str(self.folder("peer-cache", "matplotlib"))
        # Idle threads of a peer must not spin while segmentd is measured.
        os.environ["OMP_WAIT_POLICY"] = "passive"
