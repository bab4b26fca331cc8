import Files
import SystemPackage
import TestSupport
import Testing

@Suite("Words for a shell")
struct ShellTextTests {
    @Test(
        "a shell reads each as it was",
        arguments: ["plain", "", "it's", "a b", "$(id)", "`id`", "a'\u{301}; id #", "\"\u{301}", "a\\b", "a\nb"]
    )
    func read(word: String) async throws {
        let folder = try TemporaryFolder()
        let shell = try Shell(in: folder.path.string)
        await shell.run("printf %s \(ShellText.quoted(word)) > read")
        #expect(try folder.read("read") == Array(word.utf8))
    }
}
