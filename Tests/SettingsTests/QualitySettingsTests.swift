import Settings
import Testing

@Suite("What makes an image doubtful, in the configuration")
struct QualitySettingsTests {
    @Test("limits and switches are read, what is left out has its default")
    func values() throws {
        let text = """
            [folder.quality]
            blank = false
            saturated = 0.2
            out_of_focus = false
            object_count_outlier = 4
            """
        let quality = try Configuration.settings(Configuration.folder("/a", text)).folders[0].quality
        var expected = QualitySettings()
        (expected.blank, expected.saturated, expected.outOfFocus, expected.objectCountOutlier) = (false, 0.2, nil, 4)
        #expect(quality == expected && quality.isEnabled && quality.outsideTrainingRange == 0.99)
        #expect(try Configuration.settings(Configuration.folder("/a")).folders[0].quality == QualitySettings())
    }

    @Test("each folder has its own")
    func folders() throws {
        let text = Configuration.folder("/a", "[folder.quality]\nenabled = false") + Configuration.folder("/b")
        #expect(try Configuration.settings(text).folders.map(\.quality.isEnabled) == [false, true])
    }

    @Test(
        "mistakes are told with their line",
        arguments: [
            ("saturated = 2", "is 2.0"), ("saturated = true", "is true, which names no limit"),
            ("foreground_outlier = \"6\"", "must be a number from 1.0 to 1000.0, but is a text"),
            ("blank = 1", "must be true or false, but is a whole number"),
        ]
    )
    func mistakes(line: String, message: String) {
        let problems = Configuration.problems(Configuration.folder("/a", "[folder.quality]\n\(line)"))
        #expect(problems.map(\.message) == [message] && problems.first?.line == 4)
        #expect(problems.first?.keyPath == "folder[0].quality." + (line.split(separator: " ").first ?? ""))
    }

    @Test("an unknown key is told, with the one that is meant")
    func unknown() {
        let problems = Configuration.problems(Configuration.folder("/a", "[folder.quality]\nsaturation = 0.1"))
        #expect(problems.count == 1 && problems.first?.remedy.contains("saturated") == true)
    }
}
