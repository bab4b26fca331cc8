import Imaging
import Measurement
import Segmentation
import TIFFFiles
import WorkerProtocol

/// An output that can be written some rows at a time.
protocol RowOutput: Output {
    var file: OutputFile { get }
    var image: TIFFWriter { get }
    /// Pages of a plane.
    var pageCount: Int { get }

    /// Prepares for a plane with labels up to `count`.
    mutating func prepare(labelsTo count: Int, beat: () -> Void) throws(Failure)

    /// What is written of some rows, for each page.
    func pixels(of rows: SegmentedRows) throws(Failure) -> [PagePixels]
}

extension RowOutput {
    var pageCount: Int { 1 }

    func prepare(labelsTo count: Int, beat: () -> Void) throws(Failure) {}
}

extension MaskOutput: RowOutput {
    func pixels(of rows: SegmentedRows) throws(Failure) -> [PagePixels] {
        guard let mask = rows.segmentation.mask else { throw file.missing() }
        return [.mask(mask)]
    }
}

extension ClassesOutput: RowOutput {
    func pixels(of rows: SegmentedRows) throws(Failure) -> [PagePixels] {
        guard let map = rows.segmentation.classMap else { throw file.missing() }
        return [.values(.uint8(map.classes))]
    }
}

extension ProbabilitiesOutput: RowOutput {
    var pageCount: Int { file.setting.pixelClasses?.probabilities.count ?? 1 }

    func pixels(of rows: SegmentedRows) throws(Failure) -> [PagePixels] {
        let maps = rows.segmentation.probabilities
        guard maps.count == pageCount else { throw file.missing() }
        return maps.map { .values(file.exported($0)) }
    }
}

extension LabelsOutput: RowOutput {
    mutating func prepare(labelsTo count: Int, beat: () -> Void) throws(Failure) {
        try makeRoom(for: count, beat: beat)
    }

    func pixels(of rows: SegmentedRows) throws(Failure) -> [PagePixels] {
        guard let labels = rows.segmentation.labels?.labels else { throw file.missing() }
        return [.labels(labels, type)]
    }
}

/// An output whose pages of one plane are being written.
struct GrowingOutput {
    private let output: any RowOutput
    private let pages: GrowingPages

    /// Begins the pages of a plane.
    init(_ output: any RowOutput) throws(Failure) {
        self.output = output
        do throws(TIFFError) { pages = try GrowingPages(output.pageCount, of: output.image) } catch {
            throw Failure(writing: error, output: output.file.kind.rawValue)
        }
    }

    /// Writes the rows that follow.
    func append(_ rows: SegmentedRows, beat: () -> Void) throws(Failure) {
        let pixels = try output.pixels(of: rows)
        do throws(TIFFError) { try pages.append(pixels, rows: rows.rows.count, beat: beat) } catch {
            throw Failure(writing: error, output: output.file.kind.rawValue)
        }
    }

    /// Completes the pages.
    func end(beat: () -> Void) throws(Failure) {
        do throws(TIFFError) { try pages.end(beat: beat) } catch {
            throw Failure(writing: error, output: output.file.kind.rawValue)
        }
    }
}

extension Outputs {
    /// Begins the pages of a plane with labels up to `count` in the outputs of `kinds`.
    mutating func beginRows(
        of kinds: Set<OutputKind>,
        labelsTo count: Int = 0,
        beat: () -> Void
    ) throws(Failure) -> [GrowingOutput] {
        var growing: [GrowingOutput] = []
        for index in outputs.indices {
            guard var output = outputs[index] as? any RowOutput, kinds.contains(output.file.kind) else { continue }
            try output.prepare(labelsTo: count, beat: beat)
            outputs[index] = output
            growing.append(try GrowingOutput(output))
        }
        return growing
    }

    /// The columns of the object table; nil where none is written.
    var objectColumns: ObjectColumns? {
        for case let output as ObjectsOutput in outputs { return output.columns }
        return nil
    }

    /// Adds objects that are measured already to the object table.
    mutating func append(_ measured: PlaneMeasurement) {
        for index in outputs.indices {
            guard var output = outputs[index] as? ObjectsOutput else { continue }
            // The table grows by what is added, and is not copied first.
            outputs.remove(at: index)
            output.append(measured)
            outputs.insert(output, at: index)
            return
        }
    }
}
