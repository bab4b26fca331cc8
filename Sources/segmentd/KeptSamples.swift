import Files
import SystemPackage
import Training

/// The samples that a training replaces, which keep a hidden name until the classifier has its own.
///
/// The two files get their names one after the other. Where that ends in between, by a cut of power or a refused rename, the
/// old classifier is left with the new samples, and the old ones are put back beside it.
struct KeptSamples {
    private static let ending = Array(".segmentd-before".utf8)

    private let classifier: FilePath.Component
    private let samples: FilePath.Component
    private let hidden: FilePath.Component
    private let folder: Descriptor
    private let calls: FileCalls

    /// Those of the classifier and the samples with these names in a folder.
    init(
        of classifier: FilePath.Component,
        _ samples: FilePath.Component,
        in folder: Descriptor,
        calls: FileCalls = FileCalls()
    ) {
        (self.classifier, self.samples, self.folder, self.calls) = (classifier, samples, folder, calls)
        let stem = samples.bytes.shortened(to: FilePath.Component.maximumLength - Self.ending.count - 1)
        guard let hidden = FilePath.Component(bytes: [UInt8(ascii: ".")] + stem + Self.ending) else {
            preconditionFailure("a file name with more letters stays one")
        }
        self.hidden = hidden
    }

    /// Gives the samples that are there the hidden name too.
    ///
    /// - Returns: whether there are any.
    func keep() throws(Errno) -> Bool {
        guard try calls.state(of: samples, in: folder) != nil else { return false }
        try calls.remove(hidden, in: folder)
        do throws(Errno) { try calls.link(samples, in: folder, as: hidden, in: folder) } catch {
            // Not every file system gives a file two names.
            try calls.rename(samples, to: hidden, in: folder, replacing: true)
        }
        return true
    }

    /// Has the kept samples replace those that are there.
    func putBack() throws(Errno) {
        try calls.rename(hidden, to: samples, in: folder, replacing: true)
        try calls.sync(folder)
    }

    /// Takes the hidden name away.
    func discard() throws(Errno) { try calls.remove(hidden, in: folder) }

    /// Finishes what a process that is gone began: keeps the samples that belong to the classifier, by its digest.
    ///
    /// - Precondition: the folder is locked, so that nobody is between the two names now.
    func mend() throws(Errno) {
        guard let digest = try Self.digest(of: classifier, in: folder, calls) else { return }
        if try owner(of: samples) == digest { return try discard() }
        if try owner(of: hidden) == digest { try putBack() }
    }

    /// The digest of the classifier that the samples of this name belong to; nil where there are none that can be read.
    private func owner(of name: FilePath.Component) throws(Errno) -> String? {
        guard try calls.state(of: name, in: folder)?.isRegularFile == true else { return nil }
        let file = try calls.openFile(name, in: folder)
        defer { withExtendedLifetime(file) {} }
        return (try? SampleFile.header(of: file.number))?.classifierSHA256
    }

    /// SHA-256 of a file, hexadecimal; nil where there is none.
    static func digest(
        of name: FilePath.Component,
        in folder: Descriptor,
        _ calls: FileCalls
    ) throws(Errno) -> String? {
        guard try calls.state(of: name, in: folder)?.isRegularFile == true else { return nil }
        let file = try calls.openFile(name, in: folder)
        defer { withExtendedLifetime(file) {} }
        return try FileDigest.sha256(fileDescriptor: file.number)
    }

    /// Mends the samples of the classifier at `path`, where something is left to be mended and may be written.
    static func mend(at path: FilePath) {
        let beside = TrainedFiles.samplesPath(of: path)
        guard let name = path.lastComponent, let samples = beside.lastComponent else { return }
        let (calls, parent) = (FileCalls(), path.removingLastComponent())
        guard let folder = try? calls.openFolder(at: parent.isEmpty ? "." : parent) else { return }
        let kept = KeptSamples(of: name, samples, in: folder, calls: calls)
        // The lock goes with the descriptor.
        defer { withExtendedLifetime(folder) {} }
        guard (try? calls.state(of: kept.hidden, in: folder)) != nil, (try? calls.lockPatiently(folder)) == true else {
            return
        }
        try? kept.mend()
    }
}
