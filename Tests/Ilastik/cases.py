"""The cases: projects of every kind, each with images to predict."""

import dataclasses

STANDARD = (0.3, 0.7, 1.0, 1.6, 3.5, 5.0, 10.0)
SOME = {
    "GaussianSmoothing": (0.3, 3.5), "LaplacianOfGaussian": (1.6,), "GaussianGradientMagnitude": (1.0, 5.0),
    "DifferenceOfGaussians": (3.5,), "StructureTensorEigenvalues": (1.6,), "HessianOfGaussianEigenvalues": (1.6, 5.0),
}
SIX = ("GaussianSmoothing", "LaplacianOfGaussian", "GaussianGradientMagnitude", "DifferenceOfGaussians",
       "StructureTensorEigenvalues", "HessianOfGaussianEigenvalues")
#: ilastik trains 100 trees, shared out among the threads of the computer.
EIGHT, TEN, FOUR = (13, 13, 13, 13, 12, 12, 12, 12), (10,) * 10, (25,) * 4
PIXELS, AUTOCONTEXT = "Pixel Classification", "AutocontextTwoStage"
OBJECTS = "Object Classification (from pixel classification)"


@dataclasses.dataclass
class Case:
    """A project and what is predicted with it; sizes are z, y, x."""

    name: str
    #: What it was trained on, and the images that are predicted.
    trained: tuple = (1, 128, 160)
    images: tuple = ((1, 128, 128),)
    #: Axes of the images' files beside those that the sizes have: a number of frames.
    frames: int = 1
    channels: int = 1
    classes: int = 2
    kind: str = "uint8"
    version: str = "1.4.0"
    workflow: str = PIXELS
    chosen: object = None
    scales: tuple = STANDARD
    #: For each scale; True or False for all; None: the project does not say.
    planar: object = True
    sizes: tuple = EIGHT
    depth: int = -1
    least: int = 1
    #: Share of scribbles that are painted wrong, which makes trees deep.
    wrong: float = 0.02
    strokes: int = 8
    #: Classes without scribbles.
    skipped: tuple = ()
    named: bool = True
    #: Share of pixels that are no numbers.
    holes: float = 0
    #: Whether each threshold lies between the value of a pixel of the first image and the next number.
    halves: bool = False
    #: Whether the image is stored as RGB.
    rgb: bool = False
    #: Where nothing is to be computed: what the message must hold.
    refused: str = ""

    @property
    def volumes(self):
        return self.trained[0] > 1


def single(feature, *scales):
    return {feature: scales}


