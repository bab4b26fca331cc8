package import Files
package import SystemPackage
package import WorkerProtocol

/// An open folder that takes results.
package struct ResultFolder: Sendable {
    /// Who has an output's name.
    package enum Occupant: Sendable, Equatable {
        case nobody
        /// A file with our mark.
        case ours
        /// Somebody else's file, or something that is no file.
        case foreign
    }

    /// Where it is, for messages.
    package let path: FilePath
    /// The open folder.
    package let descriptor: Descriptor
    /// Who may read what is written here; nil leaves it to the umask.
    let readers: Readers?
    /// Told when a hidden file could not be removed, so that the folder has to be swept.
    let noteLeftover: @Sendable () -> Void
    let calls: FileCalls

    /// Opens a folder, making what of it is ours to make.
    package init(
        opening folder: OutputFolder,
        readers: Readers? = nil,
        calls: FileCalls = FileCalls(),
        noteLeftover: @escaping @Sendable () -> Void = {}
    ) throws(Failure) {
        let opened = try Self(folder, making: true, readers: readers, calls: calls, noteLeftover: noteLeftover)
        guard let opened else {
            throw .fileSystem(doing: "open", path: folder.path, code: .noSuchFileOrDirectory)
        }
        self = opened
    }

    /// Opens a folder if it is there; makes nothing.
    package init?(existing folder: OutputFolder, calls: FileCalls = FileCalls()) throws(Failure) {
        try self.init(folder, making: false, readers: nil, calls: calls, noteLeftover: {})
    }

    private init?(
        _ folder: OutputFolder,
        making: Bool,
        readers: Readers?,
        calls: FileCalls,
        noteLeftover: @escaping @Sendable () -> Void
    ) throws(Failure) {
        self.calls = calls
        self.noteLeftover = noteLeftover
        self.readers = readers
        path = folder.path
        var here = folder.base
        do {
            var isNew =
                making && folder.isBaseCreatable
                ? try calls.makeFolder(at: here, followingLinks: folder.followsLinks, readers: readers) : false
            var open = try calls.openFolder(at: here, followingLinks: folder.followsLinks)
            if isNew, let readers,
                let parent = try? calls.openFolder(
                    at: here.removingLastComponent(),
                    followingLinks: folder.followsLinks
                )
            {
                calls.share(folder: open, with: readers, in: parent)
            }
            for (index, name) in folder.below.enumerated() {
                here.append(name)
                let isCreatable = index >= folder.below.count - folder.creatable
                isNew = making && isCreatable ? try calls.makeFolder(name, in: open, readers: readers) : false
                if isNew { try calls.sync(open) }
                let next = try calls.openFolder(name, in: open)
                if isNew, let readers { calls.share(folder: next, with: readers, in: open) }
                open = next
            }
            descriptor = open
        } catch {
            if error == .noSuchFileOrDirectory && !making { return nil }
            throw .fileSystem(doing: making ? "make or open" : "open", path: here, code: error)
        }
    }

    /// Reads the summary of the given name.
    package func summary(_ name: FilePath.Component) throws(Failure) -> SummaryFile.Content {
        try readSummary(name).content
    }

    /// The same, and the state of its file, which was taken before it was read: one in that state holds what was read.
    func readSummary(_ name: FilePath.Component) throws(Failure) -> (content: SummaryFile.Content, file: FileState?) {
        let file: Descriptor
        let state: FileState
        do {
            guard let named = try calls.state(of: name, in: descriptor) else { return (.absent, nil) }
            guard named.isRegularFile else { return (.foreign(reason: "is not a regular file"), nil) }
            file = try calls.openFile(name, in: descriptor)
            state = try calls.state(of: file.number)
        } catch .noSuchFileOrDirectory {
            return (.absent, nil)
        } catch {
            throw .fileSystem(doing: "read", path: path.appending(name), code: error)
        }
        let isOurs = try attempt("read", name) { () throws(Errno) in
            try OutputMark.find(fileDescriptor: file.number, name: name, calls: calls)
        }
        guard isOurs else {
            return (.foreign(reason: "is not a summary written by segmentd"), state)
        }
        guard state.identity.size <= SummaryFile.maximumSize else {
            let (size, most) = (state.identity.size, SummaryFile.maximumSize >> 20)
            return (.unreadable(reason: "has \(size) bytes, and no summary has more than \(most) MB"), state)
        }
        let bytes = try attempt("read", name) { () throws(Errno) in
            try calls.read(file.number, first: Int(state.identity.size))
        }
        return (SummaryFile.decode(bytes), state)
    }

    /// Who has the name of an output.
    package func occupant(of name: FilePath.Component) throws(Failure) -> Occupant {
        try attempt("look at", name) { () throws(Errno) in
            guard let state = try calls.state(of: name, in: descriptor) else { return .nobody }
            guard state.isRegularFile else { return .foreign }
            do throws(Errno) {
                let file = try calls.openFile(name, in: descriptor)
                return try OutputMark.find(fileDescriptor: file.number, name: name, calls: calls) ? .ours : .foreign
            } catch .noSuchFileOrDirectory {
                // Somebody has just taken it away.
                return .nobody
            } catch .tooManySymbolicLinkLevels {
                return .foreign
            }
        }
    }

    /// Runs `body` while nobody else commits here: no other thread, no other `run`, no daemon.
    ///
    /// The lock is one on the open folder, which no crash leaves behind. A file system without such locks gives none.
    func exclusively<Value>(_ body: () throws(Failure) -> Value) throws(Failure) -> Value {
        // An opening of its own: a lock taken twice through the same one holds nobody up.
        let lock = try attempt("open", nil) { () throws(Errno) in try calls.openFolder(".", in: descriptor) }
        let isFree = try attempt("lock", nil) { () throws(Errno) in try calls.lockPatiently(lock) }
        guard isFree else { throw .locked(path: path) }
        return try withExtendedLifetime(lock, body)
    }

    /// Runs system calls on `name` and says which of them failed.
    func attempt<Value>(
        _ action: String,
        _ name: FilePath.Component?,
        _ body: () throws(Errno) -> Value
    ) throws(Failure) -> Value {
        do {
            return try body()
        } catch {
            throw .fileSystem(doing: action, path: name.map { path.appending($0) } ?? path, code: error)
        }
    }
}
