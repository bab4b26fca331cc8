package import Files
package import SystemPackage
package import WorkerProtocol

extension OutputNames {
    /// The names for an image among its neighbours (the rule is told at `ImageStem`).
    ///
    /// An image outranked by a neighbour, or by the image that an existing summary names, carries its extension. So the
    /// names depend on which images there are and were, not on the order of their arrival: when `x.tif` comes after
    /// `x.TIF` was done, it takes the plain names over, and the next scan finds `x.TIF` due under its own.
    ///
    /// - Parameters:
    ///   - imageFolder: the folder of the image; of a better image only its existence is asked for.
    ///   - results: the folder of the results, where there is one already.
    /// - Returns: the names, and the summary that lies under its name, read once, with the state of its file before that.
    package static func resolve(
        image: FilePath.Component,
        scheme: NameScheme,
        imageFolder: Descriptor,
        results: ResultFolder?,
        calls: FileCalls = FileCalls()
    ) throws(Failure) -> (names: OutputNames, summary: SummaryFile.Content, file: FileState?) {
        let extended = OutputNames(image: image, scheme: scheme, carriesExtension: true)
        func found(_ names: OutputNames) throws(Failure) -> (OutputNames, SummaryFile.Content, FileState?) {
            let (content, file) = try results?.readSummary(names.summary) ?? (.absent, nil)
            return (names, content, file)
        }
        let stem = ImageStem(image)
        guard stem.canOwnStem else { return try found(extended) }
        for better in stem.betterNames where try isImage(better, in: imageFolder, calls: calls) {
            return try found(extended)
        }
        let plain = try found(OutputNames(image: image, scheme: scheme))
        if case .found(let summary) = plain.1, stem.betterNames.contains(where: summary.image.isNamed) {
            return try found(extended)
        }
        return plain
    }

    /// The names as `resolve` most likely gives them, by a look at the neighbours alone: good enough to find what is known
    /// of an image, not to write. Nil where a neighbour cannot be looked at.
    package static func likely(
        image: FilePath.Component,
        scheme: NameScheme,
        imageFolder: Descriptor,
        calls: FileCalls = FileCalls()
    ) -> OutputNames? {
        let stem = ImageStem(image)
        var carriesExtension = !stem.canOwnStem
        do throws(Errno) {
            for name in stem.betterNames where try calls.state(of: name, in: imageFolder)?.isRegularFile ?? false {
                carriesExtension = true
            }
        } catch {
            return nil
        }
        return OutputNames(image: image, scheme: scheme, carriesExtension: carriesExtension)
    }

    /// Whether there is such a file, and it is not one of our own outputs.
    private static func isImage(
        _ name: FilePath.Component,
        in folder: Descriptor,
        calls: FileCalls
    ) throws(Failure) -> Bool {
        do {
            guard let state = try calls.state(of: name, in: folder), state.isRegularFile else { return false }
        } catch {
            throw .imageUnreadable(name: name.readable, code: error)
        }
        return !OutputMark.isOurs(name, in: folder, calls: calls)
    }
}
