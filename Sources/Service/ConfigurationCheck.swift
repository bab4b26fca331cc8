import Pipeline
package import Settings
import SystemPackage

/// Everything that is wrong with a configuration: the file itself, the file system, and the classifiers it names.
package enum ConfigurationCheck {
    /// All problems of `settings` in the surroundings of this moment; the settings themselves are known to be good.
    package static func problems(of settings: Settings) -> [SettingsProblem] {
        settings.environmentProblems() + classifierProblems(of: settings)
    }

    /// What is no problem of the configuration, but would be a disappointment later.
    package static func warnings(of settings: Settings) -> [SettingsProblem] { settings.readerWarnings() }

    private static func classifierProblems(of settings: Settings) -> [SettingsProblem] {
        var problems: [SettingsProblem] = []
        for (folderIndex, folder) in settings.folders.enumerated() {
            for (recipeIndex, recipe) in folder.recipes.enumerated() {
                do throws(ImageFailure) {
                    let name = recipe.classifier.lastComponent?.string ?? recipe.classifier.string
                    let bytes = try ClassifierCopy.read(recipe.classifier)
                    _ = try RecipePlan(recipe: recipe, classifier: .init(bytes: bytes, name: name))
                } catch {
                    // That it is not there at all is among the problems of the surroundings.
                    guard error.kind != "classifier_unreadable" else { continue }
                    problems.append(
                        SettingsProblem(
                            keyPath: "folder[\(folderIndex)].recipe[\(recipeIndex)].classifier",
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
