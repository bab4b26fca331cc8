import Imaging
import Segmentation
import WorkerProtocol

/// What a step of a recipe does after the pixels are classified.
///
/// To add one: a type in a file of its own, its case in `RecipeStep`, its line in `Chain.make`.
protocol Step {
    /// Takes the result so far and gives the next.
    func run(on plane: inout SegmentedPlane, in setting: StepSetting) throws(Failure)
}

/// What steps have at hand beside the result so far.
struct StepSetting {
    /// Makes labels of masks.
    let engine: SegmentationEngine
    /// Physical size of a pixel, where the image gives one.
    let pixelSize: PixelSize?
    /// The label image that others made of this plane or volume; nil where the recipe takes none.
    var givenLabels: LabelImage?
}
