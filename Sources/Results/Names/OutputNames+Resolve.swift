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
    /// - Returns: the names, and the summary that lies under its name, read once.
    package static func resolve(
        image: FilePath.Component,
        recipe: String?,
        imageFolder: Descriptor,
        results: ResultFolder?,
        calls: FileCalls = FileCalls()
    ) throws(Failure) -> (names: OutputNames, summary: SummaryFile.Content) {
        let extended = OutputNames(image: image, recipe: recipe, carriesExtension: true)
        func withExtension() throws(Failure) -> (OutputNames, SummaryFile.Content) {
            (extended, try results?.summary(extended.summary) ?? .absent)
        }
        let stem = ImageStem(image)
        guard stem.canOwnStem else { return try withExtension() }
        for better in stem.betterNames where try isImage(better, in: imageFolder, calls: calls) {
            return try withExtension()
        }
        let plain = OutputNames(image: image, recipe: recipe)
        let content = try results?.summary(plain.summary) ?? .absent
        if case .found(let summary) = content, stem.betterNames.contains(where: summary.image.isNamed) {
            return try withExtension()
        }
        return (plain, content)
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
