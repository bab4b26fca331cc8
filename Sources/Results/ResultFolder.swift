package import SystemPackage

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
    let calls: FileCalls

    /// Opens a folder, making what of it is ours to make.
    package init(opening folder: OutputFolder, calls: FileCalls = FileCalls()) throws(ResultsError) {
        guard let opened = try Self(folder, making: true, calls: calls) else {
            throw .fileSystem(doing: "open", path: folder.path, code: .noSuchFileOrDirectory)
        }
        self = opened
    }

    /// Opens a folder if it is there; makes nothing.
    package init?(existing folder: OutputFolder, calls: FileCalls = FileCalls()) throws(ResultsError) {
        try self.init(folder, making: false, calls: calls)
    }

    private init?(_ folder: OutputFolder, making: Bool, calls: FileCalls) throws(ResultsError) {
        self.calls = calls
        path = folder.path
        var here = folder.base
        do {
            if making && folder.isBaseCreatable { try calls.makeFolder(at: here) }
            var open = try calls.openFolder(at: here)
            for (index, name) in folder.below.enumerated() {
                here.append(name)
                let isCreatable = index >= folder.below.count - folder.creatable
                if making && isCreatable, try calls.makeFolder(name, in: open) { try calls.sync(open) }
                open = try calls.openFolder(name, in: open)
            }
            descriptor = open
        } catch {
            if error == .noSuchFileOrDirectory && !making { return nil }
            throw .fileSystem(doing: making ? "make or open" : "open", path: here, code: error)
        }
    }

    /// Reads the summary of the given name.
    package func summary(_ name: FilePath.Component) throws(ResultsError) -> SummaryFile.Content {
        let file: Descriptor
        let state: FileState
        do {
            guard let named = try calls.status(of: name, in: descriptor) else { return .absent }
            guard named.isRegularFile else { return .foreign(reason: "is not a regular file") }
            file = try calls.openFile(name, in: descriptor)
            state = try calls.status(of: file.number)
        } catch .noSuchFileOrDirectory {
            return .absent
        } catch {
            throw .fileSystem(doing: "read", path: path.appending(name), code: error)
        }
        guard OutputMark.isOurs(fileDescriptor: file.number, name: name, calls: calls) else {
            return .foreign(reason: "is not a summary written by segmentd")
        }
        guard state.identity.size <= SummaryFile.maximumSize else { return .unreadable(reason: "is far too large") }
        return SummaryFile.decode(try bytes(of: file, name: name, count: Int(state.identity.size)))
    }

    /// Who has the name of an output.
    package func occupant(of name: FilePath.Component) throws(ResultsError) -> Occupant {
        let state = try attempt("look at", name) { () throws(Errno) in try calls.status(of: name, in: descriptor) }
        guard state != nil else { return .nobody }
        return OutputMark.isOurs(name, in: descriptor, calls: calls) ? .ours : .foreign
    }

    /// Runs system calls on `name` and says which of them failed.
    func attempt<Value>(
        _ action: String,
        _ name: FilePath.Component?,
        _ body: () throws(Errno) -> Value
    ) throws(ResultsError) -> Value {
        do {
            return try body()
        } catch {
            throw .fileSystem(doing: action, path: name.map { path.appending($0) } ?? path, code: error)
        }
    }

    private func bytes(of file: Descriptor, name: FilePath.Component, count: Int) throws(ResultsError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let read = try attempt("read", name) { () throws(Errno) in
                var result: Result<Int, Errno> = .success(0)
                bytes.withUnsafeMutableBytes { buffer in
                    let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
                    result = Result { () throws(Errno) in try calls.read(file.number, into: rest, at: done) }
                }
                return try result.get()
            }
            guard read > 0 else { break }
            done += read
        }
        return Array(bytes.prefix(done))
    }
}
