import Files
import SystemPackage
import Training
import WorkerProtocol

/// The classifier that a training writes, and the samples beside it: hidden until both are complete.
struct TrainedFiles {
    private static let ending = ".samples"

    private let calls = FileCalls()
    private let folder: Descriptor
    private let path: FilePath
    private let classifier: TemporaryFile
    private let samples: TemporaryFile
    private let replacesAll: Bool
    /// SHA-256 of the only classifier that may be replaced; nil where there is none yet, or any may be.
    private let replaced: String?

    /// The numbers of the open files: the classifier, the samples.
    var numbers: [Int32] { [classifier.file.number, samples.file.number] }

    /// Opens hidden files beside `path`.
    ///
    /// - Parameters:
    ///   - replacesAll: whether a file that segmentd did not train gives way.
    ///   - continued: SHA-256 of the classifier that is trained further; nil where it lies elsewhere.
    /// - Throws: a `Failure` where something else has one of the names.
    init(at path: FilePath, replacesAll: Bool, continued: String?) throws(Failure) {
        (self.path, self.replacesAll) = (path, replacesAll)
        KeptSamples.mend(at: path)
        guard let name = path.lastComponent, name.kind == .regular, path.extension == "cl" else {
            throw Failure(
                kind: "no_name",
                message: "\(path.readable) is no name of a classifier",
                remedy: "name a file that ends in .cl after --output"
            )
        }
        let beside = Self.samplesName(of: name)
        do throws(Errno) {
            let parent = path.removingLastComponent()
            folder = try calls.openFolder(at: parent.isEmpty ? "." : parent)
            // What a killed training left.
            _ = try? calls.removeStaleTemporaries(in: folder)
            if !replacesAll { try Self.refuseForeign(name, beside, in: folder, calls) }
            if let continued {
                replaced = continued
            } else {
                replaced = replacesAll ? nil : try KeptSamples.digest(of: name, in: folder, calls)
            }
            classifier = try TemporaryFile(for: name, in: folder, calls: calls)
        } catch .fileExists {
            throw Failure(
                kind: "foreign_file",
                message:
                    "\(path.readable), or the file of samples beside it, is there, and segmentd did not train it as it is",
                remedy: "name another file after --output, or have it replaced with --force"
            )
        } catch {
            throw .outputUnwritable(path, error)
        }
        do { samples = try TemporaryFile(for: beside, in: folder, calls: calls) } catch {
            try? calls.remove(classifier.name, in: folder)
            throw .outputUnwritable(path, error)
        }
    }

    /// Gives both files their names, or none of them.
    ///
    /// - Throws: a `Failure`, also where somebody else wrote the classifier meanwhile: then that one stays.
    func commit() throws(Failure) {
        do throws(Errno) {
            for file in [samples, classifier] { try calls.sync(file.file) }
            // Another training that ends now waits, and then finds this one's classifier.
            guard try calls.lockPatiently(folder) else { throw .resourceTemporarilyUnavailable }
            let kept = KeptSamples(of: classifier.finalName, samples.finalName, in: folder, calls: calls)
            try? kept.mend()
            try refuseChange()
            try name(keeping: kept)
            try calls.sync(folder)
            try? kept.discard()
        } catch .fileExists {
            discard()
            throw Failure(
                kind: "foreign_file",
                message: "\(path.readable) was changed while it was trained, and stays as it is now",
                remedy: "train again"
            )
        } catch {
            discard()
            throw .outputUnwritable(path, error)
        }
    }

    /// Throws `fileExists` where not that is there which may be replaced.
    private func refuseChange() throws(Errno) {
        let (name, beside) = (classifier.finalName, samples.finalName)
        if replacesAll {
            let isFile = try calls.state(of: name, in: folder)?.isRegularFile == true
            guard isFile, replaced != nil else { return }
        } else {
            try Self.refuseForeign(name, beside, in: folder, calls)
        }
        guard try KeptSamples.digest(of: name, in: folder, calls) == replaced else { throw .fileExists }
    }

    /// The samples first, so that a classifier is never older than its samples say.
    private func name(keeping kept: KeptSamples) throws(Errno) {
        let hadSamples = try kept.keep()
        var isNamed = false
        do throws(Errno) {
            try calls.rename(samples.name, to: samples.finalName, in: folder, replacing: replacesAll || hadSamples)
            isNamed = true
            let replaces = replacesAll || replaced != nil
            try calls.rename(classifier.name, to: classifier.finalName, in: folder, replacing: replaces)
        } catch {
            if hadSamples {
                try? kept.putBack()
            } else if isNamed {
                try? calls.remove(samples.finalName, in: folder)
            }
            throw error
        }
    }

    /// Removes what did not get its name.
    func discard() { for file in [samples, classifier] { try? calls.remove(file.name, in: folder) } }

    /// Where the samples of the classifier at `path` lie: `nuclei.cl` → `nuclei.samples`.
    static func samplesPath(of path: FilePath) -> FilePath {
        guard let name = path.lastComponent else { return path }
        return path.removingLastComponent().appending(samplesName(of: name))
    }

    private static func samplesName(of name: FilePath.Component) -> FilePath.Component {
        let stem = Array(name.bytes.dropLast(name.extension == nil ? 0 : (name.extension?.utf8.count ?? 0) + 1))
        return FilePath.Component(bytes: stem.shortened(to: 246) + Array(ending.utf8)) ?? name
    }

    /// A classifier is ours where its digest stands in the samples beside it.
    private static func refuseForeign(
        _ name: FilePath.Component,
        _ beside: FilePath.Component,
        in folder: Descriptor,
        _ calls: FileCalls
    ) throws(Errno) {
        let hasClassifier = try calls.state(of: name, in: folder) != nil
        let hasSamples = try calls.state(of: beside, in: folder) != nil
        guard hasClassifier || hasSamples else { return }
        guard hasSamples else { throw .fileExists }
        let samples = try calls.openFile(beside, in: folder)
        defer { withExtendedLifetime(samples) {} }
        let header = try? SampleFile.header(of: samples.number)
        guard let header else { throw .fileExists }
        guard hasClassifier else { return }
        let classifier = try calls.openFile(name, in: folder)
        defer { withExtendedLifetime(classifier) {} }
        let digest = try FileDigest.sha256(fileDescriptor: classifier.number)
        guard digest == header.classifierSHA256 else { throw .fileExists }
    }
}

extension Failure {
    /// A classifier that cannot be written.
    fileprivate static func outputUnwritable(_ path: FilePath, _ code: Errno) -> Failure {
        Failure(
            kind: "output_unwritable",
            message: "\(path.readable) cannot be written: \(code)",
            remedy: "check the free space and the permissions of the folder, or name another file after --output"
        )
    }
}
