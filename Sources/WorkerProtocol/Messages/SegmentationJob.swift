/// One (image, recipe) as the worker sees it: no path, only what to do and which outputs to fill.
///
/// The descriptors that come with it are the image, open for reading, the other files of a set in the same way, the label
/// image where the recipe takes one, the files of an earlier result, then one file per output of the recipe, in order.
package struct SegmentationJob: Sendable, Codable, Equatable {
    /// The file name of the image, for messages only.
    package var imageName: String
    /// Where the planes of the first file of a set belong, as `ImageSetMember.place`; empty where the files themselves say
    /// it, also of a set of which only the first file is there.
    package var imagePlace: [String: Int]?
    /// What that place is called, as `ImageSetMember.names`.
    package var imagePlaceNames: [String: String]?
    /// The other files of an image that is stored in several, in their order.
    package var members: [ImageSetMember] = []
    /// The file name of the label image that others made, for messages only; nil where the recipe takes none.
    package var labelsName: String?
    /// What the image is of; nil without a pattern.
    package var groups: ImageGroups?
    /// What is done to it.
    package var recipe: Recipe
    /// Whether an image that promises more than it holds is refused: its writer may not be done with it.
    package var mustBeWhole: Bool
    /// The earlier result of the same image of which something stays; nil where all is made anew.
    package var earlier: EarlierResult?

    /// A job for the image called `imageName`.
    package init(
        imageName: String,
        labelsName: String? = nil,
        groups: ImageGroups? = nil,
        recipe: Recipe,
        mustBeWhole: Bool = false
    ) {
        self.imageName = imageName
        self.labelsName = labelsName
        self.groups = groups
        self.recipe = recipe
        self.mustBeWhole = mustBeWhole
    }

    /// How many open files come before those of the outputs.
    package var inputCount: Int { 1 + members.count + (takesLabels ? 1 : 0) + (earlier?.files.count ?? 0) }

    /// Whether the label image that others made comes behind the image.
    package var takesLabels: Bool { recipe.labelsPattern != nil }
}
