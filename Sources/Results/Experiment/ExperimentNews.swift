package import SystemPackage

/// What is to be looked at for the tables of an experiment.
package enum ExperimentNews: Sendable {
    /// A new result: the way from the folder of the images to one of them, and the recipe.
    package struct Result: Sendable, Hashable {
        package var way: [FilePath.Component]
        package var image: FilePath.Component
        package var recipe: String?

        /// The result of `image` under `recipe`.
        package init(way: [FilePath.Component], image: FilePath.Component, recipe: String?) {
            self.way = way
            self.image = image
            self.recipe = recipe
        }
    }

    /// All results that lie there; those that are gone leave the tables.
    case everything
    /// Some of them.
    case results([Result])
}

/// What was done for the tables of an experiment.
package struct ExperimentOutcome: Sendable, Equatable {
    /// Whether the tables were written; else they said everything already, or there is nothing to say.
    package var isWritten = false
    /// Whether nothing is left to be done: a look takes in so many results, or one was just being replaced.
    package var isComplete = true
    /// Lines of the table of images, and bytes of both tables.
    package var images = 0
    package var bytes = 0

    /// Of these; the plain one is that of an experiment without results.
    package init(isWritten: Bool = false, isComplete: Bool = true, images: Int = 0, bytes: Int = 0) {
        self.isWritten = isWritten
        self.isComplete = isComplete
        self.images = images
        self.bytes = bytes
    }
}
