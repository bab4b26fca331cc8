package import Imaging
package import WorkerProtocol

/// What an open file is, and which others belong to it.
extension WorkerConnection {
    /// Says what an open image or classifier is.
    ///
    /// - Parameters:
    ///   - axes: what is said about those of an image.
    ///   - decodes: whether all pixels of an image are decoded too.
    ///   - others: the other files of its image, as far as they are there; nil for an image in one file.
    package func inspect(
        _ file: Int32,
        name: String,
        axes: AxisChoice,
        decodes: Bool = false,
        others: [(file: Int32, name: String)]? = nil
    ) throws(WorkerError) -> Inspection {
        try launch()
        let request = WorkerRequest.inspect(
            name: name,
            axes: axes,
            decodes: decodes,
            limits: limits,
            others: others?.map(\.name)
        )
        let descriptors = [file] + (others ?? []).map(\.file)
        var watch = WorkerWatch(patience, limit: decodes ? patience.digest : patience.request)
        let reply = try ask(request, descriptors: descriptors, watch: &watch, hear: { _, _ in })
        guard case .inspected(let inspection) = reply else { throw unexpected("inspect") }
        return inspection
    }

    /// Says which files belong to an open image; nil where it is the only one.
    package func fileSet(_ image: Int32, name: String) throws(WorkerError) -> ImageFileSet? {
        try launch()
        guard case .fileSet(let set) = try ask(.fileSet(name: name), descriptors: [image]) else {
            throw unexpected("fileSet")
        }
        return set
    }

    /// The same, where the image refers to `companion` for its description, which is open too.
    package func fileSet(
        _ image: Int32,
        name: String,
        companion: (file: Int32, name: String)
    ) throws(WorkerError) -> ImageFileSet? {
        try launch()
        let request = WorkerRequest.fileSet(name: name, companion: companion.name)
        guard case .fileSet(let set) = try ask(request, descriptors: [image, companion.file]) else {
            throw unexpected("fileSet")
        }
        return set
    }

    /// The SHA-256 of an open file, hexadecimal.
    package func digest(_ image: Int32, name: String) throws(WorkerError) -> String {
        try launch()
        var watch = WorkerWatch(patience, limit: patience.digest)
        let reply = try ask(.digest(name: name), descriptors: [image], watch: &watch) { _, _ in }
        guard case .digested(let digest) = reply else { throw unexpected("digest") }
        return digest
    }
}
