/// The command `drop`: a microscope at work.
struct Acquisition {
    /// The options it knows.
    static let options: Set<String> = [
        "folder", "truth", "count", "size", "seed", "first", "way", "interval", "pause", "dtype", "image", "damaged",
    ]

    private let folder: String
    private let truthFolder: String
    private let count: Int
    private let size: (width: Int, height: Int)
    private let seed: UInt64
    private let first: Int
    private let ways: [WritingWay]
    private let interval: Int
    private let pause: Int
    private let sampleType: SampleType
    private let copies: [[UInt8]]
    private let damaged: Set<Int>

    /// Reads the options.
    init(_ arguments: Arguments) throws {
        folder = try arguments.required("folder")
        truthFolder = try arguments.required("truth")
        count = try arguments.count("count", 10)
        size = try arguments.value("size", (width: 512, height: 512)) { text in
            let numbers = text.split(separator: "x").compactMap { Int($0) }
            return numbers.count == 2 && numbers.allSatisfy { $0 > 0 } ? (width: numbers[0], height: numbers[1]) : nil
        }
        seed = try arguments.value("seed", 1) { UInt64($0) }
        first = try arguments.count("first", 1)
        ways = try arguments.value("way", WritingWay.allCases) { text in
            text == "mixed" ? WritingWay.allCases : WritingWay(rawValue: text).map { [$0] }
        }
        interval = try arguments.count("interval", 0)
        pause = try arguments.count("pause", 30)
        sampleType = try arguments.value("dtype", .uint16) { SampleType(rawValue: $0) }
        copies = try arguments.all("image").map { path in
            guard let content = try Files.read(path) else {
                throw SimulatorError.malformed(path: path, what: "is missing")
            }
            return content
        }
        damaged = try Set(
            arguments.all("damaged").map { text in
                guard let number = Int(text) else { throw SimulatorError.usage("--damaged \(text) is no number.") }
                return number
            }
        )
    }

    /// Drops the images, one after the other.
    func run() throws {
        try Files.makeFolder(folder)
        try Files.makeFolder(truthFolder)
        var truth = try Files.read("\(truthFolder)/truth.json") == nil ? Truth() : Truth.read(folder: truthFolder)
        for index in 0..<count {
            if index > 0 { Files.sleep(milliseconds: interval) }
            let number = first + index
            let (cells, content) = picture(number: number)
            let isDamaged = damaged.contains(number)
            let way = ways[index % ways.count]
            let path = way.path(number: number)
            let written = isDamaged ? Array(content.prefix(content.count / 2)) : content
            let finished = try way.write(written, path: path, folder: folder, pause: pause)
            truth.images.append(
                Truth.Image(path: path, way: way, finished: finished, isDamaged: isDamaged, cells: cells)
            )
            try truth.write(folder: truthFolder)
        }
    }

    /// Image `number` as a file, and its nuclei; the same for the same seed, whatever was dropped before.
    private func picture(number: Int) -> (cells: [Cell]?, file: [UInt8]) {
        if !copies.isEmpty { return (nil, copies[(number - first) % copies.count]) }
        var random = NoiseSource(seed: seed &* 1_000_003 &+ UInt64(number))
        let cells = CellModel.place(width: size.width, height: size.height, random: &random)
        let values = CellModel.expose(cells, width: size.width, height: size.height, random: &random)
        return (cells, BaselineTIFF.encode(values, width: size.width, height: size.height, type: sampleType))
    }
}
