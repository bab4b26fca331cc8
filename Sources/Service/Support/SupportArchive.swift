import Files
import FoundationEssentials
import Glibc
package import SystemPackage
package import WorkerProtocol

/// One file to send for help.
package enum SupportArchive {
    private static let patience: Duration = .seconds(60)

    /// A name for an archive of now: `segmentd-support-scope-pc-20261129-134000.tar.gz`, without its ending.
    package static var name: String {
        var (now, day) = (time(nil), tm())
        localtime_r(&now, &day)
        var text = [CChar](repeating: 0, count: 32)
        let length = strftime(&text, text.count, "%Y%m%d-%H%M%S", &day)
        let time = String(decoding: text[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return "segmentd-support-\(MailText.hostName(Notifier.hostName))-\(time)"
    }

    /// Writes the parts as `name`.tar.gz into `folder`, for this user alone.
    ///
    /// - Returns: the file and its size in bytes.
    package static func write(
        _ parts: [SupportPart],
        name: String,
        into folder: FilePath
    ) throws(Failure) -> (
        path: FilePath, bytes: Int
    ) {
        let archive = folder.appending("\(name).tar.gz")
        do {
            let scratch = try FileCalls().makeTemporaryFolder(named: "segmentd-support")
            defer {
                FileCalls().discardContents(of: scratch)
                _ = FileCalls().discard(scratch)
            }
            let content = scratch.appending(name)
            _ = try FileCalls().makeFolder(at: content, permissions: .ownerReadWriteExecute)
            for part in parts { try KeptFile.write(Array(part.text.utf8), to: content.appending(part.name)) }
            let tar = [
                "/usr/bin/tar", "--create", "--gzip", "--owner=0", "--group=0", "--numeric-owner",
                "--directory=\(scratch.string)", name,
            ]
            let ending = try ProgramRun.run(tar, mostBytes: 8 << 20, patience: patience)
            guard ending.status == 0, !ending.isCut else {
                let reason = String(decoding: ending.errors, as: UTF8.self)
                throw Failure(
                    kind: "support_failed",
                    message: "tar could not make the archive: \(MessageWriter.plain(reason))",
                    remedy: "install tar and gzip, and look for space in \(FileCalls.temporaryFolder)"
                )
            }
            try KeptFile.write(ending.output, to: archive)
            return (archive, ending.output.count)
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(
                kind: "support_failed",
                message: "\(archive.readable) cannot be written: \(error)",
                remedy: "name a folder that you may write to: --output-dir"
            )
        }
    }
}
