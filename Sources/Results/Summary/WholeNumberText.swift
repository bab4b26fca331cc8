/// Whole numbers of 64 bits, which JSON keeps as text: programs that take every number for a double lose their last digits.
extension KeyedDecodingContainer {
    /// The whole number at `key`, written as text, or as a number, as files of schema 1 have it.
    func wholeNumber<Number: FixedWidthInteger & Decodable>(_ key: Key) throws -> Number {
        guard let text = try? decode(String.self, forKey: key) else { return try decode(Number.self, forKey: key) }
        guard let number = Number(text) else {
            throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: "no whole number")
        }
        return number
    }

    /// The same; nil where there is none.
    func wholeNumberIfPresent<Number: FixedWidthInteger & Decodable>(_ key: Key) throws -> Number? {
        guard contains(key), try !decodeNil(forKey: key) else { return nil }
        return try wholeNumber(key)
    }
}
