import Results
package import Settings
import SystemPackage
package import WorkerClient
package import WorkerProtocol

/// What the recipes of a configuration would give now: by which classifier, with which settings.
package struct ExpectedRecipes: Sendable {
    /// One recipe of a folder.
    struct Expected: Sendable {
        let classifierDigest: String
        let settingsDigest: String
        let policy: NewClassifierPolicy
    }

    private struct Key: Hashable {
        let folder: FilePath
        let recipe: String?
    }

    private var recipes: [Key: Expected] = [:]
    private let folders: [FolderSettings]

    /// Nothing is expected.
    package init() { folders = [] }

    /// Has the classifiers of `folders` looked into.
    ///
    /// - Throws: a `Failure` for one that is not usable.
    package init(_ folders: [FolderSettings], worker: any ImageSegmenting) async throws(Failure) {
        self.folders = folders
        for folder in folders {
            for recipe in folder.recipes {
                let plan = try await RecipePlan(recipe, askingOf: worker)
                recipes[Key(folder: folder.path, recipe: recipe.name)] = Expected(
                    classifierDigest: plan.classifiersDigest,
                    settingsDigest: plan.recipe.digest,
                    policy: folder.onNewClassifier
                )
            }
        }
    }

    /// How the results of an image are called by the configuration; nil where that does not tell.
    func scheme(for image: FilePath, recipe: String?) -> NameScheme? {
        folders.first { image.starts(with: $0.path) }?.scheme(ofRecipe: recipe, image: image)
    }

    /// What names of outputs end with, behind the separator.
    var outputEndings: Set<[UInt8]> { Self.endings(of: folders) }

    /// What names of outputs end with by these folders, or by one of the presets.
    static func endings(of folders: [FolderSettings]) -> Set<[UInt8]> {
        folders.reduce(into: ResultFamily.knownEndings) { $0.formUnion($1.outputEndings) }
    }

    /// What is expected of the result for an image; nil where the configuration does not tell.
    func expected(for image: FilePath, recipe: String?) -> Expected? {
        guard let folder = folders.first(where: { image.starts(with: $0.path) }) else { return nil }
        return recipes[Key(folder: folder.path, recipe: recipe)]
    }
}
