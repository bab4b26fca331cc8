package import Files
package import Settings
import SystemPackage
package import WorkerProtocol

/// The free space that results may use: what lies above the reserve.
///
/// As it gets less, outputs are left out in the order of their bulk, the bulky ones at one and a half times the reserve,
/// pictures at one and a quarter; at the reserve itself images wait. So a disk that fills up serves the microscope last.
package struct StorageRoom: Sendable, Equatable {
    /// Bytes free.
    package var free: Int64
    /// Bytes to be left free.
    package var reserve: Int64

    /// The room where there is so much space; `holdsRawData` says whether the raw data lies on the same file system.
    package init(_ reserve: StorageReserve, of space: FileSystemSpace, holdsRawData: Bool) {
        free = space.free
        switch reserve {
        case .bytes(let bytes): self.reserve = bytes
        case .share(let share): self.reserve = holdsRawData ? Int64(Double(space.total) * share) : 0
        }
    }

    /// Which of `outputs` may be written for an image of `bytes` bytes; nil where not even the result may.
    package func outputs(of outputs: [OutputKind], forImageOf bytes: Int64) -> [OutputKind]? {
        guard reserve > 0 else { return outputs }
        // Masks and labels compress to a fraction of the image, so its own size is a bound with room to spare.
        let left = free.subtractingReportingOverflow(bytes).partialValue
        guard left >= reserve else { return nil }
        return outputs.filter { Double(left) >= Double(reserve) * Self.share($0.bulk) }
    }

    /// From how many reserves of free space on such outputs are written.
    private static func share(_ bulk: OutputKind.Bulk) -> Double {
        switch bulk {
        case .result: 1
        case .picture: 1.25
        case .bulky: 1.5
        }
    }
}

extension Failure {
    /// The free space has come down to the reserve.
    static func reserved(_ folder: FilePath, _ room: StorageRoom) -> Failure {
        let free = StorageText.bytes(room.free)
        return Failure(
            kind: "disk_reserve",
            message:
                "\(folder.readable) has \(free) left, of which \(StorageText.bytes(room.reserve)) are kept for raw data",
            remedy: "free some space or lower `reserve`; the images are done as soon as there is room",
            isTransient: true
        )
    }
}
