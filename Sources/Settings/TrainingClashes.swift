import Files
package import SystemPackage

/// Checks the trainings of a configuration against each other and against the folders: no classifier from two of them, no
/// annotation among the images.
struct TrainingClashes {
    private let folders: [FolderSettings]

    /// The folders of a configuration.
    init(_ folders: [FolderSettings]) {
        self.folders = folders
    }

    /// Notes every clash, at the later one.
    func report(to problems: ProblemList) {
        var trained: [FilePath: String] = [:]
        for (index, folder) in folders.enumerated() {
            for (recipeIndex, recipe) in folder.recipes.enumerated() {
                for (number, training) in recipe.trainings.enumerated() {
                    let key = "folder[\(index)].recipe[\(recipeIndex)].training[\(number)]"
                    reportPlace(of: training, at: key, to: problems)
                    reportImages(of: training, at: key, to: problems)
                    guard !training.classifier.isEmpty else { continue }
                    if let other = trained[training.classifier] {
                        problems.add(
                            "\(key).classifier",
                            "\(training.classifier.readable) is trained by \(other) too",
                            remedy: "train each classifier in one place; other recipes only name its file"
                        )
                    } else {
                        trained[training.classifier] = key
                    }
                }
            }
        }
    }

    /// Images among the annotations would be annotations themselves. The watched folder is looked at with the others.
    private func reportImages(of training: TrainingSettings, at key: String, to problems: ProblemList) {
        guard let images = training.images, !images.isEmpty, !training.annotations.isEmpty,
            images.starts(with: training.annotations)
        else { return }
        problems.add(
            "\(key).images",
            images == training.annotations
                ? "\(images.readable) is the folder of the annotations too"
                : "\(images.readable) lies in the folder of the annotations",
            remedy: "give annotations a folder of their own"
        )
    }

    /// Annotations are TIFFs: among the images they would be segmented.
    private func reportPlace(of training: TrainingSettings, at key: String, to problems: ProblemList) {
        for (index, folder) in folders.enumerated() where !folder.path.isEmpty && !training.annotations.isEmpty {
            if folder.path == training.annotations {
                problems.add(
                    "\(key).annotations",
                    "\(training.annotations.readable) is watched for images by folder[\(index)]",
                    remedy:
                        "give annotations a folder of their own, such as \(folder.path.appending("annotations").readable)"
                )
            } else if folder.path.starts(with: training.annotations) {
                problems.add(
                    "\(key).annotations",
                    "holds the watched folder[\(index)] (\(folder.path.readable))",
                    remedy: "give annotations a folder of their own"
                )
            }
        }
    }
}

extension FolderSettings {
    /// Where the images of a training of this folder lie.
    package func images(of training: TrainingSettings) -> FilePath { training.images ?? path }
}
