import Foundation
import Glibc
import TestSupport
import Testing

/// A folder of two images, one plain and one of frames and slices, that is run through again and again.
struct RedoFolder {
    /// A file: what is in it, the times of a summary aside, and which file it is.
    struct File: Equatable {
        let content: Data
        let inode: UInt64
    }

    private let home: TemporaryFolder
    private var images: URL { URL(filePath: home.appending("images")) }

    init() throws {
        home = try TemporaryFolder()
        for (name, area) in [("small", "40.0"), ("large", "120.0")] {
            for kind in ["ObjectSelector", "ObjectClassifier"] {
                let text = ThresholdClassifier.text(ofObjects: kind, feature: "area", threshold: area)
                try home.write(Array(text.utf8), to: "\(kind)_\(name).cl")
            }
        }
        try FileManager.default.createDirectory(at: images, withIntermediateDirectories: true)
    }

    /// Lays images of these names into the folder.
    func bring(_ names: [String]) throws {
        for name in names {
            let stack = AcquisitionFixtures.folder.appending(path: "golden/time_and_slices/input.tif")
            try FileManager.default.copyItem(
                at: name == "s.tif" ? stack : AcquisitionFixtures.image(0),
                to: images.appending(path: name)
            )
        }
    }

    /// The path of a file in the folder.
    func path(_ name: String) -> String { images.appending(path: name).path }

    /// Runs the program with arguments in short: `classifier.cl > outputs… --option value …`.
    func result(of text: String, _ more: [String] = []) throws -> ProgramCall.Result {
        let words = text.split(separator: " ").map(String.init)
        var arguments = [
            "run", "--classifier", AcquisitionFixtures.folder.appending(path: "classifiers/\(words[0])").path,
        ]
        var isOutput = true
        for word in words.dropFirst(2) {
            if word.hasPrefix("-") { isOutput = false }
            if isOutput {
                arguments += ["--output", word]
            } else if word.hasPrefix("keep=") {
                arguments.append("keep=\(home.appending("ObjectSelector_\(word.dropFirst(5)).cl"))")
            } else if word.hasPrefix("classify=") {
                arguments.append("classify=\(home.appending("ObjectClassifier_\(word.dropFirst(9)).cl"))")
            } else {
                arguments.append(word)
            }
        }
        return try ProgramCall.result(of: arguments + more + [images.path], home: home.url)
    }

    /// The same, which must succeed.
    func run(_ text: String) throws {
        let result = try result(of: text)
        try #require(result.status == 0, "\(result.errors)")
    }

    /// Every file beside the images and the tables of the folder.
    func files() throws -> [String: File] {
        var files: [String: File] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: images.path) {
            if name.count == 5 || name.hasPrefix("segmentd_") { continue }
            var status = stat()
            try #require(lstat(path(name), &status) == 0)
            var content = try Data(contentsOf: images.appending(path: name))
            if name.hasSuffix("_summary.json") {
                var object = try #require(try JSONSerialization.jsonObject(with: content) as? [String: Any])
                for key in ["timings_ms", "processed"] { object[key] = nil }
                content = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])
            }
            files[name] = File(content: content, inode: UInt64(status.st_ino))
        }
        return files
    }
}
