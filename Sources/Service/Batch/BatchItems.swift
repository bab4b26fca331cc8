package import Files
import Glibc
import Results
package import Settings
package import SystemPackage
import Watching
package import WorkerProtocol

/// Finds the images that paths on a command line stand for.
package enum BatchItems {
    /// Files as they are named; folders with every TIFF in them that is not an output of ours, oldest first; each once.
    ///
    /// - Parameters:
    ///   - endings: what the names of images in folders may end with; `folder` says it of each.
    ///   - isEmpty: told of each folder without a TIFF to segment.
    ///   - passingOver: told, in words, of what in a folder could be meant as an image and is none.
    ///   - lost: told of a path that leads nowhere, which is passed over then.
    ///   - folder: the settings for an image, given its path and the folder it was found below.
    /// - Throws: an `Failure` for a path that leads nowhere or for which there are no settings, and for two images
    ///   whose results would have the same names.
    package static func find(
        _ paths: [FilePath],
        recursive: Bool,
        endings: ImageEndings = .standard,
        isEmpty: (FilePath) -> Void = { _ in },
        passingOver: (String) -> Void = { _ in },
        lost: ((FilePath, Failure) -> Void)? = nil,
        folder: (_ image: FilePath, _ root: FilePath) throws(Failure) -> FolderSettings
    ) throws(Failure) -> [BatchRun.Item] {
        var items: [BatchRun.Item] = []
        var namesResultsAlone = true
        var (results, labels): ([FilePath], [FilePath]) = ([], [])
        var firsts = NamedFirsts()
        for named in paths {
            guard let real = try place(of: named, lost) else { continue }
            if isFolder(real) {
                namesResultsAlone = false
                let before = items.count
                let root = WatchedRoot(path: real, recursive: recursive)
                var scan = FolderScan(of: real, in: root, filter: NameFilter(endings))
                scan.advance()
                for (path, reason) in scan.passedOver { passingOver(reason.description(of: path)) }
                for candidate in scan.oldestFirst {
                    if let image = try? ImageFile(opening: candidate.path, below: root.place),
                        OutputMark.isOurs(fileDescriptor: image.file.number, name: image.name)
                    {
                        if let problem = image.resultElsewhere { passingOver(problem) }
                        continue
                    }
                    let settings = try folder(candidate.path, real)
                    guard candidate.path.lastComponent.map(settings.endings.fit) ?? false else { continue }
                    if !settings.images(ofLabels: candidate.path).isEmpty { continue }
                    let parent = candidate.path.removingLastComponent().lastComponent
                    if case .subfolder(let name) = settings.output, parent?.string == name { continue }
                    let path = try firsts.first(of: candidate.path, in: settings)
                    var way = path
                    _ = way.removePrefix(real)
                    let label = paths.count == 1 ? way : named.pushing(way).lexicallyNormalized()
                    items.append(BatchRun.Item(path: path, folder: settings, way: way, label: label))
                }
                if items.count == before { isEmpty(real) }
            } else if isResult(real) {
                results.append(real)
            } else {
                let settings = try folder(real, real.removingLastComponent())
                // A pattern such as *.tif names the label images too.
                if settings.images(ofLabels: real).isEmpty {
                    let path = try firsts.first(of: real, in: settings)
                    var way = named.lexicallyNormalized()
                    if path != real, let name = path.lastComponent { way = way.removingLastComponent().appending(name) }
                    items.append(BatchRun.Item(path: path, folder: settings, way: way))
                } else {
                    labels.append(real)
                }
            }
        }
        // A pattern such as *.tif names the results of an earlier run too, thousands of them perhaps.
        if let first = results.first {
            let others = results.count > 1 ? " and \(results.count - 1) more are" : " is"
            passingOver("\(first.readable)\(others) passed over: results of segmentd, not images")
        }
        if items.isEmpty, results.isEmpty, namesResultsAlone, let first = labels.first {
            throw Failure(
                kind: "no_image",
                message: "\(first.readable) is called as the label image of another, and no image is named",
                remedy: "name the raw images, or their folder"
            )
        }
        if items.isEmpty && namesResultsAlone && !results.isEmpty {
            throw Failure(
                kind: "no_image",
                message: "all that is named are results of segmentd",
                remedy: "name the raw images, or their folder"
            )
        }
        var found: Set<FilePath> = []
        items.removeAll { !found.insert($0.path).inserted }
        try OutputClashes.check(items)
        return items
    }

    /// The place of something that was named; nil where `lost` was told that it leads nowhere.
    ///
    /// - Throws: a `Failure` for a path that leads nowhere, and for what is neither folder nor file.
    private static func place(
        of named: FilePath,
        _ lost: ((FilePath, Failure) -> Void)?
    ) throws(Failure) -> FilePath? {
        do throws(Failure) {
            let real = try resolve(named)
            let state = try? FileCalls().state(at: real, followingLink: true)
            if let state, state.type == .directory || state.isRegularFile { return real }
            throw Failure(
                kind: "no_image",
                message: "\(named.readable) is a pipe, a socket or a device, not a file",
                remedy: "save the image to a file, and name that"
            )
        } catch {
            guard let lost else { throw error }
            lost(named, error)
            return nil
        }
    }

    /// Whether a named file is a result of ours.
    private static func isResult(_ path: FilePath) -> Bool {
        guard let image = try? ImageFile(opening: path, below: PinnedFolder(path.removingLastComponent())) else {
            return false
        }
        return OutputMark.isOurs(fileDescriptor: image.file.number, name: image.name)
    }

    /// What is said of a folder without a TIFF to segment.
    package static func noImages(in folder: FilePath, endings: ImageEndings = .standard) -> Failure {
        Failure(
            kind: "no_image",
            message: "\(folder.readable) holds no image: nothing that ends in \(endings.inWords), hidden files and "
                + "results of segmentd aside",
            remedy: "check the path, --endings, and --flat, which leaves sub-folders out"
        )
    }

    /// The folder that holds all that is named: the folder itself where one is, the parent where a file is, and of
    /// several the innermost that holds them all.
    ///
    /// - Parameter passesOver: whether a path that leads nowhere is left to `find`.
    package static func commonFolder(of paths: [FilePath], passesOver: Bool = false) throws(Failure) -> FilePath? {
        var common: FilePath?
        for path in paths {
            let folder: FilePath
            if let real = try place(of: path, passesOver ? { _, _ in } : nil) {
                folder = isFolder(real) ? real : real.removingLastComponent()
            } else {
                // What is gone counts too: the same list gives the same tree, whatever of it is left.
                let parent = absolute(path).removingLastComponent()
                folder = (try? FileCalls().realPath(of: parent)) ?? parent
            }
            guard var shared = common else {
                common = folder
                continue
            }
            while !folder.starts(with: shared) { shared.removeLastComponent() }
            common = shared
        }
        return common
    }

    /// The absolute path, without links: images are opened without following any.
    static func resolve(_ path: FilePath) throws(Failure) -> FilePath {
        do throws(Errno) {
            return try FileCalls().realPath(of: path)
        } catch {
            // A pattern that fits nothing is handed on by the shell as it is.
            if error == .noSuchFileOrDirectory, path.readable.contains(where: { "*?[".contains($0) }) {
                throw Failure(
                    kind: "not_found",
                    message: "no file is called \(path.readable), and none fits it as a pattern",
                    remedy: "check the path; a pattern must not stand in quotes"
                )
            }
            let isAbsent = [.noSuchFileOrDirectory, .notDirectory, .tooManySymbolicLinkLevels, .permissionDenied]
                .contains(error)
            throw Failure(
                kind: "not_found",
                message: "\(path.readable): \(error)",
                remedy: isAbsent ? "check the path" : "look at its disk or share",
                isTransient: !isAbsent
            )
        }
    }

    /// The absolute path of something that need not be there yet.
    static func absolute(_ path: FilePath) -> FilePath {
        path.absolute.lexicallyNormalized()
    }

    /// The absolute path of a folder, without links.
    ///
    /// - Throws: a `Failure` of kind `not_found` where there is no such folder.
    package static func existing(_ folder: FilePath) throws(Failure) -> FilePath {
        let path = try resolve(folder)
        if isFolder(path) { return path }
        throw Failure(kind: "not_found", message: "\(folder.readable) is no folder", remedy: "name a folder")
    }

    private static func isFolder(_ path: FilePath) -> Bool {
        (try? FileCalls().state(at: path, followingLink: true))?.type == .directory
    }
}
