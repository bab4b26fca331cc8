import Foundation
import Service
import Settings
import SystemPackage
import TestSupport
import Testing
import WorkerProtocol

/// What a training has learned stays, whatever happens to files that it does not need.
@Suite("What was learned of an annotation stays until that is gone", .serialized)
final class TrainingKeepsTests {
    private let bench: PlayedTraining

    init() throws { bench = try PlayedTraining() }

    private func move(_ name: String, to place: String) throws {
        try FileManager.default.moveItem(atPath: bench.home.appending(name), toPath: bench.home.appending(place))
    }

    @Test("an image that goes to an archive takes nothing with it, and is no trouble; nor at the next start")
    func archivedImage() async throws {
        for name in ["a", "b"] { try bench.annotate(name, "1") }
        try await bench.whileTraining { status, news in
            _ = try await bench.next(.trained, &news)
            try move("images/a.tif", to: "a.tif")
            try bench.annotate("c", "3")
            _ = try await bench.next(.trained, &news)
            #expect(try bench.classifier() == #"depth 2 {"a.tif":"1","b.tif":"1","c.tif":"3"}"#)
            #expect(!status.line.contains("not trained"), "\(status.line)")
        }
        try move("images/b.tif", to: "b.tif")
        try await bench.whileTraining { status, news in
            try bench.annotate("c", "4")
            _ = try await bench.next(.trained, &news)
            #expect(try bench.classifier() == #"depth 2 {"a.tif":"1","b.tif":"1","c.tif":"4"}"#)
            #expect(!status.line.contains("not trained"), "\(status.line)")
            // Drawn on anew, it waits for its image, which is told.
            try bench.annotate("a", "5")
            let told = try await bench.next(.refused, &news)
            #expect(told.reason?.contains("has no image") == true, "\(told)")
        }
        #expect(bench.trainer.jobs.allSatisfy { $0.forgets.isEmpty })
    }

    @Test("an annotation that is removed and written again was never gone")
    func writtenAgain() async throws {
        try bench.annotate("a", "1")
        try await bench.whileTraining { _, news in
            _ = try await bench.next(.trained, &news)
            try FileManager.default.removeItem(atPath: bench.home.appending("annotations/a.tif"))
            try bench.annotate("b", "2")
            _ = try await bench.next(.trained, &news)
            #expect(try bench.classifier() == #"depth 2 {"a.tif":"1","b.tif":"2"}"#)
            try bench.annotate("a", "3")
            _ = try await bench.next(.trained, &news)
            #expect(try bench.classifier() == #"depth 2 {"a.tif":"3","b.tif":"2"}"#)
        }
        #expect(bench.trainer.jobs.allSatisfy { $0.forgets.isEmpty })
    }

    @Test("an image that is written meanwhile is left to the next training, which comes by itself")
    func changingImage() async throws {
        for (name, text) in [("a", "1"), ("b", "2"), ("c", "bad")] { try bench.annotate(name, text) }
        let image = bench.home.appending("images/b.tif")
        bench.trainer.before { try? Data("image b, longer".utf8).write(to: URL(filePath: image)) }
        try await bench.whileTraining { status, news in
            _ = try await bench.next(.trained, &news)
            #expect(try bench.classifier() == #"depth 2 {"a.tif":"1"}"#)
            _ = try await bench.next(.trained, &news)
            #expect(try bench.classifier() == #"depth 2 {"a.tif":"1","b.tif":"2"}"#)
            #expect(status.line.contains("c.tif is not trained"), "\(status.line)")
        }
    }

    @Test("one file that cannot be opened is named, and the others are trained")
    func unreadableImage() async throws {
        for (name, text) in [("a", "1"), ("b", "2")] { try bench.annotate(name, text) }
        let image = bench.home.appending("images/b.tif")
        try FileManager.default.removeItem(atPath: image)
        // It leads to itself: what can be read by nobody.
        try FileManager.default.createSymbolicLink(atPath: image, withDestinationPath: "b.tif")
        try await bench.whileTraining { _, news in
            let told = try await bench.next(.refused, &news)
            #expect(told.reason?.contains("cannot be read") == true, "\(told)")
            _ = try await bench.next(.trained, &news)
            #expect(try bench.classifier() == #"depth 2 {"a.tif":"1"}"#)
        }
    }

    @Test("images that only do not go together are told apart: the first stays, and those that do not fit it are named")
    func mixed() async throws {
        for (name, text) in [("a", "1"), ("b", "2"), ("c", "stack")] { try bench.annotate(name, text) }
        try await bench.whileTraining { status, news in
            _ = try await bench.next(.trained, &news)
            #expect(try bench.classifier() == #"depth 2 {"a.tif":"1","b.tif":"2"}"#)
            let told = try await bench.next(.refused, &news)
            #expect(told.reason?.contains("c.tif is of another kind") == true, "\(told)")
            #expect(status.line.contains("c.tif is not trained"), "\(status.line)")
        }
    }

    @Test("one that the recipe cannot use waits, and nothing is in force")
    func impossible() async throws {
        try bench.annotate("a", "1")
        var folder = bench.settings { $0.accept = .always }
        folder.recipes[0].classNames = (1...9).map { "class \($0)" }
        try await bench.whileTraining(folder) { _, news in
            let told = try await bench.next(.candidate, &news)
            #expect(told.reason?.contains("class_names has 9 names") == true, "\(told)")
            #expect(throws: (any Error).self) { try bench.classifier() }
        }
        #expect(bench.reloads.count == 0)
    }
}
