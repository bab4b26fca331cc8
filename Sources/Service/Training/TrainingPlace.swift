import Files
import Settings
import SystemPackage
import WorkerProtocol

/// One `[[folder.recipe.training]]` with all that it depends on.
struct TrainingPlace: Sendable {
    let settings: TrainingSettings
    let recipe: RecipeSettings
    let folder: FolderSettings
    /// Beyond which images are refused.
    let limits: ImageLimits

    /// The classifier's file as the configuration names it.
    var classifier: FilePath { settings.classifier }
    /// The same for people.
    var name: String { classifier.lastComponent?.readable ?? classifier.readable }

    /// What is trained now, without any annotations.
    var basis: TrainingBasis {
        TrainingBasis(samples: settings.identity(of: recipe), forest: settings.forestIdentity)
    }

    /// Why the recipe cannot be done with the classifier of a training; nil where it can, or where another classifier of it is
    /// not known.
    ///
    /// - Parameter known: what is known of the recipe's other classifiers.
    func obstacle(_ report: TrainingReport, known: (FilePath) -> RecipePlan.Known?) -> Failure? {
        var classifiers: [FilePath: RecipePlan.Known] = [:]
        for path in recipe.classifiers {
            let its = RecipePlan.Known(facts: report.facts, digest: report.classifier.sha256)
            guard let its = path == classifier ? its : known(path) else { return nil }
            classifiers[path] = its
        }
        do throws(Failure) {
            _ = try RecipePlan(recipe, classifiers: classifiers)
            return nil
        } catch {
            return error
        }
    }

    /// What is asked of the worker, without images.
    var job: TrainingJob {
        var job = TrainingJob(kind: settings.kind, features: settings.features)
        (job.depth, job.trees) = (settings.depth, settings.trees)
        (job.positiveClass, job.probabilityClass) = (settings.positiveClass, settings.probabilityClass)
        (job.holdBack, job.holdBackUnit) = (settings.holdBack, settings.holdBackUnit)
        (job.axes, job.limits) = (recipe.axisChoice, limits)
        job.replaces = true
        return job
    }
}
