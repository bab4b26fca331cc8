import Foundation
import Imaging
import TestSupport
import Testing
import WorkerProtocol

@Suite("Numbers of objects beyond 16 bits")
struct ManyObjectsTests {
    /// Side of a checkerboard, whose bright pixels touch at corners alone.
    private static let side = 364

    @Test("more than 65,535 objects make the label image uint32")
    func uint32() throws {
        let bench = try Workbench()
        let board = "(numpy.indices((\(Self.side), \(Self.side))).sum(0) % 2 * 100).astype('uint8')"
        let report = try bench.report(
            bench.write(board, to: "board.tif"),
            classifier: ThresholdClassifier.text(threshold: "50.0"),
            outputs: [.labels, .mask, .objects],
            positiveClass: 2
        )
        let count = Self.side * Self.side / 2
        #expect(count > 65_535)
        #expect(report.planes.map(\.objects) == [count])
        #expect(try bench.description(.labels) == "YX uint32 1 segmentd")
        let labels = try bench.array(.labels).integers
        // Every bright pixel is an object of its own, numbered down the columns.
        var expected = [Int](repeating: 0, count: Self.side * Self.side)
        var number = 0
        for x in 0..<Self.side {
            for y in 0..<Self.side where (x + y) % 2 == 1 {
                number += 1
                expected[y * Self.side + x] = number
            }
        }
        #expect(labels == expected)
        #expect(try bench.array(.mask).integers == expected.map { $0 == 0 ? 0 : 255 })
        #expect(try bench.table().count == count)
    }

    @Test("a later plane with so many makes the planes before it uint32 as well")
    func laterPlane() throws {
        let bench = try Workbench()
        let board = "numpy.indices((\(Self.side), \(Self.side))).sum(0) % 2 * 100"
        let stack = "numpy.stack([numpy.full((\(Self.side), \(Self.side)), 100), \(board)]).astype('uint8')"
        let report = try bench.report(
            bench.write("\(stack), imagej=True, metadata={'axes': 'ZYX'}", to: "stack.tif"),
            classifier: ThresholdClassifier.text(threshold: "50.0"),
            outputs: [.labels, .objects],
            positiveClass: 2
        )
        #expect(report.planes.map(\.objects) == [1, Self.side * Self.side / 2])
        #expect(try bench.description(.labels) == "ZYX uint32 1 segmentd")
        let labels = try bench.array(.labels)
        #expect(labels[0].integers.allSatisfy { $0 == 1 })
        #expect(labels[1].integers.max() == Self.side * Self.side / 2)
        // One row for the plane in front, not one for each attempt.
        #expect(try bench.table().count { $0[1] == 0 } == 1)
    }

    @Test("a third plane with so many widens the file that was begun, and nothing is computed or written twice")
    func thirdPlane() throws {
        let bench = try Workbench()
        let board = "numpy.indices((\(Self.side), \(Self.side))).sum(0) % 2 * 100"
        let few = "numpy.kron(numpy.eye(\(Self.side / 2)), [[100, 0], [0, 0]])"
        let path = try bench.write(
            "numpy.stack([\(few), \(few) * 0, \(board), \(few)]).astype('uint8'), imagej=True, metadata={'axes': 'TYX'}",
            to: "stack.tif"
        )
        let outputs: [OutputKind] = [.mask, .labels, .objects]
        var results: [(bytes: [[UInt8]], beats: Int, sizes: [Int])] = []
        for type in [LabelType.auto, .uint32] {
            let answer = try bench.segment(
                path,
                classifier: ThresholdClassifier.text(threshold: "50.0"),
                outputs: outputs,
                positiveClass: 2,
                labelType: type
            )
            guard case .finished(let report) = answer.reply else { throw TestFailure("\(answer.reply)") }
            #expect(report.planes.map(\.objects) == [Self.side / 2, 0, Self.side * Self.side / 2, Self.side / 2])
            #expect(report.outputs[1].form?.pixelType == .uint32)
            let bytes = try outputs.map { [UInt8](try Data(contentsOf: URL(fileURLWithPath: bench.path($0)))) }
            results.append((bytes, answer.beats, report.outputs.map(\.bytes)))
        }
        let isSame = results[0].bytes == results[1].bytes
        #expect(isSame)
        #expect(results[0].sizes == results[1].sizes)
        // Two pages are widened with a sign of life for each; what is computed, read and written gives as many as before.
        // One or two come by time, while the image is digested.
        #expect(results[0].beats <= results[1].beats + 2 + 2)
        #expect(try bench.array(.labels)[0].integers.max() == Self.side / 2)
    }

    @Test("65,535 objects still fit into uint16")
    func largestUInt16() throws {
        let bench = try Workbench()
        // 363 × 363 has 65,884 dark and bright pixels in turn; all but the first 65,535 of them are put out.
        let board = """
            (lambda b: numpy.where(numpy.cumsum(b.T.ravel()).reshape(b.T.shape).T > 65535, 0, b) * 100)\
            (numpy.indices((363, 363)).sum(0) % 2).astype('uint8')
            """
        let report = try bench.report(
            bench.write(board, to: "full.tif"),
            classifier: ThresholdClassifier.text(threshold: "50.0"),
            outputs: [.labels],
            positiveClass: 2
        )
        #expect(report.planes.map(\.objects) == [65_535])
        #expect(try bench.description(.labels) == "YX uint16 1 segmentd")
        #expect(try bench.array(.labels).integers.max() == 65_535)
    }
}
