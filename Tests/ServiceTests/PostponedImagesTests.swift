import Results
import Service
import Settings
import SystemPackage
import TestSupport
import Testing
import Watching
import WorkerProtocol

@Suite("Images that wait for a trouble to end")
struct PostponedImagesTests {
    private static let full = Failure(kind: "disk_full", message: "full", remedy: "free some space")
    private static let start = ContinuousClock.now

    private func entry(_ path: FilePath, folder: Int = 0) -> ImageQueue.Entry {
        ImageQueue.Entry(folder: folder, path: path, arrival: .live, lastChange: Self.start)
    }

    /// The image that goes ahead after a look at the folder.
    private func ahead(_ images: PostponedImages, works: Bool, after seconds: Int) -> FilePath? {
        guard let group = images.next(in: 0).first?.group else { return nil }
        return images.looked(at: group, works: works, now: Self.start + .seconds(seconds))?.path
    }

    @Test("one goes ahead as soon as the trouble is seen no more, and the others follow it")
    func released() {
        let images = PostponedImages()
        for name in ["a", "b", "c"] {
            images.postpone(entry(FilePath("/d/\(name).tif")), because: Self.full, at: Self.start)
        }
        images.postpone(entry("/e/x.tif", folder: 1), because: Self.full, at: Self.start)
        #expect(images.trouble(in: 0)?.images == 3 && images.trouble(in: 0)?.failure == Self.full)
        #expect(ahead(images, works: false, after: 1) == nil)
        #expect(ahead(images, works: true, after: 1) == "/d/a.tif")
        // While it is ahead nobody else goes.
        #expect(ahead(images, works: true, after: 3600) == nil)
        let (followers, needsScan) = images.settle(entry("/d/a.tif"), isCommitted: true)
        #expect(followers.map(\.path) == ["/d/b.tif", "/d/c.tif"] && !needsScan)
        #expect(images.trouble(in: 0) == nil && images.trouble(in: 1)?.images == 1)
    }

    @Test("a trouble that is not seen is tried after pauses that grow, by one image after the other")
    func pauses() {
        let images = PostponedImages()
        for name in ["a", "b"] {
            images.postpone(entry(FilePath("/d/\(name).tif")), because: Self.full, at: Self.start)
        }
        var names: [String] = []
        var pauses: [Int] = []
        var last = 0
        for second in 1...1_000 {
            guard let path = ahead(images, works: true, after: second) else { continue }
            names.append(path.lastComponent?.stem ?? "")
            pauses.append(second - last)
            last = second
            images.postpone(entry(path), because: Self.full, at: Self.start + .seconds(second))
        }
        #expect(names == ["a", "b", "a", "b", "a", "b", "a", "b"])
        #expect(pauses == [2, 4, 8, 16, 32, 64, 128, 256])
    }

    @Test("a trouble that ends right after an attempt that could not succeed does not wait for the next pause")
    func endsAfterAttempt() {
        let images = PostponedImages()
        images.postpone(entry("/d/a.tif"), because: Self.full, at: Self.start)
        #expect(ahead(images, works: false, after: 1) == nil)
        #expect(ahead(images, works: false, after: 2) == "/d/a.tif")
        images.postpone(entry("/d/a.tif"), because: Self.full, at: Self.start + .seconds(2))
        #expect(ahead(images, works: true, after: 3) == "/d/a.tif")
    }

    @Test("the pause of a single image grows too, and one that is seen to be blocked is tried at long intervals")
    func single() {
        let images = PostponedImages()
        images.postpone(entry("/d/a.tif"), because: Self.full, at: Self.start)
        var attempts = 0
        for second in 1...10_000 where ahead(images, works: false, after: second) != nil {
            attempts += 1
            images.postpone(entry("/d/a.tif"), because: Self.full, at: Self.start + .seconds(second))
        }
        #expect(attempts == 12)
        #expect(images.trouble(in: 0)?.images == 1)
    }

    @Test("one that is gone lets the next go ahead; the success of another image releases nobody")
    func gone() {
        let images = PostponedImages()
        for name in ["a", "b"] {
            images.postpone(entry(FilePath("/d/\(name).tif")), because: Self.full, at: Self.start)
        }
        #expect(images.settle(entry("/d/new.tif"), isCommitted: true).followers.isEmpty)
        #expect(ahead(images, works: true, after: 2) == "/d/a.tif")
        #expect(images.settle(entry("/d/a.tif"), isCommitted: false).followers.isEmpty)
        #expect(ahead(images, works: true, after: 2) == "/d/b.tif")
    }

    @Test("more than can be remembered are found by a scan")
    func overflow() {
        let images = PostponedImages()
        for number in 0..<1_200 {
            images.postpone(entry(FilePath("/d/\(number).tif")), because: Self.full, at: Self.start)
        }
        #expect(images.trouble(in: 0)?.images == 1_000)
        #expect(ahead(images, works: true, after: 2) == "/d/0.tif")
        let (followers, needsScan) = images.settle(entry("/d/0.tif"), isCommitted: true)
        #expect(followers.count == 999 && needsScan)
    }

    @Test("a look finds what is in the way of results, and of the image", arguments: ["results", "mirror"])
    func probe(location: String) async throws {
        var acquisition = try await Acquisition(outputs: [.labels])
        let folder = acquisition.folder
        let results = location == "mirror" ? "share/results" : "in/results"
        acquisition.settings.output =
            location == "mirror" ? .mirror(root: folder.path(results)) : .subfolder("results")
        let probe = FolderProbe(acquisition.settings, places: FolderPlaces())
        let image = folder.path("in/x.tif")
        if location == "mirror" {
            #expect(await !probe.finds(image), "the share is not there")
            try folder.makeFolder("share")
        }
        try folder.write([], to: results)
        #expect(await !probe.finds(image), "something is in the way")
        #expect(await acquisition.outcome(by: ScriptedWorker([.finish]))?.word == "postponed: output_unwritable")
        try folder.remove(results)
        #expect(await probe.finds(image))
        #expect(await acquisition.outcome(by: ScriptedWorker([.finish]))?.word == "done")
        #expect(await probe.finds(folder.path("in/gone.tif")), "an image that is gone is to be settled")
        try folder.move("in", to: "aside")
        #expect(await !probe.finds(image), "the folder is gone")
    }

    @Test("a folder with too little room has none")
    func room() throws {
        let folder = try TemporaryFolder()
        let output = OutputLocation.beside.folder(forImage: folder.path("x.tif"), below: folder.path)
        let results = try ResultFolder(opening: output)
        #expect(results.hasRoom(for: 1) && !results.hasRoom(for: .max))
    }
}
