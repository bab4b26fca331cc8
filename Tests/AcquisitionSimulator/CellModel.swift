import Glibc

/// The model of the images: round nuclei over a sloping background, with camera noise.
///
/// The same model as `Tests/Fixtures/cell_model.py`, on whose images the demo's classifier was trained. Change a number
/// in both or in neither.
enum CellModel {
    private static let cellsPerPixel = 1.0 / 2_000
    private static let radius = 5.0...10.0
    private static let gap = 5.0
    private static let margin = 3.0
    private static let dim = 500.0...1_000.0
    private static let bright = 1_600.0...2_600.0
    private static let brightShare = 0.3
    private static let edge = 0.8
    private static let background = 300.0
    private static let slopeX = 0.15
    private static let slopeY = 0.10
    private static let readNoise = 15.0
    private static let photonNoise = 2.0

    /// Nuclei that touch neither each other nor the border; those that find no room in 200 tries are given up.
    static func place(width: Int, height: Int, random: inout NoiseSource) -> [Cell] {
        var cells: [Cell] = []
        let wanted = Int((Double(width * height) * cellsPerPixel).rounded())
        for _ in 0..<wanted {
            for _ in 0..<200 {
                let radius = random.uniform(in: radius)
                let inset = radius + margin
                guard 2 * inset < Double(min(width, height)) else { continue }
                let y = random.uniform(in: inset...(Double(height - 1) - inset))
                let x = random.uniform(in: inset...(Double(width - 1) - inset))
                guard cells.allSatisfy({ hypot($0.y - y, $0.x - x) >= $0.radius + radius + gap }) else { continue }
                let amplitude = random.uniform(in: random.uniform() < brightShare ? bright : dim)
                cells.append(Cell(y: y, x: x, radius: radius, amplitude: amplitude))
                break
            }
        }
        return cells
    }

    /// The picture of `cells` with noise, row by row, in grey values.
    static func expose(_ cells: [Cell], width: Int, height: Int, random: inout NoiseSource) -> [Double] {
        var values = [Double](repeating: 0, count: width * height)
        for y in 0..<height {
            for x in 0..<width {
                let slope = slopeX * (Double(x) / Double(width) - 0.5) + slopeY * (Double(y) / Double(height) - 0.5)
                values[y * width + x] = background * (1 + slope)
            }
        }
        for cell in cells { add(cell, to: &values, width: width, height: height) }
        for index in values.indices {
            let deviation = (readNoise * readNoise + photonNoise * values[index]).squareRoot()
            values[index] += deviation * random.normal()
        }
        return values
    }

    /// Adds the blurred disc of `cell`, out to where it falls below a hundredth of a grey value.
    private static func add(_ cell: Cell, to values: inout [Double], width: Int, height: Int) {
        let reach = cell.radius + 16 * edge
        for y in max(0, Int(cell.y - reach))...min(height - 1, Int(cell.y + reach)) {
            for x in max(0, Int(cell.x - reach))...min(width - 1, Int(cell.x + reach)) {
                let distance = hypot(Double(y) - cell.y, Double(x) - cell.x)
                values[y * width + x] += cell.amplitude / (1 + exp((distance - cell.radius) / edge))
            }
        }
    }
}
