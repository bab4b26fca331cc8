package import Settings
package import SystemPackage
package import WorkerClient
import WorkerProtocol

/// Everything that is wrong with a configuration: the file itself, the file system, and the classifiers it names.
package enum ConfigurationCheck {
    /// All problems of `settings` in the surroundings of this moment; the settings themselves are known to be good.
    ///
    /// - Parameters:
    ///   - worker: looks into the classifiers.
    ///   - isShown: whether the service's unit shows it a path that its user could not reach.
    package static func problems(
        of settings: Settings,
        worker: any ImageSegmenting,
        isShown: (FilePath) -> Bool = { _ in false }
    ) async -> [SettingsProblem] {
        settings.environmentProblems(isShown: isShown) + settings.trainingProblems(isShown: isShown)
            + (await classifierProblems(of: settings, worker))
    }

    /// What is no problem of the configuration, but would be a disappointment later.
    package static func warnings(of settings: Settings) -> [SettingsProblem] {
        settings.missingFolders() + settings.trainingWarnings() + settings.readerWarnings()
            + settings.togetherWarnings()
    }

    private static func classifierProblems(
        of settings: Settings,
        _ worker: any ImageSegmenting
    ) async -> [SettingsProblem] {
        var problems: [SettingsProblem] = []
        for (folderIndex, folder) in settings.folders.enumerated() {
            for (recipeIndex, recipe) in folder.recipes.enumerated() {
                do throws(Failure) {
                    _ = try await RecipePlan(recipe, askingOf: worker)
                } catch {
                    // That it is not there at all is among the problems of the surroundings.
                    guard error.kind != "classifier_unreadable" else { continue }
                    problems.append(
                        SettingsProblem(
                            keyPath: "folder[\(folderIndex)].recipe[\(recipeIndex)]"
                                + (recipe.classifier == nil ? "" : ".classifier"),
                            message: error.message,
                            remedy: error.remedy
                        )
                    )
                }
            }
        }
        return problems
    }
}
