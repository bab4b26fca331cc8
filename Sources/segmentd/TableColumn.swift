import Files
import SystemPackage

/// One column of numbers of a CSV file (RFC 4180), read as a stream: the file may have any size.
enum TableColumn {
    /// What is longer is no number.
    private static let longestNumber = 64

    /// Calls `each` with every number in the column of that name; fields that are no numbers are passed over.
    ///
    /// - Returns: whether there is such a column.
    static func read(_ name: String, of file: Descriptor, each: (Double) -> Void) throws(Errno) -> Bool {
        let (name, calls) = (Array(name.utf8), FileCalls())
        var (column, wanted): (Int, Int?) = (0, nil)
        var (isHeader, isQuoted, offset) = (true, false, 0)
        var field: [UInt8] = []
        func end() {
            if isHeader {
                if field == name { wanted = column }
            } else if column == wanted, let number = Double(String(decoding: field, as: UTF8.self)) {
                each(number)
            }
            field.removeAll(keepingCapacity: true)
        }
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let read = buffer.withUnsafeMutableBytes { buffer in
                Result { () throws(Errno) in try calls.read(file.number, into: buffer, at: offset) }
            }
            let count = try read.get()
            if count == 0 { break }
            offset += count
            for byte in buffer[..<count] {
                switch byte {
                case UInt8(ascii: "\""): isQuoted.toggle()
                case UInt8(ascii: ",") where !isQuoted:
                    end()
                    column += 1
                case UInt8(ascii: "\n") where !isQuoted:
                    end()
                    (column, isHeader) = (0, false)
                    if wanted == nil { return false }
                case UInt8(ascii: "\r"): break
                default:
                    if isHeader || column == wanted, field.count < longestNumber { field.append(byte) }
                }
            }
        }
        if !field.isEmpty { end() }
        return wanted != nil
    }
}
