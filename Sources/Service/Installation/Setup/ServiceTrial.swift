import Files
import Glibc
import Results
package import Settings
package import SystemPackage
package import WorkerProtocol

/// Tries a running service with an image of our own, as a microscope would: writes it, waits for each recipe's summary, and
/// says what came.
package struct ServiceTrial {
    /// The name of the image.
    package static let name: FilePath.Component = "segmentd-setup-test.tif"
    /// How long the service may take: the kernels of a classifier may have to be compiled.
    private static let patience: Duration = .seconds(180)
    private static let tables = [ExperimentTables.imagesName, ExperimentTables.objectsName]

    private let folder: FolderSettings
    private let image: FilePath
    private let results: FilePath
    private let calls = FileCalls()
    private let say: (String) -> Void

    /// A trial of one watched folder.
    ///
    /// - Parameter say: takes each line of what is found.
    package init(of folder: FolderSettings, say: @escaping (String) -> Void) {
        self.folder = folder
        self.say = say
        image = folder.path.appending(Self.name)
        results = folder.outputFolder(forImage: image).path
    }

    /// Drops the image and waits.
    ///
    /// - Parameter keeps: whether image and results stay.
    /// - Returns: whether every recipe gave results.
    /// - Throws: a `Failure` where no answer came at all.
    package func run(keeps: Bool) throws(Failure) -> Bool {
        // The summary of an earlier trial would be taken for this one's answer.
        for recipe in folder.recipes {
            let place = results.appending(names(of: recipe).summary)
            if read(place) != nil { _ = calls.discard(place) }
        }
        let hadTables = Self.tables.contains { exists(results.appending($0)) }
        do throws(Errno) { try drop() } catch {
            throw Failure(
                kind: "test_image",
                message: "\(image) cannot be written: \(error)",
                remedy: error == .fileExists ? "remove it: `rm \(ShellText.quoted(image))`" : "look at the folder"
            )
        }
        defer { if !keeps { cleanUp(hadTables: hadTables) } }
        var isWell = true
        for recipe in folder.recipes {
            let summary = try waitForSummary(results.appending(names(of: recipe).summary))
            say(Self.words(summary))
            isWell = isWell && summary.status == .done
        }
        if keeps { say("\(image) and its results stay") }
        return isWell
    }

    private func names(of recipe: RecipeSettings) -> OutputNames {
        OutputNames(image: Self.name, scheme: folder.scheme(of: recipe, image: image))
    }

    /// Writes the image as a careful program does: under another name, then renamed.
    private func drop() throws(Errno) {
        let opened = try calls.openFolder(at: folder.path)
        let file = try TemporaryFile(for: Self.name, in: opened)
        do throws(Errno) {
            try calls.write(TestImage.tiff, to: file.file)
            try calls.permit(FilePermissions(rawValue: 0o644), to: file.file)
            try calls.rename(file.name, to: Self.name, in: opened, replacing: false)
        } catch {
            try? calls.remove(file.name, in: opened)
            throw error
        }
    }

    private func waitForSummary(_ file: FilePath) throws(Failure) -> Summary {
        let end = ContinuousClock.now + Self.patience
        while ContinuousClock.now < end {
            if let found = read(file) { return found }
            usleep(50_000)
        }
        throw Failure(
            kind: "no_answer",
            message: "\(image) was not segmented within \(Self.patience.components.seconds) s",
            remedy:
                "`segmentd explain \(ShellText.quoted(image))` says what it waits for, `journalctl --unit segmentd` the rest"
        )
    }

    private func read(_ file: FilePath) -> Summary? {
        guard let opened = try? calls.open(file, for: .reading),
            let bytes = try? calls.read(opened.number, first: SummaryFile.maximumSize),
            case .found(let summary) = SummaryFile.decode(bytes)
        else { return nil }
        return summary
    }

    private static func words(_ summary: Summary) -> String {
        let recipe = summary.recipe.map { "recipe \($0): " } ?? ""
        if let error = summary.error { return "\(recipe)\(error.message) (\(error.remedy))" }
        let objects = summary.totals.objects.map { $0 == 1 ? "1 object, " : "\($0) objects, " } ?? ""
        return "\(recipe)\(objects)and these files: \(summary.outputs.map(\.name).joined(separator: ", "))"
    }

    /// Removes the image, what its summaries name, and the folder's tables where they hold nothing but this image.
    private func cleanUp(hadTables: Bool) {
        for recipe in folder.recipes {
            let place = results.appending(names(of: recipe).summary)
            for output in read(place)?.outputs ?? [] {
                if let name = output.component { _ = calls.discard(results.appending(name)) }
            }
            _ = calls.discard(place)
        }
        if !hadTables, folder.experimentTables { removeTables() }
        _ = calls.discard(image)
    }

    /// The service writes them some seconds after the results.
    private func removeTables() {
        let end = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < end, !Self.tables.allSatisfy({ exists(results.appending($0)) }) { usleep(50_000) }
        guard let table = try? calls.open(results.appending(Self.tables[0]), for: .reading),
            let bytes = try? calls.read(table.number, first: 65_536), holdsTrialAlone(bytes)
        else { return }
        for name in Self.tables { _ = calls.discard(results.appending(name)) }
    }

    /// Whether a table of images has no other line but the trial's, of each recipe; another image's stay.
    private func holdsTrialAlone(_ table: [UInt8]) -> Bool {
        let lines = String(decoding: table, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }
        return lines.dropFirst().allSatisfy { $0.contains(Self.name.string) }
    }

    private func exists(_ path: FilePath) -> Bool { (try? calls.state(at: path)) != nil }
}
