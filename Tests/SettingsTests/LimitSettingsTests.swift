import Settings
import Testing
import WorkerProtocol

@Suite("[limits]")
struct LimitSettingsTests {
    @Test("limits are those of the reader where none is set")
    func none() throws {
        #expect(try Configuration.settings(Configuration.folder("/a")).limits == ImageLimits())
    }

    @Test("each limit is read")
    func all() throws {
        let text = "[limits]\nmax_pixels = 1_500_000_000\nmax_bytes = 8_000_000_000\nmax_pages = 300_000\n"
        let limits = try Configuration.settings(text + Configuration.folder("/a")).limits
        #expect(limits == ImageLimits(pixels: 1_500_000_000, bytes: 8_000_000_000, pages: 300_000))
    }

    @Test(
        "a limit that lets nothing through, or is no whole number, is a problem",
        arguments: ["max_pixels = 0", "max_bytes = -1", "max_bytes = \"4 GB\"", "max_pages = 1.5", "max_page = 3"]
    )
    func wrong(line: String) {
        let problems = Configuration.problems("[limits]\n\(line)\n" + Configuration.folder("/a"))
        #expect(problems.count == 1 && problems[0].line == 2, "\(problems)")
    }
}
