import Files
import Glibc
import Results
package import Settings
package import SystemPackage
package import WorkerClient
package import WorkerProtocol

/// An old session: its images, and what was done to them. It is only read.
package struct ReplaySource: Sendable {
    /// How an image comes into the folder.
    package enum Writing: String, CaseIterable, Sendable {
        /// Under another name, and renamed when it is whole.
        case rename
        /// Under its own name, in pieces.
        case chunks
    }

    struct Image: Sendable {
        let path: FilePath
        /// The way from the session's folder.
        let way: FilePath
        /// Seconds since 1970.
        let modified: Double
    }

    /// The session's folder, without links.
    package let folder: FilePath
    /// Oldest first.
    let images: [Image]

    /// Finds the images in `folder`, an absolute path without links.
    ///
    /// - Throws: a `Failure` where there is none.
    package init(_ folder: FilePath) throws(Failure) {
        self.folder = folder
        let items = try BatchItems.find([folder], recursive: true) { (_, root) throws(Failure) in
            FolderSettings(path: root, recipes: [])
        }
        images = items.compactMap { item in
            var way = item.path
            guard way.removePrefix(folder), let state = try? FileCalls().state(at: item.path, followingLink: true)
            else { return nil }
            let time = state.identity
            return Image(
                path: item.path,
                way: way,
                modified: Double(time.modificationSeconds) + Double(time.modificationNanoseconds) / 1e9
            )
        }.sorted { $0.modified < $1.modified }
        guard !images.isEmpty else { throw BatchItems.noImages(in: folder) }
    }

    /// The recipes of the summaries that lie beside the images, each once, by the classifiers as they are now.
    ///
    /// - Throws: a `Failure` where there is no summary, or the classifier of one is gone.
    package func recipes(
        keptIn kept: FilePath,
        by worker: any ImageSegmenting
    ) async throws(Failure) -> [RecipeSettings] {
        var found: [String?: RecipeSettings] = [:]
        for folder in Set(images.prefix(1_000).map { $0.path.removingLastComponent() }) {
            let place = OutputFolder(base: folder, below: [], creatable: 0, isBaseCreatable: false)
            guard let results = try ResultFolder(existing: place),
                let names = try? FileCalls().list(results.descriptor)
            else { continue }
            for name in names where ResultFamily.isSummary(name) {
                guard case .found(let summary) = try results.summary(name), found[summary.recipe] == nil else {
                    continue
                }
                found[summary.recipe] = try await RecipeSettings(of: summary, keptIn: kept, by: worker)
            }
        }
        guard !found.isEmpty else {
            throw Failure(
                kind: "no_recipe",
                message:
                    "no summary lies beside the images in \(folder.readable), so what was done to them is not known",
                remedy: "name a configuration (--config)"
            )
        }
        return found.sorted { ($0.key ?? "") < ($1.key ?? "") }.map(\.value)
    }

    /// Writes an image again below `scratch`, as a microscope would.
    ///
    /// - Returns: where it is.
    static func write(_ image: Image, below scratch: FilePath, _ writing: Writing) throws -> FilePath {
        let target = scratch.pushing(image.way)
        try ReplayScratch.make(target.removingLastComponent())
        let source = try FileDescriptor.open(image.path, .readOnly, options: .closeOnExec)
        defer { try? source.close() }
        let name = writing == .rename ? FilePath("\(target.string).part") : target
        let file = try FileDescriptor.open(
            name,
            .writeOnly,
            options: [.create, .exclusiveCreate, .closeOnExec],
            permissions: [.ownerReadWrite, .groupRead, .otherRead]
        )
        try file.closeAfter {
            let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
            defer { block.deallocate() }
            while case let count = try source.read(into: block), count > 0 {
                try file.writeAll(UnsafeRawBufferPointer(rebasing: block[..<count]))
                // A camera writes a frame at a time.
                if writing == .chunks { usleep(1_000) }
            }
        }
        if writing == .rename { try FileCalls().rename(name, to: target) }
        return target
    }
}

extension ReplaySource {
    /// The settings for the folder at `scratch`: those of a configuration, where there is one, else those that the summaries
    /// of the session tell.
    ///
    /// - Throws: a `Failure` where neither tells what is done to the images.
    package func folder(
        at scratch: FilePath,
        settings: Settings?,
        keptIn kept: FilePath,
        by worker: any ImageSegmenting
    ) async throws(Failure) -> FolderSettings {
        guard let settings else {
            return FolderSettings(path: scratch, recipes: try await recipes(keptIn: kept, by: worker))
        }
        let found =
            settings.folders.first { $0.path == scratch } ?? settings.folders.first { folder.starts(with: $0.path) }
            ?? (settings.folders.count == 1 ? settings.folders.first : nil)
        guard var setting = found else {
            throw Failure(
                kind: "no_recipe",
                message:
                    "\(folder.readable) lies in none of the folders of the configuration, so its recipes are not known",
                remedy: "name a configuration with that folder, or with one folder alone"
            )
        }
        if setting.path != scratch {
            setting.path = scratch
            setting.recursive = true
            // The results of a replay stay in its folder.
            if case .mirror = setting.output { setting.output = .beside }
        }
        return setting
    }
}
