import Files
import Results
import Settings
import SystemPackage
import WorkerProtocol

/// The other files of an image that is stored in several, as they are at one moment.
struct ImageSet: Sendable {
    /// With more files, an image is refused.
    static let mostFiles = 3_000

    /// One of them.
    struct Member: Sendable {
        /// As the set calls it: its name, or the way to it from the folder of the image.
        let name: String
        let path: FilePath
        /// Where its planes belong, where names say that.
        var place: [String: Int]?
        /// What that place is called, where it is more than a number.
        var placeNames: [String: String]?
        /// How it was seen.
        var state: FileState
        /// The open file; nil where it was only looked at.
        var file: ImageFile?
    }

    /// The pattern of names that puts them together; nil where the files themselves say it.
    var together: TogetherPattern?
    /// Where the planes of the image's own file belong, where names say that.
    var imagePlace: [String: Int]?
    /// What that place is called.
    var imagePlaceNames: [String: String]?
    /// In their order.
    var members: [Member]
    /// Files that others speak of and that are not there, by their names.
    var missing: [String] = []
    /// How many different places there are along each axis of the pattern, the image's own included.
    var extents: [TogetherPattern.Axis: Int] = [:]
    /// Why the files cannot be one image.
    var problem: Failure?

    /// The same with its files opened beneath `root`, beside that of the image; one that has gone meanwhile counts as missing.
    func opened(below root: PinnedFolder, beside image: ImageFile) throws(Failure) -> ImageSet {
        if members.count > 200 { OpenFileLimit.raise() }
        var set = self
        set.members = []
        for var member in members {
            do throws(Errno) { member.file = try ImageFile(opening: member.path, below: root, beside: image) } catch {
                guard [.noSuchFileOrDirectory, .notDirectory, .invalidArgument].contains(error) else {
                    throw ImageProcessor.cannotOpen(member.path, error)
                }
                set.missing.append(member.name)
                continue
            }
            if let file = member.file { member.state = file.state }
            set.members.append(member)
        }
        return set
    }

    /// Whether all of them are still what they were when they were opened.
    var isUnchanged: Bool { members.allSatisfy { $0.file?.isUnchanged ?? true } }

    /// The open files, for the worker.
    var descriptors: [Int32] { members.compactMap { $0.file?.file.number } }

    /// Whether somebody writes one of them.
    var isWritten: Bool {
        members.contains { $0.file.map { WriterProbe.presence(of: $0.file) == .present } ?? false }
    }

    /// What the worker is told of them.
    var forWorker: [ImageSetMember] {
        members.map { member in
            var told = ImageSetMember(name: member.name)
            (told.place, told.names) = (member.place, member.placeNames)
            return told
        }
    }

    /// What a summary says of them; `digests` are those of the files, where they are known.
    func told(imageIn folder: FilePath, digests: [String]?) -> [Summary.Image] {
        members.enumerated().compactMap { index, member in
            guard let name = member.path.lastComponent else { return nil }
            let home = member.path.removingLastComponent()
            return Summary.Image(
                name: name,
                folder: home == folder ? nil : home,
                identity: member.state.identity,
                file: member.state,
                sha256: digests.flatMap { index < $0.count ? $0[index] : nil }
            )
        }
    }
}
