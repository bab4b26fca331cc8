import Foundation
import SystemPackage
import TestSupport
import Testing

/// Commands that nobody tells where the configuration is, on a system of which /etc is the test's own.
@Suite("The standard configuration", .enabled(if: OwnNames.areAllowed))
struct StandardConfigurationTests {
    private let home: TemporaryFolder

    init() throws { home = try TemporaryFolder() }

    /// What a shell says of `script`, in which `$0` is the program, with `configuration` at its standard place.
    private func result(of script: String, configuration: String?) throws -> ProgramCall.Result {
        let file = "/etc/segmentd/segmentd.toml"
        if let configuration { try home.write(Array(configuration.utf8), to: "given.toml") }
        let own = """
            cp -r /etc/OpenCL runtimes; mount -t tmpfs tmpfs /etc; cp -r runtimes /etc/OpenCL; mkdir /etc/segmentd
            \(configuration == nil ? "" : "cp given.toml \(file)")
            \(script)
            """
        let program = OwnNames.command + ["/bin/sh", "-c", own]
        return try ProgramCall([RunningDaemon.program.path], home: home.url, program: program).finish()
    }

    @Test("that is not there is named, with what to do about it", arguments: ["watch", "check"])
    func missing(command: String) throws {
        let result = try result(of: "\"$0\" \(command)", configuration: nil)
        #expect(result.status == 78, "\(result.errors)")
        for part in ["/etc/segmentd/segmentd.toml", "is not there", "`segmentd setup`", "--config"] {
            #expect(result.errors.contains(part), "\(result.errors)")
        }
    }

    @Test("that is not there leaves run to its options")
    func runWithout() throws {
        let result = try result(of: "\"$0\" run a.tif", configuration: nil)
        #expect(result.status == 2, "\(result.errors)")
        #expect(result.errors.contains("--classifier") && result.errors.contains("/etc/segmentd/segmentd.toml"))
        let options = "--classifier a.cl --labels {stem}_x.tif --config b"
        let both = try self.result(of: "\"$0\" run \(options) a.tif", configuration: nil)
        #expect(both.status == 2 && !both.errors.contains("/etc/segmentd"), "\(both.errors)")
    }

    @Test("is what run and check use")
    func used() throws {
        try FileManager.default.copyItem(
            at: AcquisitionFixtures.image(0),
            to: URL(filePath: home.appending("a.tif"))
        )
        let configuration = """
            [[folder]]
            path = "\(home.url.path)"
            [[folder.recipe]]
            name = "standard"
            classifier = "\(AcquisitionFixtures.classifier("nuclei").path)"
            """
        let result = try result(of: "\"$0\" check && \"$0\" run a.tif", configuration: configuration)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("/etc/segmentd/segmentd.toml: no problems"), "\(result.output)")
        #expect(FileManager.default.fileExists(atPath: home.appending("a_standard_labels.tif")))
    }

    @Test("with problems is no obstacle to devices, and said")
    func leftOut() throws {
        let result = try result(of: "\"$0\" devices", configuration: "colour = 1\n")
        #expect(result.status == 0 && !result.output.isEmpty, "\(result)")
        #expect(result.errors.contains("segmentd.toml has problems and is left out"), "\(result.errors)")
    }

    @Test("as it is delivered configures nothing, which devices keeps to itself")
    func delivered() throws {
        let devices = try result(of: "\"$0\" devices", configuration: "# nothing yet\n")
        #expect(devices.status == 0 && devices.errors.isEmpty, "\(devices)")
        let check = try result(of: "\"$0\" check", configuration: "# nothing yet\n")
        #expect(check.status == 78, "\(check)")
        #expect(check.errors.contains("no folder is configured") && check.errors.contains("`segmentd setup`"))
    }
}

/// A mount name space of its own, in which a program may put folders in the place of the system's.
private enum OwnNames {
    /// What stands before a command that is to have one.
    static let command = ["/usr/bin/unshare", "--map-root-user", "--mount"]

    /// Whether the kernel lets us.
    static let areAllowed: Bool = {
        let trial = try? ChildProcess(command + ["/usr/bin/mount", "-t", "tmpfs", "tmpfs", "/etc"], errors: .null)
        return trial?.wait() == 0
    }()
}
