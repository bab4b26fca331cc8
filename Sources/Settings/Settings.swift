package import Devices
import Files
import Results
package import SystemPackage
package import WorkerProtocol

/// A configuration without problems: what to watch, what to do with the images, and on which device.
package struct Settings: Sendable {
    /// The configuration of the system's service, which commands use where none is named.
    package static let standardFile: FilePath = "/etc/segmentd/segmentd.toml"

    /// The configuration file; nil for settings made in code.
    package let file: FilePath?
    /// The device asked for; nil when the configuration leaves the choice to the program.
    package let device: DeviceSelection?
    /// How many workers compute; nil to let the program choose.
    package let workers: Int?
    /// Beyond which images are refused.
    package let limits: ImageLimits
    /// Who is told of what happens; nil where nobody is.
    package let notify: NotifySettings?
    /// The acquisition folders in the order of the file; none overlaps another.
    package let folders: [FolderSettings]
    /// Where figures for a monitoring system are written; nil for nowhere.
    package let metrics: MetricsSettings?
    /// Where each key stands in the file, for problems found later.
    let lines: KeyLines

    /// Settings made in code, such as those of `segmentd run` without a configuration; nothing is checked.
    package init(
        device: DeviceSelection? = nil,
        workers: Int? = nil,
        limits: ImageLimits = ImageLimits(),
        folders: [FolderSettings],
        metrics: MetricsSettings? = nil
    ) {
        file = nil
        self.device = device
        self.workers = workers
        self.limits = limits
        notify = nil
        self.folders = folders
        self.metrics = metrics
        lines = KeyLines("")
    }

    /// Reads a configuration from text and checks it whole, without looking at the file system.
    ///
    /// - Parameter file: names the text in problems; relative classifier paths start from its folder.
    /// - Throws: a `SettingsError` that holds every problem found, not the first alone.
    package init(parsing text: String, file: FilePath) throws(SettingsError) {
        self.file = file
        lines = KeyLines(text)
        let root = try TOMLDocument.parse(text, file: file)
        let problems = ProblemList(lines: lines)
        let reader = TableReader(
            root,
            keyPath: "",
            keys: ["device", "limits", "notify", "metrics", "folder"],
            problems: problems
        )
        let device = reader.table("device", keys: DeviceSelection.keys + ["workers"])
        self.device = device.flatMap(DeviceSelection.init(reading:))
        workers = device?.automaticInteger("workers", in: 1...64)
        limits = reader.table("limits", keys: ImageLimits.keys).map { ImageLimits(reading: $0) } ?? ImageLimits()
        metrics = reader.table("metrics", keys: MetricsSettings.keys).flatMap(MetricsSettings.init(reading:))

        let base = file.absolute.removingLastComponent()
        notify = reader.table("notify", keys: NotifySettings.keys).map { NotifySettings(reading: $0, base: base) }
        let readers = reader.tables("folder", keys: FolderSettings.keys)
        folders = readers?.map { FolderSettings(reading: $0, base: base) } ?? []
        if let readers, readers.isEmpty {
            problems.add(
                "folder",
                "no folder is configured, so there is nothing to watch",
                remedy: "add a [[folder]]; `segmentd setup` asks for what it needs and writes it"
            )
        }
        FolderOverlaps(folders).report(to: problems)
        TrainingClashes(folders).report(to: problems)
        if !problems.isEmpty { throw SettingsError(file: file, problems: problems.inFileOrder) }
    }

    /// Reads and checks the configuration file at `file`.
    ///
    /// - Throws: a `SettingsError` that holds every problem found; a file that cannot be read is a problem too.
    package static func load(from file: FilePath) throws(SettingsError) -> Settings {
        try Settings(parsing: SettingsText.read(file), file: file)
    }

    /// Folders the watcher must not enter beneath `folder`, because results are written there.
    ///
    /// An absolute path stands for that folder alone; a bare name for every folder of that name, at any depth.
    package func foldersLeftOut(of folder: FolderSettings) -> [FilePath] {
        var leftOut: [FilePath] = []
        if case .subfolder(let name) = folder.output { leftOut.append(FilePath(name)) }
        for case .mirror(let root) in folders.map(\.output) where root.starts(with: folder.path) {
            leftOut.append(root)
        }
        let trainings = folders.flatMap(\.recipes).flatMap(\.trainings)
        for place in Set(trainings.map(\.annotations)).sorted(by: { $0.string < $1.string })
        where place.starts(with: folder.path) && place != folder.path {
            leftOut.append(place)
        }
        return leftOut
    }
}
