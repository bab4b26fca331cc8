/// Which channels, or positions, of an image are taken, in this order.
package struct AxisSelection: Sendable, Hashable, CustomStringConvertible {
    /// One of them, as a person calls it.
    package enum Entry: Sendable, Hashable {
        /// Its number, from 1.
        case number(Int)
        /// Its name in the file, in any case.
        case name(String)
    }

    /// At least one, none twice.
    package let entries: [Entry]

    /// Takes `entries`; nil where there are none, one occurs twice, or a number is below 1.
    package init?(_ entries: [Entry]) {
        guard !entries.isEmpty, Set(entries).count == entries.count,
            entries.allSatisfy({ if case .number(let number) = $0 { number > 0 } else { true } })
        else { return nil }
        self.entries = entries
    }

    /// As it is written in a configuration: `[1, "DAPI"]`.
    package var description: String { "[" + entries.map(\.description).joined(separator: ", ") + "]" }

    /// The indices, from 0, of the entries among `count` channels or positions called `names`.
    ///
    /// - Returns: the first entry that is not there, where one is missing.
    package func indices(count: Int, names: [String]) -> Result<[Int], Missing> {
        var indices: [Int] = []
        for entry in entries {
            switch entry {
            case .number(let number):
                guard number <= count else { return .failure(Missing(entry: entry)) }
                indices.append(number - 1)
            case .name(let name):
                guard let index = names.firstIndex(where: { $0.lowercased() == name.lowercased() }) else {
                    return .failure(Missing(entry: entry))
                }
                indices.append(index)
            }
        }
        return .success(indices)
    }

    /// An entry that an image does not have.
    package struct Missing: Error, Sendable, Hashable {
        package let entry: Entry
    }
}

extension AxisSelection: Codable {
    /// Reads a list of numbers and names.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let selection = AxisSelection(try container.decode([Entry].self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "a choice that chooses nothing")
        }
        self = selection
    }

    /// Writes a list of numbers and names.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(entries)
    }
}

extension AxisSelection.Entry: CustomStringConvertible, Codable {
    /// The number, or the name in quotes.
    package var description: String {
        switch self {
        case .number(let number): "\(number)"
        case .name(let name): "\"\(name)\""
        }
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int.self) {
            self = .number(number)
        } else {
            self = .name(try container.decode(String.self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .number(let number): try container.encode(number)
        case .name(let name): try container.encode(name)
        }
    }
}
