import Segmentation
import WorkerProtocol

/// What a step of a recipe does after the pixels are classified.
///
/// To add one: a type in a file of its own, its case in `RecipeStep`, its line in `Chain.make`.
protocol Step {
    /// Takes the result so far and gives the next.
    func run(on plane: inout SegmentedPlane, engine: SegmentationEngine) throws(Failure)
}
