import Logging
import Service
import Settings
import SystemPackage
import TestSupport
import Testing

@Suite("Images that nobody named, and to which named files lead")
struct AddedImagesTests {
    @Test(
        "run counts the image to which a named file leads, also when it is stopped before it",
        arguments: [true, false]
    )
    func added(isStopped: Bool) async throws {
        var set = try await SetOfFiles(
            together: nil,
            worker: ScriptedWorker([.finish], tellsSets: true),
            isDaemon: false
        )
        for name in ["a.tif", "b.tif"] { try set.write(name, "set: a.tif b.tif") }
        set.acquisition.settings.recipes.append(set.acquisition.settings.recipes[0])
        set.acquisition.settings.recipes[1].name = "second"
        let (folder, settings) = (set.acquisition.folder, set.acquisition.settings)
        let directories = try ServiceDirectories(environment: [
            "STATE_DIRECTORY": folder.path("state").string, "CACHE_DIRECTORY": folder.path("cache").string,
            "RUNTIME_DIRECTORY": folder.path("run").string,
        ])
        let run = BatchRun(
            worker: set.worker,
            directories: directories,
            again: false,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        try await run.loadClassifiers(of: [settings])
        var outcomes = 0
        let tally = await run.run(
            [BatchRun.Item(path: folder.path("in/b.tif"), folder: settings)],
            isStopped: { isStopped && outcomes > 0 },
            progress: { _, _, _, _ in outcomes += 1 }
        )
        #expect((tally.parts, tally.added, tally.done) == (2, 2, isStopped ? 0 : 2))
        // Of those that were named, and those that came to them.
        #expect(2 + tally.added - tally.settled == (isStopped ? 2 : 0))
    }
}
