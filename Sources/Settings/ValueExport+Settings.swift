import Imaging
package import WorkerProtocol

extension ValueExport {
    /// What is wrong with a choice of type and ranges, and what to do.
    package struct Problem: Error, Hashable {
        /// The setting that is wrong.
        package let key: Key
        package let message: String
        package let remedy: String
    }

    /// The settings, by their names in configurations.
    package enum Key: String, Sendable, CaseIterable {
        case type = "export_dtype"
        case from = "drange"
        case to = "export_drange"
    }

    /// Types that ilastik writes and we do not.
    private static let unknownTypes = ["int8", "int16", "int32", "int64", "uint64", "float64"]

    /// What settings say; nil where they ask for nothing but what is written anyway.
    ///
    /// - Parameters:
    ///   - type: a word such as `uint8`; nil leaves float32.
    ///   - from: the values that those of `to` stand for; nil for 0 to 1.
    package static func chosen(type: String?, from: [Double]?, to: [Double]?) throws(Problem) -> ValueExport? {
        var pixelType = PixelType.float32
        if let type {
            guard let known = PixelType(rawValue: type) else {
                let isNumber = unknownTypes.contains(type)
                throw Problem(
                    key: .type,
                    message: "\"\(type)\" is \(isNumber ? "no type of image files here" : "no type of numbers")",
                    remedy: "write one of \(PixelType.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", "))"
                )
            }
            pixelType = known
        }
        guard let to else {
            guard from == nil else {
                throw Problem(
                    key: .from,
                    message: "has no meaning without export_drange",
                    remedy: "add export_drange = [0, 255], or leave drange out"
                )
            }
            guard pixelType == .float32 else {
                throw Problem(
                    key: .type,
                    message: "\(pixelType.rawValue) without export_drange leaves nothing of probabilities but 0 and 1",
                    remedy: "add export_drange = [0, \(highest(pixelType))]"
                )
            }
            return nil
        }
        let from = try span(from ?? [0, 1], .from)
        guard from.first != from.last else {
            throw Problem(
                key: .from,
                message: "begins and ends with \(from.first)",
                remedy: "write drange = [0.0, 1.0]"
            )
        }
        let limits = try span(to, .to)
        guard limits.first != limits.last else {
            throw Problem(
                key: .to,
                message: "begins and ends with \(limits.first)",
                remedy: "write two values that differ"
            )
        }
        if pixelType != .float32 {
            let highest = Double(highest(pixelType))
            guard [limits.first, limits.last].allSatisfy({ (0...highest).contains($0) }) else {
                throw Problem(
                    key: .to,
                    message: "\(limits.first) to \(limits.last) does not fit into \(pixelType.rawValue)",
                    remedy: "write values from 0 to \(Self.highest(pixelType))"
                )
            }
        }
        return ValueExport(type: pixelType, scale: Scale(from: from, to: limits))
    }

    private static func span(_ values: [Double], _ key: Key) throws(Problem) -> Span {
        guard values.count == 2, values.allSatisfy(\.isFinite), Float(values[0]).isFinite, Float(values[1]).isFinite
        else {
            throw Problem(key: key, message: "is no pair of numbers", remedy: "write two values: [0, 255]")
        }
        return Span(values[0], values[1])
    }

    private static func highest(_ type: PixelType) -> Int {
        switch type {
        case .uint8: Int(UInt8.max)
        case .uint16: Int(UInt16.max)
        case .uint32, .float32: Int(UInt32.max)
        }
    }
}

extension TableReader {
    /// How probabilities are written, at `export_dtype`, `drange` and `export_drange`.
    func valueExport() -> ValueExport? {
        typealias Key = ValueExport.Key
        let type = text(Key.type.rawValue, example: "uint8")
        let from = numbers(Key.from.rawValue, count: 2, example: "[0.0, 1.0]")
        let to = numbers(Key.to.rawValue, count: 2, example: "[0, 255]")
        // What is no text or no numbers was noted; the others say nothing without it.
        guard
            Key.allCases.allSatisfy({ key in
                !holds(key.rawValue) || (key == .type ? type != nil : key == .from ? from != nil : to != nil)
            })
        else { return nil }
        do throws(ValueExport.Problem) { return try ValueExport.chosen(type: type, from: from, to: to) } catch {
            problem(error.key.rawValue, error.message, remedy: error.remedy)
            return nil
        }
    }
}
