import SystemPackage
import Testing
import Watching

@Suite("Tree of paths")
struct PathTreeTests {
    @Test("tells what lies beneath a folder, and not what has its name as a beginning")
    func beneath() {
        var tree = PathTree()
        for path in ["/r/a/x", "/r/a/b/c/y", "/r/ab", "/r/a"] { tree.insert(FilePath(path)) }
        #expect(sorted(tree, "/r/a") == ["/r/a/b/c/y", "/r/a/x"])
        #expect(sorted(tree, "/r/a/b") == ["/r/a/b/c/y"])
        #expect(sorted(tree, "/") == ["/r/a", "/r/a/b/c/y", "/r/a/x", "/r/ab"])
        #expect(sorted(tree, "/r/ab").isEmpty && sorted(tree, "/elsewhere").isEmpty)
    }

    @Test("keeps a folder that was put in when all beneath it goes, and what lies beneath when the folder goes")
    func removal() {
        var tree = PathTree()
        for path in ["/r/a", "/r/a/b/x", "/r/c/y", "/r/a"] { tree.insert(FilePath(path)) }
        tree.remove("/r/a/b/x")
        tree.remove("/r/a/b")
        tree.remove("/never/there")
        #expect(sorted(tree, "/") == ["/r/a", "/r/c/y"])
        tree.remove("/r/c")
        #expect(sorted(tree, "/") == ["/r/a", "/r/c/y"])
        tree.remove("/r/a")
        tree.remove("/r/c/y")
        #expect(sorted(tree, "/").isEmpty)
    }

    @Test("agrees with a search through all paths, whatever is put in and taken out")
    func random() {
        var generator = SystemRandomNumberGenerator()
        var (tree, paths) = (PathTree(), Set<FilePath>())
        for _ in 0..<300 {
            var path: FilePath = "/"
            for _ in 0...Int.random(in: 0..<4, using: &generator) {
                path.append("\(Int.random(in: 0..<3, using: &generator))")
            }
            if Bool.random(using: &generator) {
                tree.insert(path)
                paths.insert(path)
            } else {
                tree.remove(path)
                paths.remove(path)
            }
            for folder in ["/", "/0", "/1/2"] as [FilePath] {
                let isEqual =
                    Set(tree.paths(beneath: folder)) == paths.filter { $0 != folder && $0.starts(with: folder) }
                #expect(isEqual)
            }
        }
    }

    private func sorted(_ tree: PathTree, _ folder: FilePath) -> [String] {
        tree.paths(beneath: folder).map(\.string).sorted()
    }
}