def cases():
    """All cases in order."""
    flat = [
        Case("some-features", chosen=SOME),
        Case("all-49", chosen="all"),
        Case("all-49-uint16", chosen="all", kind="uint16", images=((1, 201, 333),), sizes=FOUR),
        Case("all-49-float32", chosen="all", kind="float32", images=((1, 150, 141),), sizes=(100,)),
        Case("all-49-512", chosen="all", kind="uint16", images=((1, 512, 512),), trained=(1, 256, 256), strokes=30,
             sizes=TEN),
        Case("two-channels", chosen=SOME, channels=2, classes=3),
        Case("three-channels-all", chosen="all", channels=3, classes=3, kind="uint16", sizes=TEN),
        Case("four-channels-five-classes", chosen=SOME, channels=4, classes=5, kind="uint16", images=((1, 140, 96),)),
        Case("rgb", chosen=SOME, channels=3, classes=2, rgb=True),
        Case("five-classes", chosen=SOME, classes=5, images=((1, 240, 320),), strokes=12),
        Case("skipped-second", chosen=SOME, classes=4, skipped=(2,)),
        Case("skipped-first-and-last", chosen=SOME, classes=5, skipped=(1, 5), version="1.3.3post1"),
        Case("deep", chosen="all", classes=3, wrong=0.25, strokes=60, trained=(1, 256, 256), sizes=FOUR,
             images=((1, 256, 256),)),
        Case("deep-many-leaves", chosen=SOME, classes=4, wrong=0.4, strokes=80, trained=(1, 256, 256), sizes=EIGHT,
             kind="uint16"),
        Case("impure-leaves", chosen=SOME, classes=3, wrong=0.2, strokes=30, least=20, sizes=(33, 33, 34)),
        Case("shallow", chosen=SOME, depth=2, classes=3, wrong=0.1, sizes=(51, 49)),
        Case("one-forest-odd", chosen=SOME, sizes=(7,)),
        Case("many-forests", chosen=SOME, sizes=(3, 1, 5, 2) * 10, classes=3),
        Case("one-tree", chosen=SOME, sizes=(1,)),
        # The structure tensor has no values below 0.5: its gradients, of half the width, would be one pixel wide.
        Case("own-scales", chosen={name: (0.45,) * (not name.startswith("Struct")) + (1.0, 2.3, 7.0) for name in SIX},
             scales=(0.45, 1.0, 2.3, 7.0), kind="uint16"),
        Case("narrow-scales", chosen={name: (0.3, 0.35)[2 * name.startswith("Struct"):] + (0.5, 0.9, 1.05)
                                      for name in SIX},
             scales=(0.3, 0.35, 0.5, 0.9, 1.05), kind="uint16"),
        Case("unsorted-scales", chosen="all", scales=(5.0, 0.7, 1.6), classes=3),
        Case("version-1.2", chosen="all", planar=None, version="1.2.0rc10", named=False, sizes=(3, 2) * 20),
        Case("version-1.2-named", chosen=SOME, planar=None, version="1.2.2", kind="uint16"),
        Case("version-1.3", chosen=SOME, version="1.3.3post1", channels=2, classes=3),
        Case("pixel-and-object", chosen=SOME, version="1.3.3post1", workflow=OBJECTS, sizes=FOUR),
        Case("time-series", chosen=SOME, frames=4, images=((1, 96, 110),), kind="uint16"),
        Case("slices-of-flat", chosen=SOME, images=((7, 90, 100),), kind="uint16"),
        Case("small-images", chosen=SOME, images=((1, 40, 37), (1, 37, 200), (1, 64, 37))),
        Case("halves", chosen=SOME, kind="uint16", classes=3, wrong=0.2, strokes=20, sizes=(50, 50), halves=True),
        Case("not-numbers", chosen={"GaussianSmoothing": (0.3, 1.0), "HessianOfGaussianEigenvalues": (1.6,)},
             kind="float32", holes=0.002, classes=3),
    ]
    flat += [
        Case("only-" + feature, chosen=single(feature, 0.7, 1.6, 3.5), kind="uint16", classes=3, images=((1, 99, 121),))
        for feature in SIX
    ]
    block = (20, 64, 96)
    solid = {"GaussianSmoothing": (0.3, 3.5), "LaplacianOfGaussian": (1.6,), "GaussianGradientMagnitude": (1.0,),
             "DifferenceOfGaussians": (1.6,), "StructureTensorEigenvalues": (1.0, 3.5),
             "HessianOfGaussianEigenvalues": (0.7, 3.5)}
    scales = (0.3, 0.7, 1.0, 1.6, 3.5)
    thick = dict(trained=block, scales=scales)
    volumes = [
        Case("volume", chosen=solid, planar=False, images=((20, 64, 96),), **thick),
        Case("volume-all", chosen="all", planar=False, images=((18, 50, 61),), kind="uint16", classes=3, **thick),
        Case("volume-two-channels", chosen=solid, planar=False, channels=2, classes=3, images=((17, 40, 52),), **thick),
        Case("volume-by-slices", chosen=solid, planar=True, images=((20, 64, 96),), kind="uint16", **thick),
        Case("volume-mixed", chosen=solid, planar=(True, False, True, False, False), images=((20, 64, 96),),
             kind="uint16", **thick),
        Case("volume-mixed-all", chosen="all", planar=(True, True, False, True, False), images=((16, 48, 60),),
             classes=3, channels=2, **thick),
        Case("volume-float32", chosen=solid, planar=False, kind="float32", images=((19, 45, 50),), **thick),
        Case("volume-1.2", chosen=solid, planar=None, version="1.2.2", named=False, images=((20, 48, 48),), **thick),
        Case("volume-over-time", chosen=solid, planar=False, frames=2, images=((16, 40, 48),), kind="uint16", **thick),
        Case("only-StructureTensor-3D", chosen=single("StructureTensorEigenvalues", 1.0, 1.6), planar=False,
             images=((14, 50, 44),), kind="uint16", classes=3, **thick),
        Case("only-Hessian-3D", chosen=single("HessianOfGaussianEigenvalues", 1.0, 1.6), planar=False,
             images=((14, 50, 44),), kind="uint16", classes=3, **thick),
    ]
    context = [
        Case("autocontext", chosen=SOME, workflow=AUTOCONTEXT, classes=3),
        Case("autocontext-3-channels-uint16", chosen=SOME, workflow=AUTOCONTEXT, channels=3, kind="uint16", classes=2,
             sizes=TEN),
        Case("autocontext-float32", chosen=SOME, workflow=AUTOCONTEXT, kind="float32", classes=4),
        Case("autocontext-volume", chosen={"GaussianSmoothing": (0.3, 1.6), "StructureTensorEigenvalues": (1.0,),
                                           "HessianOfGaussianEigenvalues": (1.6,)},
             workflow=AUTOCONTEXT, planar=(False, False, True, False, False), images=((18, 40, 50),), **thick),
    ]
    refused = [
        Case("refused-too-small", chosen=SOME, images=((1, 12, 60),), refused="small"),
        Case("refused-channels", chosen=SOME, channels=2, images=((1, 60, 60),), refused="channel"),
        Case("refused-thin-volume", chosen=solid, planar=False, images=((4, 64, 64),), refused="", **thick),
    ]
    return flat + volumes + context + refused
