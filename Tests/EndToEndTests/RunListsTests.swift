import Foundation
import TestSupport
import Testing

/// What `run` takes and prints line by line.
@Suite("Lists and lines of run")
struct RunListsTests {
    private let home: TemporaryFolder
    private static let classifier = AcquisitionFixtures.classifier("nuclei").path

    init() throws { home = try TemporaryFolder() }

    private func call(_ arguments: String...) throws -> ProgramCall.Result {
        try ProgramCall.result(
            of: ["run", "--output", "labels", "--classifier", Self.classifier] + arguments,
            home: home.url
        )
    }

    private func copy(_ number: Int, to name: String) throws {
        let place = URL(filePath: home.appending(name))
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try FileManager.default.copyItem(at: AcquisitionFixtures.image(number), to: place)
    }

    @Test("a list on standard input holds names with any bytes, ended by NUL")
    func list() throws {
        try copy(0, to: "a.tif")
        let script = """
            set -e
            one=$(printf 'n\\377\\nx.tif'); other=$(printf ' \\r.tif')
            mkdir p; cp a.tif "p/$one"; cp a.tif "p/$other"; cp a.tif 'p/ä b.tif'; cp a.tif p/left.tif
            run() { "$0" run --json --output labels --classifier '\(Self.classifier)' "$@"; }
            find p -name '*.tif' ! -name left.tif -print0 | run --files-from - -0 > first
            test "$(wc -l < first)" = 3
            test "$(ls p/*_labels.tif | grep -c left)" = 0
            ls p | grep -q '^ä b_labels.tif$'
            printf 'p/left.tif\\r\\n\\np/gone.tif\\n' > list
            run --files-from list p > second || test $? = 1
            test "$(wc -l < second)" = 5
            run --files-from /dev/null > third; test ! -s third
            """
        let result = try ProgramCall.result(ofShell: script, home: home.url)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.contains("p/gone.tif: No such file"), "\(result.errors)")
        // Read by another program: every line is a JSON object, and the paths lead to the files.
        let check = """
            import base64, json, os, sys
            os.chdir(sys.argv[1])
            def path(line, key):
                coded = line.get(key + "_bytes")
                return base64.b64decode(coded) if coded else line[key].encode()
            for name, states in [("first", ["done"] * 3), ("second", ["done"] + ["done_before"] * 3 + ["failed"])]:
                lines = [json.loads(line) for line in open(name)]
                assert sorted(line["state"] for line in lines) == sorted(states), (name, lines)
                for line in lines:
                    if line["state"] != "failed":
                        assert os.path.exists(path(line, "path")), line
                        assert line["outputs"][0]["kind"] == "labels" and line["status"] == "done"
                        assert path(line, "folder").decode() == os.path.realpath("p") == line["results"]
                    else:
                        assert line["error"]["kind"] == "not_found" and line["image"]["name"] == "gone.tif"
            """
        let judged = try ChildProcess(["/usr/bin/python3", "-c", check, home.url.path]).wait()
        #expect(judged == 0)
    }

    @Test("images are called by their way from the folder that was named; levels above an output folder are made")
    func ways() throws {
        for plate in ["P1", "P2"] { try copy(0, to: "plates/\(plate)/A01.tif") }
        let one = try call("--output-dir", "out/of/levels", "plates")
        #expect(one.status == 0, "\(one.errors)")
        let names = one.output.split(separator: "\n").map { $0.prefix { $0 != ":" } }
        #expect(names.sorted() == ["P1/A01.tif", "P2/A01.tif"])
        for plate in ["P1", "P2"] { #expect(!(try home.read("out/of/levels/\(plate)/A01_labels.tif").isEmpty)) }
        let two = try call("plates/P1", "./plates/P2/")
        let called = two.output.split(separator: "\n").map { $0.prefix { $0 != ":" } }
        #expect(called.sorted() == ["plates/P1/A01.tif", "plates/P2/A01.tif"])
        // Again: each is named, as done before.
        let again = try call("plates")
        #expect(again.output.split(separator: "\n").sorted() == ["P1/A01.tif: done before", "P2/A01.tif: done before"])
    }

    @Test("what is not there, or still comes, is an object of its own, and the call may go on later")
    func postponed() throws {
        try copy(0, to: "images/a.tif")
        let result = try ProgramCall.result(
            of: ["run", "--json", "--labels", "{stem}_cells.tif", "--step", "border=drop", "images/a.tif"],
            home: home.url
        )
        // Whoever makes label images is not known to be at work.
        #expect(result.status == 1, "\(result.errors)")
        let object = try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        #expect(object["state"] as? String == "failed" && object["path"] as? String == "images/a.tif")
        #expect((object["error"] as? [String: String])?["kind"] == "labels_missing", "\(result.output)")
        #expect(result.errors.contains("images/a.tif: its label image"), "\(result.errors)")
    }
}
