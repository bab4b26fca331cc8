package import Files
package import Imaging
import Results
package import Settings
package import SystemPackage
package import WorkerProtocol

/// Which folder settings apply to the images that `segmentd run` is given.
package struct RunFolders: Sendable {
    private let configured: [FolderSettings]
    private let recipe: RecipeSettings?
    private let output: OutputLocation?
    private let axes: AxisChoice
    private let tree: FilePath?
    private let ownEndings: ImageEndings?
    /// How it is known what images are of, with one recipe for everything.
    package var groups: GroupSettings?
    /// Which files are one image by their names, whatever the settings say; nil leaves it to them.
    package var together: TogetherPattern?

    /// Either the folders of a configuration, or one recipe for everything.
    ///
    /// - Parameters:
    ///   - outputDirectory: results go there, in the tree of `tree`; nil leaves it to the settings.
    ///   - tree: the folder that holds all that was named; nil where each image's own folder will do.
    ///   - axes: what is said about the axes of all images, whatever the recipes say.
    ///   - endings: what the names of images end with, whatever the folders say.
    package init(
        settings: Settings?,
        recipe: RecipeSettings?,
        outputDirectory: FilePath?,
        tree: FilePath? = nil,
        axes: AxisChoice = AxisChoice(),
        endings: ImageEndings? = nil
    ) throws(Failure) {
        self.axes = axes
        configured = settings?.folders ?? []
        self.recipe = recipe
        self.tree = tree
        ownEndings = endings
        output = outputDirectory.map { .mirror(root: BatchItems.absolute($0)) }
    }

    /// What the names of images may end with, in any of the folders.
    package var endings: ImageEndings {
        ownEndings ?? configured.map(\.endings).reduce(nil) { $0?.union($1) ?? $1 } ?? .standard
    }

    /// The settings for an image found below `root`: those of the configured folder that holds it; with one configured
    /// folder, its settings serve for images elsewhere too.
    ///
    /// - Throws: an `Failure` of kind `no_recipe` where several folders are configured and none holds the image.
    package func settings(for image: FilePath, below root: FilePath) throws(Failure) -> FolderSettings {
        var folder: FolderSettings
        if let recipe {
            var recipe = recipe
            recipe.classifier = recipe.classifier.map(BatchItems.absolute)
            recipe.steps = recipe.steps.map { step in
                guard case .byClassifier(let task, let file, let intensity) = step else { return step }
                return .byClassifier(task, BatchItems.absolute(file), intensity)
            }
            folder = FolderSettings(path: root, recipes: [recipe])
            folder.tree = tree
            folder.groups = groups
        } else if let holder = configured.first(where: { image.starts(with: $0.path) }) {
            folder = holder
        } else if configured.count == 1 {
            folder = configured[0]
            folder.path = root
            folder.tree = tree
        } else {
            throw Failure(
                kind: "no_recipe",
                message:
                    "\(image.readable) lies in none of the folders of the configuration, so its recipes are not known",
                remedy: "name images of one of those folders, or use --classifier"
            )
        }
        if let output {
            folder.output = output
            // A part of a configured folder keeps its place in it, whatever else is named with it another time.
            if let tree, !tree.starts(with: folder.path) { folder.tree = tree }
        }
        // Somebody waits for it, and sees what it says.
        folder.reserve = .none
        if let ownEndings { folder.endings = ownEndings }
        if let together { folder.together = together }
        for index in folder.recipes.indices { folder.recipes[index].take(axes) }
        return folder
    }
}
