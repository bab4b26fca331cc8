import Files
package import SystemPackage
package import WorkerProtocol

extension ResultFolder {
    /// Removes a file of ours that is of no use any more, on the disk as well.
    ///
    /// Nobody else commits meanwhile; a file without our mark, and one of which `isUseless` is not true any more, stays.
    ///
    /// - Returns: whether it is gone.
    package func removeOurs(
        _ name: FilePath.Component,
        if isUseless: () throws(Failure) -> Bool
    ) throws(Failure) -> Bool {
        try exclusively { () throws(Failure) in
            guard try occupant(of: name) == .ours, try isUseless() else { return false }
            try remove([name])
            try attempt("sync", nil) { () throws(Errno) in try calls.sync(descriptor) }
            return true
        }
    }

    /// The hidden files that a killed process left here.
    package func staleTemporaries() throws(Failure) -> [FilePath.Component] {
        try attempt("list", nil) { () throws(Errno) in try calls.staleTemporaries(in: descriptor) }
    }
}
