package import Files
import Results
package import Settings
import SystemPackage
package import WorkerProtocol

/// Asks file systems for the room that results may use.
package struct Storage: Sendable {
    private let space: @Sendable (Descriptor) -> FileSystemSpace?

    /// Asks the system; tests say something else.
    package init(space: @escaping @Sendable (Descriptor) -> FileSystemSpace? = { FileSystemSpace(of: $0) }) {
        self.space = space
    }

    /// The room in an open folder of results for images that lie in another; nil where the file system does not tell.
    package func room(_ reserve: StorageReserve, in results: Descriptor, images: Descriptor) -> StorageRoom? {
        guard reserve != .none, let here = space(results) else { return nil }
        return StorageRoom(reserve, of: here, holdsRawData: space(images)?.fileSystem == here.fileSystem)
    }
}

extension Storage {
    /// Which of `outputs` an image may have now.
    ///
    /// - Throws: a transient `Failure` where not even its result may be written.
    func outputs(
        of outputs: [OutputKind],
        for image: ImageFile,
        _ set: ImageSet? = nil,
        in folder: ResultFolder,
        keeping reserve: StorageReserve
    ) throws(Failure) -> [OutputKind] {
        guard let room = room(reserve, in: folder.descriptor, images: image.folder) else { return outputs }
        let size = image.state.identity.size + (set?.members.reduce(0) { $0 + $1.state.identity.size } ?? 0)
        guard let affordable = room.outputs(of: outputs, forImageOf: size) else {
            throw .reserved(folder.path, room)
        }
        return affordable
    }
}

extension Summary {
    /// Outputs of its recipe that were not written, since space ran short.
    package var leftOut: [OutputKind] {
        guard status == .done else { return [] }
        return settings.outputs.filter { kind in !outputs.contains { $0.kind == kind } }
    }
}
