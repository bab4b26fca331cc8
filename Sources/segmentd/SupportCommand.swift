import ArgumentParser
import Files
import Service
import Settings
import SystemPackage
import WorkerClient
import WorkerProtocol

/// `segmentd support`: one file to send for help.
struct SupportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "support",
        abstract: "Make one archive to send for help: configuration, journal, status, versions, devices; no pixels.",
        discussion: """
            Secrets are taken out: addresses on the web up to their host, and the names in mail addresses. Look into it \
            before you send it; it is an ordinary .tar.gz of texts. What cannot be had says why: as root, or as a member of \
            the service's group, it has more.
            """
    )

    @OptionGroup var configurationFile: ConfigurationOptions

    @Option(help: "The daemon's runtime folder.")
    var runtime: FilePath = "/run/segmentd"

    @Option(help: "The folder that the archive is written to.")
    var outputDir: FilePath = "."

    @Flag(help: "Hide the names of folders and images too.")
    var hidePaths = false

    func run() async throws {
        let path = configurationFile.configuration
        var (settings, check): (Settings?, String) = (nil, "")
        do throws(SettingsError) { settings = try Settings.load(from: path) } catch { check = "\(error)\n" }
        StandardError.write("collecting; this takes some seconds")
        if let settings { check = await Self.check(settings, path) }
        let instance = path.stem ?? "segmentd"
        let collection = SupportCollection(
            configuration: path,
            settings: settings,
            runtime: runtime,
            unit: instance == "segmentd" ? instance : "segmentd@\(instance)"
        )
        let devices = await Self.devices(settings)
        let parts = collection.parts(devices: devices, check: check, hidesPaths: hidePaths)
        for part in parts {
            let size = String(part.text.utf8.count)
            let padding = String(repeating: " ", count: max(0, 9 - size.count))
            let name = part.name + String(repeating: " ", count: max(0, 20 - part.name.count))
            print("\(name)\(padding)\(size) bytes  \(part.what)")
        }
        do throws(Failure) {
            let (archive, bytes) = try SupportArchive.write(parts, name: SupportArchive.name, into: outputDir)
            print("\(archive.readable): \((bytes + 999) / 1000) kB")
        } catch {
            StandardError.write("\(error)")
            throw ExitCode.failure
        }
    }

    private static func check(_ settings: Settings, _ path: FilePath) async -> String {
        let warnings = ConfigurationCheck.warnings(of: settings).map { "warning: \($0)" }
        let problems = await ConfigurationCheck.problems(of: settings, worker: WorkerConnection.forReading())
        let lines = warnings + problems.map { "\($0)" } + [problems.isEmpty ? "no problems" : ""]
        return "\(path.readable), as this user sees it:\n" + lines.joined(separator: "\n") + "\n"
    }

    private static func devices(_ settings: Settings?) async -> String {
        do {
            let worker = WorkerConnection(device: settings?.device, directories: try ServiceDirectories())
            return try await worker.devices().text + "\n"
        } catch { return "the devices cannot be listed: \(error)\n" }
    }
}
