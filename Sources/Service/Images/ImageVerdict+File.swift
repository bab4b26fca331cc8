package import Files
import Glibc
import Watching
package import WorkerProtocol

extension ImageVerdict.Writing {
    /// What the file system tells of the writer of an open image.
    ///
    /// A single look has no time to see whether a file rests: its own time of modification counts.
    ///
    /// - Parameter state: what the file was like when it was opened.
    package init(of file: Descriptor, since state: FileState) {
        let now = try? FileCalls().state(of: file)
        if now != state || WriterProbe.presence(of: file) == .present {
            self = .underWay
        } else {
            let age = Int64(time(nil)) - state.identity.modificationSeconds
            self = age < WatchTiming.standard.proofTime.components.seconds ? .possible : .over
        }
    }
}
