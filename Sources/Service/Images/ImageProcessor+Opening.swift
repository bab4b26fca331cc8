import Files
import Glibc
import Results
package import Settings
package import SystemPackage
import Watching
import WorkerClient
import WorkerProtocol

/// How a path becomes an image at work, or nothing.
extension ImageProcessor {
    /// How an image is asked for.
    struct Request {
        var policy: NewClassifierPolicy
        var scope: RedoScope
        /// Whether an event said that the image changed.
        var isSuspect = false
        /// Whether only its writer says that it is whole.
        var isEarly = false
        /// Whether nobody else has asked if a program has it open for writing.
        var asksForWriters = false
        var lastChange = ContinuousClock.Instant.now
        /// What the file looked like when it was found finished; nil where nobody looked.
        var handedOut: FileState?
    }

    /// What lies at a path.
    enum Opening {
        /// It is gone, or an output of ours, or a label image.
        case noImage
        /// The same for all recipes.
        case ends(ImageOutcome)
        case image(ImageFile, results: OutputFolder)
    }

    /// Whether a recipe has anything to do with an image.
    enum Turn {
        case ends(ImageOutcome)
        case work(RecipeTask)
    }

    /// What would be done for the image at `path` in `folder`; nil where there is no image of others. Nothing is computed
    /// or written.
    ///
    /// - Returns: one preview for each recipe of the folder, in order.
    package func preview(
        _ path: FilePath,
        in folder: FolderSettings,
        policy: NewClassifierPolicy,
        scope: RedoScope,
        asksForWriters: Bool = false
    ) async -> [ImagePreview]? {
        let request = Request(policy: policy, scope: scope, asksForWriters: asksForWriters)
        switch await open(path, in: folder, request) {
        case .noImage: return nil
        case .ends(let outcome): return folder.recipes.map { _ in ImagePreview(outcome) }
        case .image(let image, let results):
            let set: ImageSet?
            switch await finding(of: image, in: folder, request) {
            case .ends(let outcome): return folder.recipes.map { _ in ImagePreview(outcome) }
            case .image(let found): set = found
            }
            var previews: [ImagePreview] = []
            for recipe in folder.recipes {
                switch task(for: image, recipe, in: folder, results, request, set: set) {
                case .ends(let outcome): previews.append(ImagePreview(outcome))
                case .work(let task): previews.append(await preview(task))
                }
            }
            return previews
        }
    }

    /// Opens the image at a path.
    func open(_ path: FilePath, in folder: FolderSettings, _ request: Request) async -> Opening {
        let root = places.images(of: folder)
        let results: OutputFolder
        do throws(Failure) {
            guard try FolderPlaces.place(of: root) != nil else { return .noImage }
            results = try places.outputFolder(forImage: path, in: folder)
        } catch { return .ends(.postponed(error)) }
        let image: ImageFile
        do throws(Errno) { image = try ImageFile(opening: path, below: root) } catch {
            switch error {
            case .noSuchFileOrDirectory, .notDirectory, .tooManySymbolicLinkLevels, .invalidArgument,
                .noSuchAddressOrDevice:
                return .noImage
            default: return .ends(.postponed(Self.cannotOpen(path, error)))
            }
        }
        let isWritten =
            (request.isEarly || request.asksForWriters) && WriterProbe.presence(of: image.file) == .present
        if image.state != request.handedOut ?? image.state || isWritten {
            return .ends(.unfinished(image.state, isIncomplete: false))
        }
        if !folder.images(ofLabels: path).isEmpty { return .noImage }
        if OutputMark.isOurs(fileDescriptor: image.file.number, name: image.name) {
            await passOver(image, isSuspect: request.isSuspect)
            return .noImage
        }
        return .image(image, results: results)
    }

    /// The work of a recipe on an image, where its label image is there too.
    func task(
        for image: ImageFile,
        _ recipe: RecipeSettings,
        in folder: FolderSettings,
        _ results: OutputFolder,
        _ request: Request,
        set: ImageSet? = nil
    ) -> Turn {
        var labels: ImageFile?
        if let place = recipe.labels?.place(ofImage: image.path) {
            let own = OutputNames(image: image.name, scheme: folder.scheme(of: recipe, image: image.path))
            if place.removingLastComponent() == results.path,
                OutputKind.all.contains(where: { own[$0] == place.lastComponent })
            {
                return .ends(.postponed(Self.ownLabels(place)))
            }
            do throws(Errno) { labels = try ImageFile(opening: place, below: places.images(of: folder)) } catch {
                let isAbsent = error == .noSuchFileOrDirectory || error == .notDirectory
                return .ends(isAbsent ? .waitsForLabels(place) : .postponed(Self.cannotOpen(place, error)))
            }
            if let labels, WriterProbe.presence(of: labels.file) == .present { return .ends(.waitsForLabels(place)) }
        }
        return .work(
            RecipeTask(
                image: image,
                labels: labels,
                set: set,
                recipe: recipe,
                folder: folder,
                policy: request.policy,
                scope: request.scope,
                isSuspect: request.isSuspect,
                isEarly: request.isEarly,
                lastChange: request.lastChange,
                outputFolder: results,
                storage: storage,
                sweep: sweep,
                root: places.images(of: folder)
            )
        )
    }

    /// Labels that the recipe would replace by what it makes of them.
    private static func ownLabels(_ place: FilePath) -> Failure {
        RecipePlan.impossible(
            "\(place.readable) is what this recipe itself writes: it cannot begin with it",
            remedy:
                "give the recipe a name (name = \"filtered\"), or write its results elsewhere (output, --output-dir)"
        )
    }

    static func cannotOpen(_ path: FilePath, _ error: Errno) -> Failure {
        Failure(
            kind: "image_unreadable",
            message: "\(path.readable) cannot be opened: \(error)",
            remedy: PathObstacle.find(.readFile, at: path)?.words
                ?? "let user \(UserNames.current) read the image, and its folder",
            isTransient: true
        )
    }
}
