import Files
import Glibc
package import SystemPackage

extension Settings {
    /// Every training with the place where it stands in the file.
    private var trainings: [(key: String, training: TrainingSettings)] {
        folders.enumerated().flatMap { index, folder in
            folder.recipes.enumerated().flatMap { recipeIndex, recipe in
                recipe.trainings.enumerated().map {
                    ("folder[\(index)].recipe[\(recipeIndex)].training[\($0)]", $1)
                }
            }
        }
    }

    /// Whether the daemon trains any classifier.
    package var trains: Bool { !trainings.isEmpty }

    /// Whether a classifier file is trained by the daemon.
    package func isTrained(_ classifier: FilePath) -> Bool {
        trainings.contains { $0.training.classifier == classifier }
    }

    /// What the file system has against the trainings, as the user of this process sees it now.
    ///
    /// - Parameter isShown: whether the service's unit shows it a path that its user could not reach.
    package func trainingProblems(isShown: (FilePath) -> Bool = { _ in false }) -> [SettingsProblem] {
        findings.filter { !$0.finding.isMissing && !($0.finding.isShutOff && isShown($0.path)) }
            .map { problem($0.key, $0.finding.message, $0.finding.remedy) }
    }

    /// What of the trainings is not there yet: folders, and classifiers that the first training makes.
    package func trainingWarnings() -> [SettingsProblem] {
        let folders = findings.filter(\.finding.isMissing).map {
            problem($0.key, $0.finding.message, $0.finding.remedy)
        }
        let files = trainings.compactMap { key, training -> SettingsProblem? in
            guard PathFinding.file(training.classifier)?.isMissing ?? false else { return nil }
            return problem(
                "\(key).classifier",
                "\(training.classifier.readable) is not there yet, and images wait for it",
                "save annotations into \(training.annotations.readable): the first training makes it"
            )
        }
        let uncompared = trainings.filter { $1.holdBack == nil && $1.accept == .ifNotWorse }.map { key, _ in
            problem(
                "\(key).hold_back",
                "nothing is held back to compare classifiers by: each after the first waits for `segmentd promote`",
                "write hold_back = 0.2, or accept = \"always\" or \"ask\""
            )
        }
        return folders + files + uncompared
    }

    /// What is wrong with the folders of trainings: annotations and images are read, classifiers written.
    private var findings: [(key: String, path: FilePath, finding: PathFinding)] {
        trainings.flatMap { key, training in
            var findings: [(key: String, path: FilePath, finding: PathFinding)] = []
            func look(_ name: String, _ path: FilePath, _ access: Int32) {
                guard let finding = PathFinding.folder(path, access: access) else { return }
                findings.append(("\(key).\(name)", path, finding))
            }
            look("annotations", training.annotations, R_OK | X_OK)
            if let images = training.images { look("images", images, R_OK | X_OK) }
            look("classifier", training.classifier.removingLastComponent(), W_OK | X_OK)
            return findings
        }
    }
}
