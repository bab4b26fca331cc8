import Settings
import SystemPackage
import Testing

@Suite("Settings of the metrics")
struct MetricsSettingsTests {
    private func text(_ metrics: String) -> String {
        "[metrics]\n\(metrics)\n[[folder]]\npath = \"/a\"\nrecipe = [{ classifier = \"c.cl\" }]\n"
    }

    @Test("without a table nothing is written; with one, the file, each 15 s unless it says otherwise")
    func metrics() throws {
        #expect(try Configuration.settings(Configuration.folder("/data/scope1")).metrics == nil)
        let standard = try Configuration.settings(text("file = \"/var/lib/x/segmentd.prom\"")).metrics
        #expect(standard == MetricsSettings(file: "/var/lib/x/segmentd.prom", every: .seconds(15)))
        let own = try Configuration.settings(text("file = \"/m.prom\"\nevery = \"1m\"")).metrics
        #expect(own == MetricsSettings(file: "/m.prom", every: .seconds(60)))
    }

    @Test(
        "a file that no collector reads, and a time out of range, are problems",
        arguments: [
            ("every = \"15s\"", "metrics.file"), ("file = \"/m.txt\"", "metrics.file"),
            ("file = \"/m.prom\"\nevery = \"0s\"", "metrics.every"), ("file = \"/m.prom\"\nat = 1", "metrics.at"),
        ]
    )
    func problems(metrics: String, key: String) {
        let problems = Configuration.problems(text(metrics))
        #expect(problems.map(\.keyPath) == [key], "\(problems)")
    }
}
