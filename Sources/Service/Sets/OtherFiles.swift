package import Files
import Results
import Settings
package import SystemPackage

/// The other files of an image as they are now, to be held against those of which its summary tells.
package struct OtherFiles: Sendable {
    /// One of them.
    package struct File: Sendable {
        /// The way to it from the folder of the image.
        package var way: FilePath
        /// Nil where it is not there.
        package var state: FileState?
        /// The SHA-256 of its content, where somebody asked for it.
        package var digest: String?

        /// The file at the end of a way.
        package init(way: FilePath, state: FileState?, digest: String? = nil) {
            (self.way, self.state, self.digest) = (way, state, digest)
        }
    }

    /// What comes of a comparison.
    enum Difference: Equatable {
        case same
        /// The content of some has to be read before it can be told.
        case open
        /// The words say what it is.
        case other(String)
    }

    /// The pattern of names that puts them together; nil where the files themselves say it.
    package var together: String?
    package var files: [File]

    /// These files.
    package init(together: String? = nil, files: [File] = []) { (self.together, self.files) = (together, files) }

    /// The files of a set.
    init(_ set: ImageSet, imageIn folder: FilePath) {
        together = set.together?.text
        files = set.members.map { member in
            var way = member.path
            _ = way.removePrefix(folder)
            return File(way: way, state: member.state)
        }
    }

    /// The files of which a summary tells, as they are now; none where names put them together, since names are asked then.
    init(toldBy image: Summary.Image, imageIn folder: FilePath, below root: PinnedFolder) {
        self.init()
        guard image.together == nil, let members = image.members else { return }
        func state(_ way: FilePath) -> FileState? {
            guard let file = try? root.open(folder.pushing(way), for: .looking) else { return nil }
            guard let state = try? FileCalls().state(of: file), state.isRegularFile else { return nil }
            return state
        }
        files = members.compactMap { image.way(to: $0) }.map { File(way: $0, state: state($0)) }
        // One that was missing and has come counts.
        files += (image.missing ?? []).compactMap { SetWay.way($0) }.compactMap { way in
            state(way).map { File(way: way, state: $0) }
        }
    }

    /// Compares with the files of which the summary of the image tells.
    func difference(from image: Summary.Image) -> Difference {
        let told = image.members ?? []
        if told.isEmpty && files.isEmpty { return .same }
        guard told.isEmpty || together == image.together else { return .other("its files are put together otherwise") }
        let ways = told.map { image.way(to: $0) }
        let known = Set(ways.compactMap(\.self))
        if let new = files.first(where: { !known.contains($0.way) }) {
            return .other("\(new.way.readable) belongs to it too")
        }
        let present = Dictionary(files.map { ($0.way, $0) }) { first, _ in first }
        var isOpen = false
        for (member, way) in zip(told, ways) {
            guard let file = way.flatMap({ present[$0] }), let state = file.state else {
                return .other("\(way?.readable ?? member.name) is gone")
            }
            switch member.resemblance(to: state, isSuspect: false) {
            case .same: continue
            case .open where file.digest == nil: isOpen = true
            case .open where file.digest == member.sha256: continue
            case .open, .different: return .other("\(file.way.readable) has changed")
            }
        }
        // The order is that of their planes.
        guard isOpen || ways == files.map(\.way) else { return .other("its files have another order") }
        return isOpen ? .open : .same
    }
}
