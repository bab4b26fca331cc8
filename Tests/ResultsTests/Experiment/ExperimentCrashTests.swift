import Files
import Results
import SystemPackage
import TestSupport
import Testing

@Suite("Tables of an experiment whose writing is broken off after any step")
struct ExperimentCrashTests {
    private let a = MeasuredImage(image: "a.tif", values: ["0.1", "0.2"])
    private let b = MeasuredImage(image: "b.tif", values: ["0.3"])
    private let c = MeasuredImage(image: "c.tif", values: ["0.5", "0.6"])
    private let n = MeasuredImage(image: "n.tif", values: ["0.9"])

    /// What changes between the two writings.
    enum Change: CaseIterable { case first, added, doneAgain, doneAgainAlike, removed, widened }

    /// The images before and after.
    private func images(_ change: Change) -> (old: [MeasuredImage], new: [MeasuredImage]) {
        var again = b
        switch change {
        case .first: return ([], [a, b])
        case .added: return ([a, b, c], [a, b, c, n])
        case .doneAgain: again.values = ["0.7", "0.8", "0.4"]
        case .doneAgainAlike: again.values = ["0.4"]
        case .removed: return ([a, b, c], [a, c])
        case .widened: again.column = "extent"
        }
        return ([a, b, c], [a, again, c, n])
    }

    @Test("each table is the old or the new one whole; the next start makes both complete", arguments: Change.allCases)
    func killed(change: Change) throws {
        let (old, new) = images(change)
        let folder = try TemporaryFolder()
        for image in old { try image.commit(below: folder) }
        _ = try folder.tables().update(.everything)
        let before = ReadTables(folder)
        let names: [FilePath.Component] = ["segmentd_objects.csv", "segmentd_images.csv"]
        let bytes = try names.map { try folder.read($0) }
        for image in new { try image.commit(below: folder) }
        for image in old where !new.contains(where: { $0.image == image.image }) { try image.remove(below: folder) }
        var step = 0
        var findings: [String] = []
        while true {
            for (name, bytes) in zip(names, bytes) {
                if let bytes { try folder.write(bytes, name) } else { try? folder.remove(name.string) }
            }
            let counter = StepCounter(failing: step, stopsAll: true)
            var work = ExperimentWork()
            work.calls = counter.calls
            _ = try? folder.tables(work).update(.everything)

            let objects = ReadTable("segmentd_objects.csv", in: folder)
            let images = ReadTable("segmentd_images.csv", in: folder)
            // A first table may be there without a row.
            let isOld = objects == before?.objects || change == .first && objects?.rows == []
            let column = change == .widened ? "extent" : "solidity"
            let isNew = objects.map { Self.lines($0, column) } == Self.lines(new, column)
            #expect(isOld || isNew, "step \(step)")
            let found = images?["image"].sorted() ?? []
            #expect([[], old.map(\.image.string), new.map(\.image.string)].contains(found), "step \(step): \(found)")
            findings.append(isNew ? "new" : "old")

            _ = try folder.tables().update(.everything)
            let after = try #require(ReadTables(folder))
            #expect(Self.lines(after.objects, column) == Self.lines(new, column), "step \(step)")
            #expect(after.images["image"].sorted() == new.map(\.image.string), "step \(step)")
            #expect(try folder.names().filter { $0.hasPrefix(".") } == [], "step \(step)")
            #expect(try !folder.tables().update(.everything).isWritten, "step \(step)")
            guard counter.hasStruck else { break }
            step += 1
        }
        #expect(step >= 9 && findings.first == "old" && findings.last == "new")
    }

    private static func lines(_ table: ReadTable, _ column: String) -> [String] {
        zip(table["image"], zip(table["label"], table[column])).map { "\($0) \($1.0) \($1.1)" }.sorted()
    }

    private static func lines(_ images: [MeasuredImage], _ column: String) -> [String] {
        images.flatMap { image in
            image.values.enumerated().map { number, value in
                "\(image.image.string) \(number + 1) \(image.column == column ? value : "")"
            }
        }.sorted()
    }
}
