import Files
import Results
import Settings
import SystemPackage
import WorkerProtocol

/// A folder of annotations beside the folder of their images, whose tree it repeats.
struct AnnotatedFolder: Sendable {
    /// An annotation with its image.
    struct Pair: Sendable, Equatable {
        /// The image's path below its folder: its name in samples and reports.
        let name: String
        let image: FilePath
        let annotation: FilePath
        /// The label image whose objects are annotated.
        let labels: FilePath?
        /// The files as they were found: image, annotation, labels.
        let states: [FileState]
        let basis: TrainingBasis.Pair
    }

    /// What was found.
    struct Finding: Sendable {
        /// By the names of the images.
        var pairs: [String: Pair] = [:]
        /// Annotations that cannot be trained, and why.
        var problems: [FilePath: Failure] = [:]
    }

    let annotations: PinnedFolder
    let images: PinnedFolder
    /// How the label images are called; nil where pixels are annotated.
    let labels: LabelsPattern?
    let endings: ImageEndings
    private let marks = KnownMarks()

    /// The folders of a training.
    init(_ training: TrainingSettings, of folder: FolderSettings, images: PinnedFolder) {
        annotations = PinnedFolder(training.annotations)
        self.images = images
        (labels, endings) = (training.labels, folder.endings)
    }

    /// Finds the images of finished annotations.
    func find(_ finished: [FilePath: FileState]) -> Finding {
        var finding = Finding()
        var ranks: [String: Int] = [:]
        marks.keep(finished.keys)
        for (annotation, state) in finished.sorted(by: { $0.key.string < $1.key.string }) {
            if Task.isCancelled { break }
            do throws(Failure) {
                guard let (pair, rank) = try pair(of: annotation, state) else { continue }
                if let other = finding.pairs[pair.name], let otherRank = ranks[pair.name] {
                    let isBetter = rank < otherRank
                    let loser = isBetter ? other.annotation : annotation
                    let winner = isBetter ? annotation : other.annotation
                    finding.problems[loser] = .secondAnnotation(loser, of: pair.name, beside: winner)
                    if !isBetter { continue }
                }
                (finding.pairs[pair.name], ranks[pair.name]) = (pair, rank)
            } catch {
                finding.problems[annotation] = error
            }
        }
        return finding
    }

    /// The image of an annotation; nil where the file is a result of ours.
    private func pair(of annotation: FilePath, _ state: FileState) throws(Failure) -> (Pair, rank: Int)? {
        var way = annotation
        guard way.removePrefix(annotations.path), let name = annotation.lastComponent else { return nil }
        let isOurs = marks.isOurs(annotation, state) {
            guard let file = try? annotations.open(annotation, for: .reading) else { return nil }
            return withExtendedLifetime(file) { OutputMark.isOurs(fileDescriptor: file.number, name: name) }
        }
        if isOurs { return nil }
        let folder = images.path.appending(way.components.dropLast())
        var (found, obstacle) = (FileState?.none, Failure?.none)
        let match = AnnotationName.match(
            name,
            among: { candidate in
                do throws(Failure) {
                    found = try look(at: folder.appending(candidate), in: images)
                    // No image is its own annotation.
                    if found?.isSameFile(as: state) ?? false { found = nil }
                } catch {
                    obstacle = error
                }
                return found != nil || obstacle != nil
            },
            endings: endings
        )
        if let obstacle { throw obstacle }
        guard let match, let imageState = found else { throw .annotationWithoutImage(annotation, in: folder) }
        let image = folder.appending(match.image)
        var (states, labelImage) = ([imageState, state], FilePath?.none)
        if let pattern = labels {
            let places = pattern.labels(ofImage: image)
            for place in places where labelImage == nil {
                guard let labelState = try look(at: place, in: images) else { continue }
                states.append(labelState)
                labelImage = place
            }
            if labelImage == nil { throw .labelsMissing(annotation, places.first ?? image) }
        }
        var below = image
        _ = below.removePrefix(images.path)
        let pair = Pair(
            name: below.string,
            image: image,
            annotation: annotation,
            labels: labelImage,
            states: states,
            basis: TrainingBasis.Pair(annotation: way.string, states: states)
        )
        return (pair, match.rank)
    }

