import Foundation
import Service
import Testing

@Suite("Metrics as text", .enabled(if: Promtool.isThere, "\(Promtool.missing)"))
struct MetricFamilyTests {
    @Test("names, label values of any kind, and histograms are taken by promtool")
    func format() async throws {
        var images = MetricFamily("images_total", .counter, "Images by what came of them.")
        let folders = [
            "/data/a", "a \"quoted\" \\ and\nbroken", "/data/\u{FFFD}", "/daten/ä €", "x\"\u{301}", "a\r\nb",
        ]
        for folder in folders {
            images.add(3, ["folder": folder, "result": "done"])
        }
        // Given twice, which would have the whole file refused.
        images.add(4, ["folder": "/data/a", "result": "done"])
        var lag = MetricFamily("lag_seconds", .histogram, "From the last change of an image to its summary.")
        var histogram = Histogram()
        for value in [0.001, 0.02, 0.02, 7, 1e6, .nan, .infinity] { histogram.add(value) }
        lag.add(histogram, ["folder": "/data/a"])
        var share = MetricFamily("utilisation_ratio", .gauge, "The share of what this machine can do.")
        share.add(1.0 / 3)
        let nothing = MetricFamily("objects", .gauge, "Objects in the last image.")
        let text = [images, lag, share, nothing].map(\.text).joined()
        let result = try await Promtool.run(["check", "metrics"], input: Data(text.utf8))
        #expect(result.status == 0 && result.words.isEmpty, "\(result.words)\n\(text)")
        #expect(text.contains(#"folder="a \"quoted\" \\ and\nbroken",result="done"} 3"#))
        #expect(text.components(separatedBy: "folder=\"/data/a\",result=\"done\"").count == 2)
        #expect(text.contains("segmentd_lag_seconds_bucket{folder=\"/data/a\",le=\"0.025\"} 3\n"))
        #expect(text.contains("segmentd_lag_seconds_bucket{folder=\"/data/a\",le=\"1800\"} 4\n"))
        #expect(text.contains("segmentd_lag_seconds_bucket{folder=\"/data/a\",le=\"+Inf\"} 5\n"))
        #expect(
            text.contains("segmentd_lag_seconds_count{folder=\"/data/a\"} 5\n") && !text.contains("segmentd_objects")
        )
    }

    @Test("the alerts of a facility are rules, and say what they should to played figures")
    func alerts() async throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let rules = try await Promtool.run(["check", "rules", root.appending(path: "Config/alerts.yml").path])
        #expect(rules.status == 0, "\(rules.words)")
        let tests = root.appending(path: "Tests/Operator/alerts_test.yml").path
        let played = try await Promtool.run(["test", "rules", tests])
        #expect(played.status == 0, "\(played.words)")
    }
}
