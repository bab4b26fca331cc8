import Imaging
import OpenCLRuntime

/// Calls `body` with the memory of every channel, valid until `body` returns.
func withBytes<Value>(
    of channels: ArraySlice<PixelValues>,
    _ before: [UnsafeRawBufferPointer] = [],
    _ body: ([UnsafeRawBufferPointer]) throws(OpenCLError) -> Value
) throws(OpenCLError) -> Value {
    guard let channel = channels.first else { return try body(before) }
    // An array's `withUnsafeBytes` rethrows errors without their type.
    func next(_ bytes: UnsafeRawBufferPointer) -> Result<Value, OpenCLError> {
        Result { () throws(OpenCLError) in try withBytes(of: channels.dropFirst(), before + [bytes], body) }
    }
    let result =
        switch channel {
        case .uint8(let values): values.withUnsafeBytes(next)
        case .uint16(let values): values.withUnsafeBytes(next)
        case .uint32(let values): values.withUnsafeBytes(next)
        case .float32(let values): values.withUnsafeBytes(next)
        }
    return try result.get()
}