    /// The state of a file; nil only where the file system says that there is none.
    private func look(at path: FilePath, in folder: PinnedFolder) throws(Failure) -> FileState? {
        do throws(Errno) {
            let file = try folder.open(path, for: .looking)
            let state = try FileCalls().state(of: file)
            return state.isRegularFile ? state : nil
        } catch {
            guard error == .noSuchFileOrDirectory || error == .notDirectory else {
                throw .annotatedFileUnreadable(path, error)
            }
            return nil
        }
    }

    /// Whether the annotation at a path below the folder is gone: the folder is there, and the file system says that there is
    /// no such file. Anything else, such as a share that is away, tells nothing.
    func lacks(_ annotation: String) -> Bool {
        guard case .here = annotations.find() else { return false }
        do throws(Errno) {
            _ = try annotations.open(annotations.path.appending(annotation), for: .looking)
            return false
        } catch {
            guard error == .noSuchFileOrDirectory, case .here = annotations.find() else { return false }
            return true
        }
    }

    /// The files of a pair, open for reading beneath their folders: image, annotation, labels.
    ///
    /// - Throws: `annotationChanging` where one of them is not as it was found.
    func open(_ pair: Pair) throws(Failure) -> [Descriptor] {
        var files: [Descriptor] = []
        let places =
            [(pair.image, images), (pair.annotation, annotations)]
            + [pair.labels].compactMap(\.self).map { ($0, images) }
        for ((path, folder), state) in zip(places, pair.states) {
            do throws(Errno) {
                let file = try folder.open(path, for: .reading)
                guard try FileCalls().state(of: file) == state else { throw Errno.resourceTemporarilyUnavailable }
                files.append(file)
            } catch {
                throw error == .resourceTemporarilyUnavailable || error == .noSuchFileOrDirectory
                    ? .annotationChanging(path) : .annotatedFileUnreadable(path, error)
            }
        }
        return files
    }
}

extension Failure {
    /// The kind of the failure where a file changes while it is to be trained: it comes again when it is finished.
    static let annotationChangingKind = "annotation_changing"
    /// The kind of the failure where there is no image yet.
    static let annotationWithoutImageKind = "annotation_without_image"
    /// The kind of the failure where an annotation, its image or its label image cannot be read.
    static let annotationUnreadableKind = "annotation_unreadable"

    static func annotationChanging(_ path: FilePath) -> Failure {
        Failure(
            kind: annotationChangingKind,
            message: "\(path.readable) is being changed",
            remedy: "it is trained when it is finished",
            isTransient: true
        )
    }

    fileprivate static func annotationWithoutImage(_ path: FilePath, in folder: FilePath) -> Failure {
        Failure(
            kind: annotationWithoutImageKind,
            message: "annotation \(path.readable) has no image in \(folder.readable)",
            remedy: "call it as its image: x.tif, x_labels.tif, x-labels.tif or x_annotation.tif for x.tif",
            isTransient: true
        )
    }

    fileprivate static func secondAnnotation(_ path: FilePath, of image: String, beside: FilePath) -> Failure {
        Failure(
            kind: "annotation_double",
            message:
                "annotation \(path.readable) is left out: \(image) has the annotation \(beside.lastComponent?.readable ?? "")",
            remedy: "keep one annotation for each image"
        )
    }

    fileprivate static func labelsMissing(_ path: FilePath, _ labels: FilePath) -> Failure {
        Failure(
            kind: annotationWithoutImageKind,
            message: "annotation \(path.readable) waits for the label image \(labels.readable)",
            remedy: "bring it there, or correct labels in the configuration",
            isTransient: true
        )
    }

    fileprivate static func annotatedFileUnreadable(_ path: FilePath, _ code: Errno) -> Failure {
        Failure(
            kind: annotationUnreadableKind,
            message: "\(path.readable) cannot be read by \(UserNames.current) (\(code))",
            remedy: PathObstacle.find(.readFile, at: path)?.words ?? "check the permissions of the file",
            isTransient: true
        )
    }
}
