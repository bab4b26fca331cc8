import Files
import SystemPackage
package import WorkerProtocol

extension ResultFolder {
    /// A hidden file that will get the name of an output or of a summary.
    func makeTemporary(for name: FilePath.Component) throws(Failure) -> TemporaryFile {
        try attempt("create", name) { () throws(Errno) in
            try TemporaryFile(for: name, in: descriptor, readers: readers, calls: calls)
        }
    }

    /// Removes hidden files that a killed process left here.
    ///
    /// - Returns: how many were removed.
    @discardableResult
    package func removeStaleTemporaries() throws(Failure) -> Int {
        let found = try attempt("list", nil) { () throws(Errno) in try calls.removeStaleTemporaries(in: descriptor) }
        if let refused = found.refused {
            throw .fileSystem(doing: "remove", path: path.appending(refused.name), code: refused.code)
        }
        return found.removed
    }

    /// Whether a file of `bytes` can be made here, as far as the system tells without trying.
    package func hasRoom(for bytes: Int64) -> Bool { calls.hasRoom(for: bytes, in: descriptor) }
}
