package import Files
package import SystemPackage
import WorkerProtocol

extension OutputMark {
    /// Whether a file of ours lies where it was written: the summary that belongs to its name is beside it. One that was
    /// copied or moved to where images are expected has none.
    package static func isAtItsPlace(
        _ name: FilePath.Component,
        in folder: Descriptor,
        calls: FileCalls = FileCalls()
    ) -> Bool {
        for kind in OutputKind.allCases {
            let ending = Array(kind.nameEnding.utf8)
            guard name.bytes.suffix(ending.count).elementsEqual(ending) else { continue }
            let prefix = name.bytes.dropLast(ending.count)
            guard let summary = FilePath.Component(bytes: prefix + Array(OutputNames.summaryEnding.utf8)) else {
                continue
            }
            if isOurs(summary, in: folder, calls: calls) { return true }
        }
        return false
    }
}
