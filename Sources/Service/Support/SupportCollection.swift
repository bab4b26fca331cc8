import Files
import Glibc
import Results
package import Settings
package import SystemPackage
import WorkerProtocol

/// Gathers what somebody who helps must know. What cannot be had says why; nothing is changed, and no pixel is read.
package struct SupportCollection: Sendable {
    private static let patience: Duration = .seconds(20)
    private static let records = 2000

    private let configuration: FilePath
    private let settings: Settings?
    private let runtime: FilePath
    private let unit: String

    /// A collection about the daemon with this configuration file, runtime folder and unit.
    ///
    /// - Parameter settings: the configuration, where it can be read.
    package init(configuration: FilePath, settings: Settings?, runtime: FilePath, unit: String) {
        (self.configuration, self.settings, self.runtime, self.unit) = (configuration, settings, runtime, unit)
    }

    /// The parts; what a worker was asked comes from outside.
    ///
    /// - Parameters:
    ///   - devices: what `segmentd devices` says.
    ///   - check: what `segmentd check` says.
    package func parts(devices: String, check: String, hidesPaths: Bool) -> [SupportPart] {
        let masking = masking(hidesPaths: hidesPaths)
        return [
            SupportPart("versions.txt", "versions of the program and the system", versions),
            SupportPart("status.json", "what the daemon does", status, limit: SupportPart.Limit.large),
            SupportPart("check.txt", "what `segmentd check` says", check),
            SupportPart("devices.txt", "what `segmentd devices` says", devices),
            SupportPart("configuration.toml", "the configuration, without secrets", configurationText),
            SupportPart("unit.txt", "the service's unit, with drop-ins", said(by: "/usr/bin/systemctl", "cat", units)),
            SupportPart("disk.txt", "space and rights of the folders", disk),
            SupportPart(
                "summary.json",
                "the newest summary of an image that failed",
                FailingSummary.newest(below: settings?.folders ?? []),
                limit: SupportPart.Limit.large
            ),
            SupportPart(
                "journal.txt",
                "the last \(Self.records) records of the service",
                journal,
                limit: SupportPart.Limit.journal,
                keepsEnd: true
            ),
        ].map { $0.masked(masking) }
    }

    private var units: [String] { [unit, unit.replacing("segmentd", with: "segmentd-notify", maxReplacements: 1)] }

    private func masking(hidesPaths: Bool) -> Masking {
        let notify = settings?.notify
        let file = notify?.webhookFile.flatMap { KeptFile.read($0, atMost: 8192) }
            .flatMap { NotifySettings.address(in: String(decoding: $0, as: UTF8.self)) }
        let server = notify.flatMap { $0.sendmail.hasPrefix("/") ? nil : $0.sendmail }
        let contacts = settings?.folders.compactMap(\.contact) ?? []
        return Masking(
            secrets: [notify?.webhook, file, server].compactMap(\.self),
            mail: (notify?.mail ?? []) + contacts + [notify?.from].compactMap(\.self),
            hiding: hidesPaths ? resultFolders.map(\.string) : nil
        )
    }

    private var configurationText: String {
        KeptFile.read(configuration, atMost: 1 << 20).map { String(decoding: $0, as: UTF8.self) }
            ?? "\(configuration.readable) cannot be read: run this as root, or as a member of the group segmentd\n"
    }

    private var status: String {
        do throws(Failure) {
            let line = try DaemonSocket(in: runtime)
                .exchange(Array("{\"command\":\"status\",\"protocol\":1}\n".utf8), until: .now + .seconds(10))
            return String(decoding: line, as: UTF8.self) + "\n"
        } catch { return "no daemon answers: \(error)\n" }
    }

    private var versions: String {
        var name = utsname()
        uname(&name)
        func text<Field>(_ field: Field) -> String {
            withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        }
        let packages = [
            "segmentd", "libtiff6", "pocl-opencl-icd", "libpocl2", "ocl-icd-libopencl1", "binutils", "systemd",
        ]
        return """
            segmentd \(Version.current)
            \(text(name.sysname)) \(text(name.release)) \(text(name.version)) \(text(name.machine))

            \(KeptFile.read("/etc/os-release", atMost: 4096).map { String(decoding: $0, as: UTF8.self) } ?? "")
            \(said(by: "/usr/bin/systemctl", "--version", []))
            \(said(by: "/usr/bin/dpkg-query", "--show", packages))
            processor and memory:
            \(said(by: "/usr/bin/lscpu", "--extended=CPU,ONLINE,MAXMHZ", []))
            \(said(by: "/usr/bin/free", "--mebi", []))
            """
    }

    private var journal: String {
        let chosen = units.flatMap { ["--unit", $0] }
        return said(
            by: "/usr/bin/journalctl",
            "--no-pager",
            chosen + ["--output=short-iso-precise", "--lines=\(Self.records)"],
            mostBytes: SupportPart.Limit.journal + 1,
            keepsEnd: true
        )
    }

    private var disk: String {
        let places: [FilePath] = resultFolders + ["/var/lib/segmentd", "/var/cache/segmentd", runtime]
        let lines = places.map { place in
            guard let folder = try? FileCalls().open(place, for: .listing), let space = FileSystemSpace(of: folder)
            else { return "\(place.readable): cannot be looked into\n" }
            return "\(place.readable): \(space.free / 1_000_000) MB of \(space.total / 1_000_000) MB free\n"
        }
        return lines.joined() + said(by: "/usr/bin/stat", "--format=%A %U:%G %n", places.map(\.string))
            + said(by: "/usr/bin/findmnt", "--df", [])
    }

    /// The watched folders, and those that results are written to.
    private var resultFolders: [FilePath] {
        (settings?.folders ?? []).flatMap { folder -> [FilePath] in
            guard case .mirror(let root) = folder.output else { return [folder.path] }
            return [folder.path, root]
        }
    }

    /// What a program says, or why it says nothing.
    private func said(
        by program: String,
        _ first: String,
        _ arguments: [String],
        mostBytes: Int = SupportPart.Limit.small + 1,
        keepsEnd: Bool = false
    ) -> String {
        let command = [program, first] + arguments
        do throws(Errno) {
            let ending = try ProgramRun.run(
                command,
                mostBytes: mostBytes,
                keepsEnd: keepsEnd,
                patience: Self.patience
            )
            let output = String(decoding: ending.output, as: UTF8.self)
            let errors = String(decoding: ending.errors, as: UTF8.self)
            let late = ending.isLate ? "\(program) took too long\n" : ""
            return output + (ending.status == 0 ? "" : errors) + late
        } catch {
            return "\(program) cannot be run: \(error)\n"
        }
    }
}
