public import ArgumentParser
public import SystemPackage

/// The arguments of the program as bytes: file names need not be UTF-8, and ArgumentParser takes only text.
///
/// A byte that is no UTF-8 is written as a private character that stands for it, and read back where a path is meant.
enum RawArguments {
    /// The last plane of Unicode belongs to nobody: no keyboard makes its characters.
    private static let escapes: ClosedRange<UInt32> = 0x10_FE00...0x10_FEFF

    /// The arguments behind the program's name.
    static var texts: [String] {
        (1..<max(1, Int(CommandLine.argc))).compactMap { index in
            CommandLine.unsafeArgv[index].map { text(of: UnsafeBufferPointer(start: $0, count: length($0))) }
        }
    }

    /// Text for `bytes`, from which `bytes(of:)` makes the same bytes again.
    static func text(of bytes: some Collection<CChar>) -> String {
        var text = String.UnicodeScalarView()
        var rest = bytes.map { UInt8(bitPattern: $0) }[...]
        while let first = rest.first {
            let count = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
            let character = String(validating: rest.prefix(count), as: UTF8.self)?.unicodeScalars
            if let character, character.count == 1, let scalar = character.first, !escapes.contains(scalar.value) {
                text.append(scalar)
                rest = rest.dropFirst(count)
            } else {
                text.append(Unicode.Scalar(escapes.lowerBound + UInt32(first)) ?? "?")
                rest = rest.dropFirst()
            }
        }
        return String(text)
    }

    /// The bytes that `text` stands for.
    static func bytes(of text: String) -> [UInt8] {
        text.unicodeScalars.flatMap { scalar in
            escapes.contains(scalar.value) ? [UInt8(scalar.value - escapes.lowerBound)] : Array(String(scalar).utf8)
        }
    }

    private static func length(_ start: UnsafePointer<CChar>) -> Int {
        var length = 0
        while start[length] != 0 { length += 1 }
        return length
    }
}

extension FilePath: @retroactive ExpressibleByArgument {
    /// The path that an argument names, byte for byte.
    public init?(argument: String) {
        self.init(platformString: RawArguments.bytes(of: argument).map { CChar(bitPattern: $0) } + [0])
    }

    /// The path for people.
    public var defaultValueDescription: String { description }
}
