import Foundation
import TestSupport
import Testing

@Suite("Unit files")
struct UnitFileTests {
    /// The repository's folder of them.
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../Systemd").standardizedFileURL.path

    private static func said(_ commands: String) async throws -> String {
        try await Shell(in: folder).run(commands)
    }

    @Test("the template of instances is made from the service's own file")
    func instances() async throws {
        #expect(try await Self.said("sed -f instance.sed segmentd.service | diff - segmentd@.service") == "")
    }

    @Test(
        "its exposure is at most 0.7, with a GPU 0.9",
        arguments: [
            ("", 7), ("drop-ins/jit.conf", 7), ("drop-ins/gpu.conf", 9), ("drop-ins/gpu.conf drop-ins/jit.conf", 9),
        ]
    )
    func exposure(dropins: String, limit: Int) async throws {
        let home = try TemporaryFolder()
        let unit = home.appending("segmentd.service")
        // Settings that come later overrule, as those of drop-ins do.
        let commands = """
            for file in segmentd.service \(dropins); do grep -v '^#' $file | sed '/^\\[Install\\]/,$d'; done > \(unit)
            systemd-analyze security --offline=true --no-pager --threshold=\(limit) \(unit) > /dev/null && echo yes
            """
        #expect(try await Self.said(commands) == "yes\n")
    }

    @Test("systemd has nothing to say against settings of the unit, its slice, or a drop-in")
    func verified() async throws {
        let home = try TemporaryFolder()
        // The program need not be installed, and the slice may have another place.
        let commands = """
            mkdir \(home.appending("segmentd.service.d"))
            cp drop-ins/*.conf \(home.appending("segmentd.service.d")); cp segmentd.slice \(home.path)
            sed 's,/usr/bin/segmentd,/bin/true,' segmentd.service > \(home.appending("segmentd.service"))
            sed 's,/usr/bin/segmentd,/bin/true,' segmentd@.service > \(home.appending("segmentd@.service"))
            cd \(home.path); systemd-analyze verify --man=no ./segmentd.service ./segmentd@a.service 2>&1 | grep segmentd; cd - > /dev/null
            """
        #expect(try await Self.said(commands) == "")
    }
}
