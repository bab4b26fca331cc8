import COpenCL

/// One `clGet…Info` routine bound to its object: the two-step protocol of size, then bytes.
struct InfoQuery {
    /// The routine's name, for errors.
    let routine: String
    /// Calls the routine: parameter, capacity, destination, size.
    let call: (UInt32, Int, UnsafeMutableRawPointer?, UnsafeMutablePointer<Int>?) -> cl_int

    /// The text of `parameter`, without the terminating zero and outer blanks.
    func text(_ parameter: Int32) throws(OpenCLError) -> String {
        var size = 0
        try check(call(UInt32(parameter), 0, nil, &size), routine)
        guard size > 0 else { return "" }
        var bytes = [UInt8](repeating: 0, count: size)
        try check(call(UInt32(parameter), size, &bytes, nil), routine)
        let text = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        return String(text.drop { $0 == " " }.reversed().drop { $0.isWhitespace }.reversed())
    }

    /// The number of `parameter`, which must have the width of `Value`.
    func number<Value: FixedWidthInteger>(_ parameter: Int32, as: Value.Type = Value.self) throws(OpenCLError) -> Value
    {
        var value: Value = 0
        try check(call(UInt32(parameter), MemoryLayout<Value>.size, &value, nil), routine)
        return value
    }
}
