extension String {
    /// The text with single scalars replaced.
    ///
    /// By scalars, not by characters: a quotation mark with a combining mark behind it, or a line end with a carriage
    /// return before it, is one character that is neither.
    package func replacingScalars(_ table: [Unicode.Scalar: String]) -> String {
        var result = ""
        for scalar in unicodeScalars {
            if let text = table[scalar] { result += text } else { result.unicodeScalars.append(scalar) }
        }
        return result
    }
}
