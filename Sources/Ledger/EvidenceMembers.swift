import Files
import FoundationEssentials

/// The other files of an image in several files, as they stand in one column of its row.
enum EvidenceMembers {
    private struct Stored: Codable {
        var path: Data
        var size: Int64
        var seconds: Int64
        var nanoseconds: Int
        var inode: UInt64
        var change: Int64
    }

    /// What is kept of them; nil where there are none.
    static func data(_ members: [LedgerEntry.Evidence.Member]) -> Data? {
        guard !members.isEmpty else { return nil }
        let stored = members.map { member in
            Stored(
                path: Data(member.path),
                size: member.mark.identity.size,
                seconds: member.mark.identity.modificationSeconds,
                nanoseconds: member.mark.identity.modificationNanoseconds,
                inode: member.mark.inode,
                change: member.mark.changeTime
            )
        }
        return try? JSONEncoder().encode(stored)
    }

    /// The files; nil where it cannot be told which.
    static func members(_ data: Data) -> [LedgerEntry.Evidence.Member]? {
        (try? JSONDecoder().decode([Stored].self, from: data))?.map { stored in
            let identity = FileIdentity(
                size: stored.size,
                modificationSeconds: stored.seconds,
                modificationNanoseconds: stored.nanoseconds
            )
            let mark = FileMark(identity: identity, inode: stored.inode, changeTime: stored.change)
            return LedgerEntry.Evidence.Member(path: Array(stored.path), mark: mark)
        }
    }
}
