import Files
import Results
import Service
import Settings
import SystemPackage
import Testing
import WorkerProtocol

@Suite("Whether an image is due")
struct DueStateTests {
    private static let identity = FileIdentity(
        size: 10,
        modificationSeconds: 1_800_000_000,
        modificationNanoseconds: 5
    )
    private static let settings = Summary.Settings(.ofClass(2))
    private static let content = "content"
    private static let file = file(identity)

    private static func file(_ identity: FileIdentity, inode: UInt64 = 7) -> FileState {
        FileState(
            identity: identity,
            device: 1,
            inode: inode,
            changeSeconds: 1_800_000_001,
            changeNanoseconds: 0
        )
    }

    private static func touched(_ identity: FileIdentity = identity, size: Int64 = 10) -> FileIdentity {
        FileIdentity(
            size: size,
            modificationSeconds: identity.modificationSeconds + 60,
            modificationNanoseconds: 0
        )
    }

    /// The summary of an image as it was.
    private static func summary(image: FilePath.Component = "x.tif", sha256: String? = content) -> Summary {
        Summary(
            done: Summary.Image(name: image, identity: identity, file: file, sha256: sha256),
            recipe: nil,
            classifier: Summary.Classifier(
                name: "nuclei.cl",
                path: nil,
                sha256: "c1",
                generation: 1,
                classifierClass: nil,
                features: []
            ),
            engine: Engine(version: "0.1.0", device: "host", kind: "host"),
            settings: settings,
            planes: [],
            outputs: [],
            timings: StageTimings()
        )
    }

    private static func failed() -> Summary {
        let done = summary()
        return Summary(
            failed: done.image,
            recipe: nil,
            classifier: done.classifier,
            settings: settings,
            error: Summary.Cause(Failure(kind: "truncated", message: "", remedy: ""), attempts: 1),
            timings: StageTimings()
        )
    }

    /// One line of the table: what lies there, what the image and the recipe are now, and what follows under each policy.
    struct Line: Sendable, CustomStringConvertible {
        var description: String
        var summary: SummaryFile.Content
        var file = DueStateTests.file
        var digest = DueStateTests.content
        var classifier = "c1"
        var settings = DueStateTests.settings
        /// Whether the image's digest may be asked for, which means to read it whole.
        var needsDigest = false
        var dueForNewImages: Bool
        var dueForRedo: Bool
    }

    private static let other = Summary.Settings(.ofClass(3))

    private static let table: [Line] = [
        Line(description: "no summary", summary: .absent, dueForNewImages: true, dueForRedo: true),
        Line(
            description: "somebody else's file",
            summary: .foreign(reason: "is not ours"),
            dueForNewImages: true,
            dueForRedo: true
        ),
        Line(
            description: "a damaged summary",
            summary: .unreadable(reason: "is damaged"),
            dueForNewImages: true,
            dueForRedo: true
        ),
        Line(description: "the same image", summary: .found(summary()), dueForNewImages: false, dueForRedo: false),
        Line(
            description: "a failure of this image",
            summary: .found(failed()),
            dueForNewImages: false,
            dueForRedo: false
        ),
        Line(
            description: "touched, the content is the same",
            summary: .found(summary()),
            file: file(touched()),
            needsDigest: true,
            dueForNewImages: false,
            dueForRedo: false
        ),
        Line(
            description: "written again with other content of the same size",
            summary: .found(summary()),
            file: file(touched()),
            digest: "other",
            needsDigest: true,
            dueForNewImages: true,
            dueForRedo: true
        ),
        Line(
            description: "another file of the same size and time and content",
            summary: .found(summary()),
            file: file(identity, inode: 8),
            needsDigest: true,
            dueForNewImages: false,
            dueForRedo: false
        ),
        Line(
            description: "another file of the same size and time, with other content",
            summary: .found(summary()),
            file: file(identity, inode: 8),
            digest: "other",
            needsDigest: true,
            dueForNewImages: true,
            dueForRedo: true
        ),
        Line(
            description: "of another size",
            summary: .found(summary()),
            file: file(touched(size: 11)),
            dueForNewImages: true,
            dueForRedo: true
        ),
        Line(
            description: "touched, and the summary knows no digest",
            summary: .found(summary(sha256: nil)),
            file: file(touched()),
            dueForNewImages: true,
            dueForRedo: true
        ),
        Line(
            description: "the summary of another image",
            summary: .found(summary(image: "x.tiff")),
            dueForNewImages: true,
            dueForRedo: true
        ),
        Line(
            description: "another classifier",
            summary: .found(summary()),
            classifier: "c2",
            dueForNewImages: false,
            dueForRedo: true
        ),
        Line(
            description: "another recipe",
            summary: .found(summary()),
            settings: other,
            dueForNewImages: false,
            dueForRedo: true
        ),
        Line(
            description: "a failure with another classifier",
            summary: .found(failed()),
            classifier: "c2",
            dueForNewImages: true,
            dueForRedo: true
        ),
    ]

    @Test("summary and image decide, then the folder's policy", arguments: table, NewClassifierPolicy.allCases)
    func decision(line: Line, policy: NewClassifierPolicy) {
        let question = DueState.Question(
            image: "x.tif",
            file: line.file,
            policy: policy,
            classifierDigest: line.classifier,
            settingsDigest: line.settings.digest
        )
        var duty = DueState(question, summary: line.summary)
        #expect((duty == .undecided) == line.needsDigest)
        if duty == .undecided { duty = DueState(question, summary: line.summary, digest: line.digest) }
        let isDue = policy == .redo ? line.dueForRedo : line.dueForNewImages
        #expect((duty != .upToDate) == isDue, "\(duty)")
    }

    @Test("another label image makes an image due whatever the policy; a result by pixels is that of another recipe")
    func labels() {
        func duty(_ labels: FileState?, told: FileState?, settings: Summary.Settings = Self.settings) -> DueState {
            var summary = Self.summary()
            summary.labels = told.map { Summary.Image(name: "x_m.tif", identity: $0.identity, file: $0, sha256: "l") }
            let question = DueState.Question(
                image: "x.tif",
                file: Self.file,
                labels: labels,
                policy: .newImages,
                classifierDigest: "c1",
                settingsDigest: settings.digest
            )
            return DueState(question, summary: .found(summary))
        }
        let (same, other) = (Self.file(Self.identity, inode: 9), Self.file(Self.identity, inode: 10))
        #expect(duty(same, told: same) == .upToDate)
        #expect(duty(other, told: same) == .due("the label image has changed"))
        #expect(duty(Self.file(Self.touched()), told: same) == .due("the label image has changed"))
        #expect(duty(same, told: nil, settings: Self.other) == .upToDate)
    }
}

extension Recipe {
    /// Mask and labels of a class.
    fileprivate static func ofClass(_ number: Int) -> Recipe {
        let classify = RecipeStep.classifyPixels(classifier: "", foreground: .positiveClass(number))
        return Recipe(steps: [classify, .connectComponents], outputs: [.mask, .labels])
    }
}
