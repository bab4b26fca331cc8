import Files
package import WorkerProtocol

extension Recipe {
    /// SHA-256 over all that the file of an output depends on (`parts(of:)`): the same of two recipes means the same file
    /// of the same image.
    package func identity(of kind: OutputKind) -> String { Self.digest(parts(of: kind)) }

    /// SHA-256 over all that the counts of a summary depend on.
    package var countsIdentity: String { Self.digest(partsOfCounts) }

    private static func digest(_ parts: [RecipePart]) -> String {
        FileDigest.sha256(Array(parts.map(\.line).joined(separator: "\n").utf8))
    }
}
