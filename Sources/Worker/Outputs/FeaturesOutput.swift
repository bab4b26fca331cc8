import Imaging
import Segmentation
import TIFFFiles
import WorkerProtocol

/// Every feature that the classifier of the pixels looks at, one after the other for each slice.
struct FeaturesOutput: Output {
    static let kind = OutputKind.features

    let file: OutputFile
    let image: TIFFWriter

    init(_ file: OutputFile) throws(Failure) {
        self.file = file
        let channels = file.setting.features.map { ClassLabel(text: $0.name) }
        image = try file.image(.float32, channels: channels)
        // ImageJ shows the labels of planes in files without compression only.
        image.presentation.lines += channels.enumerated().map { "channel \($0 + 1): \($1.text)" }
    }

    func append(_ plane: SegmentedPlane, beat: () -> Void) throws(Failure) {
        let values = try inOrder(plane.features)
        for z in 0..<plane.size.depth {
            for feature in values { try file.write(.values(.float32(feature)), slice: z, to: image, beat: beat) }
        }
    }

    func finish() throws(Failure) { try file.finish(image) }

    /// The planes of the file; `features` are those of each channel, in the order of the plan.
    private func inOrder(_ features: [[[Float]]]) throws(Failure) -> [[Float]] {
        try file.setting.features.map { (place) throws(Failure) in
            guard features.indices.contains(place.channel),
                features[place.channel].indices.contains(place.feature)
            else { throw file.missing() }
            return features[place.channel][place.feature]
        }
    }
}

extension FeaturesOutput: RowOutput {
    var pageCount: Int { file.setting.features.count }

    func pixels(of rows: SegmentedRows) throws(Failure) -> [PagePixels] {
        try inOrder(rows.features).map { .values(.float32($0)) }
    }
}
