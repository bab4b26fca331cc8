import Files
import SystemPackage
import WorkerProtocol

/// The steps that a commit is made of.
extension ResultFolder {
    /// The summary that is there; refuses one that is not ours to replace.
    func earlierSummary(_ names: OutputNames) throws(Failure) -> SummaryFile.Content {
        try replaceable(try summary(names.summary), names)
    }

    /// The summary that was found; refuses one that is not ours to replace.
    func replaceable(
        _ content: SummaryFile.Content,
        _ names: OutputNames
    ) throws(Failure) -> SummaryFile.Content {
        let place = path.appending(names.summary)
        switch content {
        case .absent, .unreadable:
            return content
        case .foreign(let reason):
            throw .outputExists(path: place, reason: "it \(reason)")
        case .found(let summary):
            if summary.image.isNamed(names.image) || names.isBetter(than: summary.image) { return content }
            throw .outputExists(path: place, reason: "it belongs to the image \(summary.image.name)")
        }
    }

    /// Whether the name of an output has a file of ours; refuses anything else but a free name.
    func isOurs(_ name: FilePath.Component) throws(Failure) -> Bool {
        switch try occupant(of: name) {
        case .nobody: return false
        case .ours: return true
        case .foreign:
            throw .outputExists(path: path.appending(name), reason: "it was not written by segmentd")
        }
    }

    /// The outputs of an earlier run that are there and still ours.
    ///
    /// Those that its summary lists; without a summary, whatever carries our mark, since only a run that was broken
    /// off, or whose summary was removed so that it be done again, leaves that.
    func earlierOutputs(
        _ names: OutputNames,
        of earlier: SummaryFile.Content
    ) throws(Failure) -> [OutputKind] {
        var found: [OutputKind] = []
        for kind in OutputKind.allCases where try occupant(of: names[kind]) == .ours {
            if case .found(let summary) = earlier, !summary.outputs.contains(where: { $0.kind == kind }) { continue }
            found.append(kind)
        }
        return found
    }

    /// Checks what a worker says it wrote against the file.
    func check(_ file: TemporaryFile, has expected: Int) throws(Failure) {
        let state = try attempt("look at", file.finalName) { () throws(Errno) in
            try calls.state(of: file.file.number)
        }
        guard Int(state.identity.size) == expected else {
            let found = Int(state.identity.size)
            throw .incompleteOutput(path: path.appending(file.finalName), expected: expected, found: found)
        }
    }

    /// Brings the content of a hidden file onto the disk.
    func sync(_ file: TemporaryFile) throws(Failure) {
        try attempt("sync", file.finalName) { () throws(Errno) in try calls.sync(file.file) }
    }

    /// Writes a summary into a hidden file and onto the disk.
    func writeTemporary(_ summary: Summary, named name: FilePath.Component) throws(Failure) -> TemporaryFile {
        let bytes: [UInt8]
        do {
            bytes = try SummaryFile.encode(summary)
        } catch {
            throw .invalidSummary(path: path.appending(name), reason: "\(error)")
        }
        guard bytes.count <= SummaryFile.mostAtOnce else {
            throw .invalidSummary(path: path.appending(name), reason: "\(bytes.count) bytes are too many")
        }
        let note = try makeTemporary(for: name)
        do throws(Failure) {
            try attempt("write", name) { () throws(Errno) in try calls.write(bytes, to: note.file) }
            try sync(note)
        } catch {
            remove([note])
            throw error
        }
        return note
    }

    /// Takes the commit mark of the earlier run away, on the disk as well, before anything it lists changes.
    func removeSummary(_ earlier: SummaryFile.Content, _ names: OutputNames) throws(Failure) {
        guard earlier != .absent else { return }
        try remove([names.summary])
        try syncNames()
    }

    /// Gives an output its name; a file of somebody else that came meanwhile stays.
    func putInPlace(_ file: TemporaryFile, replacing: Bool) throws(Failure) {
        do {
            try calls.rename(file.name, to: file.finalName, in: descriptor, replacing: replacing)
        } catch .fileExists {
            let reason = "it appeared while the image was segmented"
            throw .outputExists(path: path.appending(file.finalName), reason: reason)
        } catch {
            throw .fileSystem(doing: "put in place", path: path.appending(file.finalName), code: error)
        }
    }

    /// Sets the commit mark, once the names of all outputs are on the disk.
    func putSummaryInPlace(_ note: TemporaryFile) throws(Failure) {
        try syncNames()
        try putInPlace(note, replacing: false)
        do throws(Failure) {
            try syncNames()
        } catch {
            // A mark that may be lost with the power is none.
            try? remove([note.finalName])
            throw error
        }
    }

    /// Removes files by name; ones that are gone already are fine.
    func remove(_ names: [FilePath.Component]) throws(Failure) {
        for name in names {
            try attempt("remove", name) { () throws(Errno) in try calls.remove(name, in: descriptor) }
        }
    }

    /// Removes hidden files as far as that works; what stays is noted, and found by its name when the folder is swept.
    func remove(_ files: [TemporaryFile]) {
        for file in files {
            do { try calls.remove(file.name, in: descriptor) } catch { noteLeftover() }
        }
    }

    private func syncNames() throws(Failure) {
        try attempt("sync", nil) { () throws(Errno) in try calls.sync(descriptor) }
    }
}

extension OutputNames {
    /// Whether these plain names belong to our image rather than to that of a summary found under them.
    fileprivate func isBetter(than other: Summary.Image) -> Bool {
        guard !carriesExtension, let name = other.component else { return false }
        return ImageStem(image).outranks(ImageStem(name))
    }
}
