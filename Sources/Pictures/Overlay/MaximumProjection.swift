import Imaging

/// The largest value of each pixel along Z.
package enum MaximumProjection {
    /// The projection of the slices of `values`, and of an earlier projection.
    ///
    /// A single slice without an earlier one is handed on, not copied.
    static func project(_ values: PixelValues, slices: Int, onto earlier: PixelValues?) -> PixelValues {
        if slices == 1 && earlier == nil { return values }
        switch (values, earlier) {
        case (.uint8(let more), .uint8(let old)?): return .uint8(largest(more, slices, onto: old))
        case (.uint16(let more), .uint16(let old)?): return .uint16(largest(more, slices, onto: old))
        case (.uint32(let more), .uint32(let old)?): return .uint32(largest(more, slices, onto: old))
        case (.float32(let more), .float32(let old)?): return .float32(largest(more, slices, onto: old))
        case (.uint8(let more), _): return .uint8(largest(more, slices, onto: nil))
        case (.uint16(let more), _): return .uint16(largest(more, slices, onto: nil))
        case (.uint32(let more), _): return .uint32(largest(more, slices, onto: nil))
        case (.float32(let more), _): return .float32(largest(more, slices, onto: nil))
        }
    }

    /// The same for labels: where objects lie above each other, the one with the larger number is seen.
    package static func largest<Value: Comparable>(_ values: [Value], _ slices: Int, onto earlier: [Value]?) -> [Value]
    {
        let count = values.count / slices
        var result = earlier ?? Array(values.prefix(count))
        precondition(result.count == count)
        values.withUnsafeBufferPointer { values in
            result.withUnsafeMutableBufferPointer { result in
                for start in stride(from: earlier == nil ? count : 0, to: count * slices, by: count) {
                    for index in 0..<count {
                        let (value, old) = (values[start + index], result[index])
                        // NaN is larger than nothing, and gives way to everything.
                        if value > old || old != old { result[index] = value }
                    }
                }
            }
        }
        return result
    }
}
