package import Pipeline
import Results
package import Settings
package import SystemPackage

/// Which folder settings apply to the images that `segmentd run` is given.
package struct RunFolders: Sendable {
    private let configured: [FolderSettings]
    private let recipe: RecipeSettings?
    private let output: OutputLocation?

    /// Either the folders of a configuration, or one recipe for everything.
    ///
    /// - Parameter outputDirectory: results go there, in the tree of the folders named; nil leaves it to the settings.
    package init(settings: Settings?, recipe: RecipeSettings?, outputDirectory: String?) throws(ImageFailure) {
        configured = settings?.folders ?? []
        self.recipe = recipe
        output = outputDirectory.map { .mirror(root: BatchItems.absolute(FilePath($0))) }
    }

    /// The settings for images below `root`: those of the configured folder that holds it, else those of the first.
    package func settings(for root: FilePath) -> FolderSettings {
        var folder: FolderSettings
        if let recipe {
            var recipe = recipe
            recipe.classifier = BatchItems.absolute(recipe.classifier)
            folder = FolderSettings(path: root, recipes: [recipe])
        } else if let holder = configured.first(where: { root.starts(with: $0.path) }) {
            folder = holder
        } else {
            folder = configured[0]
            folder.path = root
        }
        if let output { folder.output = output }
        return folder
    }
}
