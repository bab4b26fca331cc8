import Settings
import Testing

@Suite("Overlapping folders")
struct FolderOverlapsTests {
    @Test(
        "an image belongs to one folder",
        arguments: [
            ("/a", "", "/a", "", true), ("/a", "", "/a/./", "", true), ("/a", "", "/a/b/c", "", true),
            ("/a/b/c", "", "/a", "", true), ("/a", "", "/ab", "", false),
            ("/a", "recursive = false", "/a/b", "", false),
            ("/a/b", "", "/a", "recursive = false", false),
            ("/a", "recursive = false", "/a", "recursive = false", true),
        ]
    )
    func images(first: String, firstMore: String, second: String, secondMore: String, overlap: Bool) {
        let text = Configuration.folder(first, firstMore) + Configuration.folder(second, secondMore)
        #expect(Configuration.problems(text).map(\.keyPath) == (overlap ? ["folder[1].path"] : []))
    }

    @Test(
        "results are no images of any folder",
        arguments: [
            // A folder of its own, also inside a watched one, which leaves it out.
            ("/r", "/b", []), ("/a/r", "/b", []), ("/b/r", "/b", []), ("results", "/b", []),
            // A watched folder, or one that holds it.
            ("/a", "/b", ["folder[0].output"]), ("/b", "/b", ["folder[0].output"]),
            ("/x", "/x/b", ["folder[0].output"]), ("/b/../b", "/b", ["folder[0].output"]),
        ]
    )
    func results(output: String, other: String, keyPaths: [String]) {
        let text = Configuration.folder("/a", "output = \"\(output)\"") + Configuration.folder(other)
        #expect(Configuration.problems(text).map(\.keyPath) == keyPaths)
    }

    @Test("a sub-folder for results is not watched by another entry")
    func subfolder() {
        let text = Configuration.folder("/a", "recursive = false\noutput = \"r\"") + Configuration.folder("/a/r")
        #expect(Configuration.problems(text).map(\.keyPath) == ["folder[0].output"])
        #expect(Configuration.problems(text).map(\.line) == [4])
    }

    @Test(
        "two folders are not mirrored into one place",
        arguments: [("/r", "/r", 1), ("/r", "/r/b", 1), ("/r/a", "/r", 1), ("/r/a", "/r/b", 0)]
    )
    func mirrors(first: String, second: String, count: Int) {
        let text =
            Configuration.folder("/a", "output = \"\(first)\"") + Configuration.folder("/b", "output = \"\(second)\"")
        #expect(Configuration.problems(text).map(\.keyPath) == Array(repeating: "folder[1].output", count: count))
    }

    @Test(
        "nor is one mirrored into the sub-folder that takes the results of another",
        arguments: [("/a/r", 1), ("/a/day/r/1", 1), ("/a/s", 0), ("/c/r", 0)]
    )
    func mirrorInSubfolder(mirror: String, count: Int) {
        let entries = [
            Configuration.folder("/a", "output = \"r\""), Configuration.folder("/b", "output = \"\(mirror)\""),
        ]
        for (index, text) in [(1, entries.joined()), (0, entries.reversed().joined())] {
            #expect(
                Configuration.problems(text).map(\.keyPath) == Array(repeating: "folder[\(index)].output", count: count)
            )
        }
    }

    @Test(
        "names of recipes make different file names",
        arguments: [
            (["nuclei", "cells"], []), (["a", "b", "a"], [2]), (["Nuclei", "nuclei"], [1]), (["a_b", "b"], [0]),
            (["b", "a_b"], [1]), (["a-b", "b"], []), ([nil, "b"], [0]), ([nil, nil], [0, 1]), ([nil], []), (["a"], []),
        ] as [([String?], [Int])]
    )
    func recipeNames(names: [String?], wrong: [Int]) {
        let recipes = names.map { name in
            "[[folder.recipe]]\nclassifier = \"/c.cl\"\n" + (name.map { "name = \"\($0)\"\n" } ?? "")
        }
        let text = "[[folder]]\npath = \"/a\"\n" + recipes.joined()
        #expect(Configuration.problems(text).map(\.keyPath) == wrong.map { "folder[0].recipe[\($0)].name" })
    }
}
