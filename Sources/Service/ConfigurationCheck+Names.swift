import Files
import Glibc
import Results
package import Settings
import SystemPackage
import Watching
import WorkerProtocol

extension ConfigurationCheck {
    /// So long the images of a folder are looked for.
    private static let patience: Duration = .seconds(20)
    /// So many names are listed.
    private static let mostListed = 5

    /// Images that lie there whose names do not fit the pattern of their folder, or of which its sample sheet does not tell, and
    /// lines of the sheet that tell of none: all of it is done nevertheless.
    package static func nameWarnings(of settings: Settings) -> [SettingsProblem] {
        settings.folders.enumerated().flatMap { index, folder in
            guard let groups = folder.groups else { return [SettingsProblem]() }
            return NameSurvey(folder, GroupReader(groups), leavingOut: settings.foldersLeftOut(of: folder)).warnings.map
            {
                settings.problem("folder[\(index)].\($0.key)", $0.message, $0.remedy)
            }
        }
    }

    /// What the names of a folder's images come to.
    private struct NameSurvey {
        var warnings: [(key: String, message: String, remedy: String)] = []
        private let folder: FolderSettings

        init(_ folder: FolderSettings, _ reader: GroupReader, leavingOut leftOut: [FilePath]) {
            self.folder = folder
            guard let path = try? FileCalls().realPath(of: folder.path) else { return }
            let root = WatchedRoot(path: path, recursive: folder.recursive)
            var scan = FolderScan(of: path, in: root, filter: NameFilter(folder.endings))
            let end = ContinuousClock.now + patience
            scan.advance { ContinuousClock.now > end }
            let names = Set(leftOut.filter { !$0.isAbsolute }.compactMap(\.lastComponent))
            var (images, unfit, unknown) = (0, [String](), [String]())
            var seen: Set<[String]> = []
            for candidate in scan.oldestFirst {
                var way = candidate.path
                guard way.removePrefix(path) else { continue }
                let components = Array(way.components)
                let image = folder.path.appending(way.components)
                guard !components.dropLast().contains(where: names.contains),
                    !leftOut.contains(where: { $0.isAbsolute && image.starts(with: $0) }),
                    !isOurs(candidate.path), folder.images(ofLabels: image).isEmpty
                else { continue }
                images += 1
                let finding = reader.finding(components)
                if !finding.fits { unfit.append(way.readable) }
                if !finding.isInSheet { unknown.append("\(way.readable) (\(reader.key(of: finding.groups).words))") }
                seen.insert(reader.key(of: finding.groups).key)
            }
            report(reader, images: images, unfit: unfit, unknown: unknown, seen: seen)
        }

        private mutating func report(
            _ reader: GroupReader,
            images: Int,
            unfit: [String],
            unknown: [String],
            seen: Set<[String]>
        ) {
            if !unfit.isEmpty {
                let verb = unfit.count == 1 ? "does" : "do"
                warnings.append(
                    (
                        "pattern", "\(unfit.count) of \(images) image(s) \(verb) not fit it: \(Self.list(unfit))",
                        "correct the pattern; they are done all the same, with empty fields for its groups"
                    )
                )
            }
            if !unknown.isEmpty {
                warnings.append(
                    (
                        "samples",
                        "the sheet does not tell of \(unknown.count) of \(images) image(s): \(Self.list(unknown))",
                        "add lines for them; they are done all the same, with empty fields"
                    )
                )
            }
            let unseen = reader.lines(besides: seen)
            if images > unfit.count + unknown.count, !unseen.isEmpty {
                warnings.append(
                    (
                        "samples",
                        "\(unseen.count) line(s) of the sheet tell of no image that is there: \(Self.list(unseen))",
                        "correct them, if these images are not still to come"
                    )
                )
            }
        }

        /// Whether it is one of our results; only what is called like one is opened.
        private func isOurs(_ path: FilePath) -> Bool {
            guard let name = path.lastComponent,
                ResultFamily.summary(beside: name, endings: folder.outputEndings) != nil,
                let place = try? FileCalls().openFolder(at: path.removingLastComponent())
            else { return false }
            return OutputMark.isOurs(name, in: place)
        }

        private static func list(_ names: [String]) -> String {
            let first = names.prefix(mostListed).joined(separator: ", ")
            return names.count > mostListed ? "\(first) and \(names.count - mostListed) more" : first
        }
    }
}
