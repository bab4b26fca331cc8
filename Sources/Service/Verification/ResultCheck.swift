import Files
import Results
import Settings
import SystemPackage
import WorkerProtocol

/// One summary, held against the files that it names, its image, and what the configuration asks for.
struct ResultCheck {
    /// Whether the result is what would be made today.
    enum Age: Equatable {
        case current
        /// It is not, and is to stay nevertheless.
        case older
        /// It is not, and is to be made anew; the words say why.
        case outdated(String)
    }

    /// Where the raw image is, or was.
    let image: FilePath
    private let summary: Summary
    private let name: FilePath.Component
    private let folder: ResultFolder
    private let expected: ExpectedRecipes

    init(_ summary: Summary, named name: FilePath.Component, in folder: ResultFolder, expected: ExpectedRecipes) {
        self.summary = summary
        self.name = name
        self.folder = folder
        self.expected = expected
        image = RawImage.place(of: summary, summaryIn: folder.path) ?? folder.path
    }

    /// What is wrong with an output; reads it whole.
    func finding(for output: Summary.Output) -> Finding? {
        guard let component = output.component else { return nil }
        let path = folder.path.appending(component)
        do throws(Failure) {
            switch try folder.occupant(of: component) {
            case .nobody: return Finding(.missingOutput, path, "\(name.readable) names it")
            case .foreign: return foreignFinding(component, output, path)
            case .ours: break
            }
            let file: Descriptor
            let digest: String
            let size: Int64
            do throws(Errno) {
                file = try FileCalls().openFile(component, in: folder.descriptor)
                size = try FileCalls().state(of: file).identity.size
                guard size == Int64(output.bytes) else {
                    return Finding(.alteredOutput, path, "it has \(size) bytes where its summary says \(output.bytes)")
                }
                digest = try FileDigest.sha256(fileDescriptor: file.number)
            } catch {
                return Finding(.unreadable, path, "it cannot be read: \(error)")
            }
            return digest == output.sha256
                ? nil : Finding(.alteredOutput, path, "its content is not the one of which its summary tells")
        } catch {
            return Finding(.unreadable, path, error.message)
        }
    }

    /// A file without our mark: one of ours that was cut, or somebody else's.
    private func foreignFinding(_ name: FilePath.Component, _ output: Summary.Output, _ path: FilePath) -> Finding {
        let calls = FileCalls()
        if let state = try? calls.state(of: name, in: folder.descriptor), state.isRegularFile,
            state.identity.size < Int64(output.bytes), let file = try? calls.openFile(name, in: folder.descriptor),
            let beginning = try? calls.read(file.number, first: 4)
        {
            // What an image of ours begins with, or nothing at all.
            let marks: [[UInt8]] = [Array("II*\0".utf8), Array("II+\0".utf8), Array("MM\0*".utf8), Array("MM\0+".utf8)]
            if beginning.isEmpty || marks.contains(beginning) || beginning.allSatisfy({ $0 == 0 }) {
                return Finding(.tornOutput, path, "it has \(state.identity.size) of \(output.bytes) bytes")
            }
        }
        return Finding(.foreignFile, path, "it was not written by segmentd")
    }

    /// What is wrong with the raw image, or with the label image that others made of it. Content is read only where a file
    /// is not as it was.
    func imageFinding() -> Finding? {
        if let finding = finding(for: summary.image, at: image, called: "image") { return finding }
        for member in summary.image.members ?? [] {
            let place = summary.image.way(to: member).map { image.removingLastComponent().pushing($0) } ?? image
            if let finding = finding(for: member, at: place, called: "file of the image") { return finding }
        }
        let pattern = summary.steps.first { $0.name == "labels" }?.value.flatMap { try? LabelsPattern($0) }
        guard let labels = summary.labels, let place = pattern?.place(ofImage: image) else { return nil }
        return finding(for: labels, at: place, called: "label image")
    }

    private func finding(for told: Summary.Image, at path: FilePath, called word: String) -> Finding? {
        let summary = folder.path.appending(name)
        let gone = Finding(.imageGone, summary, "the \(word) \(path.readable) is not there")
        let changed = Finding(.imageChanged, summary, "the \(word) \(path.readable) holds something else by now")
        let calls = FileCalls()
        let file: Descriptor
        do throws(Errno) {
            file = try calls.open(path, for: .reading)
            let state = try calls.state(of: file)
            guard state.isRegularFile else { return gone }
            switch told.resemblance(to: state, isSuspect: false) {
            case .same: return nil
            case .different: return changed
            case .open: return try FileDigest.sha256(fileDescriptor: file.number) == told.sha256 ? nil : changed
            }
        } catch .noSuchFileOrDirectory, .notDirectory {
            return gone
        } catch {
            return Finding(.unreadable, path, "the \(word) cannot be read: \(error)")
        }
    }

    /// Whether the configuration asks for the same today.
    var age: Age {
        guard let expected = expected.expected(for: image, recipe: summary.recipe) else { return .current }
        let isOther = summary.classifiersDigest != expected.classifierDigest
        guard isOther || summary.settings.digest != expected.settingsDigest else { return .current }
        // A failure is no result to be kept.
        guard expected.policy == .redo || summary.status == .failed else { return .older }
        return .outdated(isOther ? "the classifier is another by now" : "the recipe is another by now")
    }
}
