/// What a benchmark measured. Times are milliseconds and, unless the name says otherwise, the best of the repeats.
package struct BenchmarkReport: Sendable, Codable {
    /// One stage of the work on an image.
    package struct Stage: Sendable, Codable {
        package var name: String
        package var ms: Double
        /// Millions of pixels a second.
        package var mpxPerS: Double
        /// Bytes of files, or of planes read and written as if nothing stayed in a cache; 10⁹ a second.
        package var gbPerS: Double

        /// So many milliseconds for so many pixels and bytes.
        package init(_ name: String, milliseconds: Double, pixels: Int, bytes: Int) {
            self.name = name
            ms = milliseconds
            let seconds = max(milliseconds, 1e-6) / 1000
            mpxPerS = Double(pixels) / 1e6 / seconds
            gbPerS = Double(bytes) / 1e9 / seconds
        }
    }

    package var device: String
    package var deviceKind: String
    package var classifier: String
    package var features: Int
    package var channels: Int
    package var trees: Int
    package var treeDepth: Int
    package var classes: Int
    package var image: String
    package var width: Int
    package var height: Int
    package var slices: Int
    package var repeats: Int
    /// Device chosen, kernels ready and tested: wall time and CPU time.
    package var startMs: Double
    package var startCpuMs: Double
    /// From the classifier file's bytes to a forest on the device; nil for the one that is built in.
    package var classifierMs: Double?
    /// The first image of this size, in a process that has segmented one of another size.
    package var firstImageMs: Double
    /// Pixels in memory to class map, mask and label image in memory; also the median of the repeats.
    package var totalMs: Double
    package var medianMs: Double
    /// CPU time of one image of `totalMs`, averaged over the repeats.
    package var cpuMs: Double
    /// A file read, segmented, measured and written to three files.
    package var fileMs: Double
    /// The stages one by one; the device is waited for in between, so that they add up to a little more.
    package var stages: [Stage]
    package var objects: Int
    package var imageBytes: Int
    /// Class map, mask and label image in memory.
    package var resultBytes: Int
    /// The most memory that the engine itself took besides image and results.
    package var engineBytes: Int
    package var peakResidentBytes: Int
    package var notes: [String]

    /// A report of everything.
    package init(
        device: String,
        deviceKind: String,
        classifier: String,
        features: Int,
        channels: Int,
        trees: Int,
        treeDepth: Int,
        classes: Int,
        image: String,
        width: Int,
        height: Int,
        slices: Int,
        repeats: Int,
        startMs: Double,
        startCpuMs: Double,
        classifierMs: Double?,
        firstImageMs: Double,
        totalMs: Double,
        medianMs: Double,
        cpuMs: Double,
        fileMs: Double,
        stages: [Stage],
        objects: Int,
        imageBytes: Int,
        resultBytes: Int,
        engineBytes: Int,
        peakResidentBytes: Int,
        notes: [String]
    ) {
        self.device = device
        self.deviceKind = deviceKind
        self.classifier = classifier
        self.features = features
        self.channels = channels
        self.trees = trees
        self.treeDepth = treeDepth
        self.classes = classes
        self.image = image
        self.width = width
        self.height = height
        self.slices = slices
        self.repeats = repeats
        self.startMs = startMs
        self.startCpuMs = startCpuMs
        self.classifierMs = classifierMs
        self.firstImageMs = firstImageMs
        self.totalMs = totalMs
        self.medianMs = medianMs
        self.cpuMs = cpuMs
        self.fileMs = fileMs
        self.stages = stages
        self.objects = objects
        self.imageBytes = imageBytes
        self.resultBytes = resultBytes
        self.engineBytes = engineBytes
        self.peakResidentBytes = peakResidentBytes
        self.notes = notes
    }

    /// The report for people.
    package var text: String {
        var lines = [
            "device      \(device) (\(deviceKind))",
            "classifier  \(classifier): \(features) features, \(channels) channel(s), \(trees) trees of depth \(treeDepth), "
                + "\(classes) classes",
            "image       \(image), \(width) × \(height)" + (slices > 1 ? " × \(slices)" : ""),
            "",
            Self.row("stage", "ms", "Mpx/s", "GB/s"),
        ]
        lines += stages.map {
            Self.row($0.name, Self.decimal($0.ms), Self.decimal($0.mpxPerS), Self.decimal($0.gbPerS))
        }
        let pixels = Double(width * height * slices) / 1e6
        lines += [
            Self.row("total", Self.decimal(totalMs), Self.decimal(pixels / max(totalMs, 1e-6) * 1000), ""),
            "",
            "total: pixels in memory to label image, best of \(repeats); median \(Self.decimal(medianMs)) ms, "
                + "CPU \(Self.decimal(cpuMs)) ms",
            "file to files \(Self.decimal(fileMs)) ms (\(Self.decimal(fileMs / max(totalMs, 1e-6))) x total), "
                + "first image of a new size \(Self.decimal(firstImageMs)) ms",
            "start \(Self.decimal(startMs)) ms (CPU \(Self.decimal(startCpuMs)) ms)"
                + (classifierMs.map { ", classifier ready in \(Self.decimal($0)) ms" } ?? ""),
            "\(objects) objects; memory: image \(Self.megabytes(imageBytes)), results \(Self.megabytes(resultBytes)), "
                + "engine \(Self.megabytes(engineBytes)), peak of the process \(Self.megabytes(peakResidentBytes))",
        ]
        return (lines + notes.map { "note: \($0)" }).joined(separator: "\n")
    }

    private static func row(_ cells: String...) -> String {
        let widths = [18, 12, 12, 12]
        return zip(cells, widths).enumerated().map { column, cell in
            let blanks = String(repeating: " ", count: max(0, cell.1 - cell.0.count))
            return column == 0 ? cell.0 + blanks : blanks + cell.0
        }.joined()
    }

    /// Three significant digits or more.
    private static func decimal(_ value: Double) -> String {
        let places = value >= 100 ? 0 : value >= 10 ? 1 : 2
        let scale = [1.0, 10, 100][places]
        let scaled = Int((value * scale).rounded())
        guard places > 0 else { return "\(scaled)" }
        let fraction = String(scaled % Int(scale))
        return "\(scaled / Int(scale))." + String(repeating: "0", count: places - fraction.count) + fraction
    }

    private static func megabytes(_ bytes: Int) -> String { decimal(Double(bytes) / 1e6) + " MB" }
}
