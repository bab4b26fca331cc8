import Imaging
import Segmentation
import TIFFFiles
import WorkerProtocol

/// How uncertain the class of every pixel is: 1 less the difference between the two largest probabilities, or, of the one
/// class that is mapped, 1 − |2 p − 1|.
struct UncertaintyOutput: Output {
    static let kind = OutputKind.uncertainty

    let file: OutputFile
    let image: TIFFWriter

    init(_ file: OutputFile) throws(Failure) {
        self.file = file
        let classes = file.setting.pixelClasses?.probabilities ?? []
        guard classes.allSatisfy({ $0.number != nil }) else {
            throw Failure(
                kind: "no_probabilities",
                message: "the classifier gives numbers of classes in place of probabilities: there is no uncertainty",
                remedy: "leave uncertainty out of the outputs"
            )
        }
        let export = file.setting.job.recipe.export
        image = try file.image(export?.type ?? .float32, range: export?.shown ?? 0...1)
        image.presentation.lines += export?.lines ?? []
    }

    func append(_ plane: SegmentedPlane, beat: () -> Void) throws(Failure) {
        let map = try map(plane.segmentation.probabilities)
        try file.write(.values(file.exported(map)), of: plane, to: image, beat: beat)
    }

    func finish() throws(Failure) { try file.finish(image) }

    private func map(_ probabilities: [[Float]]) throws(Failure) -> [Float] {
        let classes = file.setting.pixelClasses
        guard let first = probabilities.first, probabilities.count == classes?.probabilities.count else {
            throw file.missing()
        }
        // A mapper of one class alone; a forest with a single class is certain of it.
        if probabilities.count == 1, classes?.labels.count != 1 { return first.map { 1 - abs(2 * $0 - 1) } }
        var (largest, second) = (first, [Float](repeating: 0, count: first.count))
        for plane in probabilities.dropFirst() {
            for (index, share) in plane.enumerated() {
                if share > largest[index] {
                    (largest[index], second[index]) = (share, largest[index])
                } else {
                    // Where nothing voted all are NaN, and so is what is written.
                    second[index] = max(second[index], share)
                }
            }
        }
        for index in largest.indices { largest[index] = 1 - (largest[index] - second[index]) }
        return largest
    }
}

extension UncertaintyOutput: RowOutput {
    func pixels(of rows: SegmentedRows) throws(Failure) -> [PagePixels] {
        [.values(file.exported(try map(rows.segmentation.probabilities)))]
    }
}
