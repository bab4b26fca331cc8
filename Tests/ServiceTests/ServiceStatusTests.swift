import Logging
import Results
import Service
import Settings
import SystemPackage
import Testing
import Watching
import WorkerProtocol

@Suite("The line that systemctl status shows")
struct ServiceStatusTests {
    @Test("folders, counts, classifiers and troubles stand in one line, and a trouble that ends goes")
    func line() {
        let queue = ImageQueue()
        let status = ServiceStatus(folderCount: 3, queue: queue)
        #expect(status.line == "watching 3 folders, 0 queued, 0 done, 0 failed")
        queue.enqueue(.init(folder: 0, path: "/a/x.tif", arrival: .live, lastChange: .now))
        queue.enqueue(.init(folder: 2, path: "/c/x.tif", arrival: .backlog, lastChange: .now))
        for _ in 0..<3 { status.count(failed: false) }
        status.count(failed: true)
        status.classifier("nuclei.cl", at: "/models/nuclei.cl", digest: "ab12cd34", generation: 3)
        status.classifier("cells.cl", at: "/models/cells.cl", digest: "00ff1122", generation: 1)
        let healthy = "watching 3 folders, 2 queued, 3 done, 1 failed; cells.cl 00ff (gen 1), nuclei.cl ab12 (gen 3)"
        #expect(status.line == healthy)
        status.trouble("nuclei.cl refused", with: "/models/nuclei.cl")
        status.trouble("/a is gone", with: "folder 0")
        #expect(status.line == "degraded: nuclei.cl refused; /a is gone | " + healthy)
        status.trouble(nil, with: "folder 0")
        #expect(status.line == "degraded: nuclei.cl refused | " + healthy)
        status.trouble(nil, with: "/models/nuclei.cl")
        #expect(status.line == healthy)
        status.classifier("nuclei.cl", at: "/models/nuclei.cl", digest: "ffff", generation: 4)
        #expect(status.line.hasSuffix("nuclei.cl ffff (gen 4)"))
    }

    @Test("images that wait, and a host that computes, are troubles with a remedy")
    func waiting() {
        let status = ServiceStatus(folderCount: 1, queue: ImageQueue())
        let healthy = status.line
        let failure = Failure(kind: "output_unwritable", message: "cannot create y", remedy: "let the user write")
        let folder = FolderSettings(path: "/a", recipes: [RecipeSettings(classifier: "/models/nuclei.cl")])
        status.wait((2, failure), in: 0, of: folder)
        #expect(status.line == "degraded: /a cannot be written to; 2 images wait; let the user write | " + healthy)
        status.computes(on: "host", because: "no platform")
        // An image that is done on the host knows no reason.
        status.computes(on: "host")
        #expect(status.line.contains("on the host, about 100 × slower: no platform; see `segmentd devices`; /a cannot"))
        status.wait((1, failure), in: 0, of: folder)
        #expect(status.line.contains("/a cannot be written to; 1 image waits; let the user write"))
        status.wait((1, Failure(kind: "folder_elsewhere", message: "m", remedy: "r")), in: 0, of: folder)
        #expect(status.line.contains("images in /a cannot be done (folder_elsewhere); 1 image waits; m; r"))
        status.wait(nil, in: 0, of: folder)
        status.computes(on: "cpu")
        #expect(status.line == healthy)
    }

    @Test("a wait that a folder has learned is no trouble, and goes when it ends")
    func learnedWait() {
        let status = ServiceStatus(folderCount: 1, queue: ImageQueue())
        let healthy = status.line
        status.waits(.seconds(4), in: "/data/scope1")
        #expect(status.line.hasPrefix(healthy + "; images wait 4.0 seconds in /data/scope1"))
        #expect(!status.line.contains("degraded"))
        status.waits(.zero, in: "/data/scope1")
        #expect(status.line == healthy)
    }

    @Test("of many troubles some are named and the others counted")
    func manyTroubles() {
        let status = ServiceStatus(folderCount: 1, queue: ImageQueue())
        for number in 1...9 { status.trouble("trouble \(number)", with: "\(number)") }
        #expect(status.line.contains("trouble 1; ") && !status.line.contains("trouble 9"))
        #expect(status.line.contains("; and 4 more, see the journal | watching "))
    }

    @Test("one folder is one folder")
    func singular() {
        let status = ServiceStatus(folderCount: 1, queue: ImageQueue())
        #expect(status.line.hasPrefix("watching 1 folder, "))
    }

    @Test("only images that were worked on are counted")
    func outcomes() {
        let status = ServiceStatus(folderCount: 1, queue: ImageQueue())
        let report = OutcomeReport(status: status, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let recipe = RecipeSettings(classifier: "/models/nuclei.cl")
        let failure = Failure(kind: "disk_full", message: "", remedy: "")
        for outcome in [ImageOutcome.upToDate(nil), .changed, .waitsForClassifier, .postponed(failure)] {
            report.log(outcome, image: "/a/x.tif", recipe: recipe, in: FolderSettings(path: "/a", recipes: [recipe]))
        }
        #expect(status.line.hasSuffix("0 done, 0 failed"))
    }
}
