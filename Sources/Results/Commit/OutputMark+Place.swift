package import Files
package import SystemPackage

extension OutputMark {
    /// Whether a file of ours lies where it was written: the summary that belongs to its name is beside it. One that was
    /// copied or moved to where images are expected has none.
    package static func isAtItsPlace(
        _ name: FilePath.Component,
        in folder: Descriptor,
        calls: FileCalls = FileCalls()
    ) -> Bool {
        ResultFamily.summaries(beside: name).contains { isOurs($0, in: folder, calls: calls) }
    }
}
