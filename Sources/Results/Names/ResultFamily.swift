import Files
package import SystemPackage
import WorkerProtocol

/// The files of one result: their names begin alike, up to a separator and a word for each kind.
///
/// What that word is depends on the configuration; only the summary's is always the same.
package enum ResultFamily {
    /// Whether a name can be that of a summary; what is in the file decides.
    package static func isSummary(_ name: FilePath.Component) -> Bool { prefix(ofSummary: name) != nil }

    /// What the names of the files begin with that belong to a summary, with the separator; nil for a name that is none.
    package static func prefix(ofSummary name: FilePath.Component) -> [UInt8]? {
        let (bytes, word) = (name.bytes, OutputNames.summaryWord.utf8)
        guard bytes.count > word.count + 1, bytes.suffix(word.count).elementsEqual(word),
            isSeparator(bytes[bytes.count - word.count - 1])
        else { return nil }
        return Array(bytes.dropLast(word.count))
    }

    /// The summary that belongs to a file by its name: itself, or where the name ends as one of `endings`, the one of that
    /// family; nil for other names.
    package static func summary(
        beside name: FilePath.Component,
        endings: Set<[UInt8]> = standardEndings
    ) -> FilePath.Component? {
        if isSummary(name) { return name }
        return summaries(beside: name) { endings.contains(Array($0)) }.first
    }

    /// The summaries that can belong to a file, whatever the words for kinds are: a few, the nearest name first.
    package static func summaries(
        beside name: FilePath.Component,
        where isWord: (ArraySlice<UInt8>) -> Bool = { _ in true }
    ) -> [FilePath.Component] {
        let bytes = name.bytes
        return bytes.indices.dropLast().reversed().compactMap { place in
            guard place > 0, isSeparator(bytes[place]), isWord(bytes[(place + 1)...]) else { return nil }
            return FilePath.Component(bytes: Array(bytes[...place]) + Array(OutputNames.summaryWord.utf8))
        }
    }

    /// What names of outputs end with, behind the separator, where no configuration says otherwise.
    package static let standardEndings = endings(of: [.standard])

    /// The same with the words of the presets, by one of which a result may have been made that nobody tells of any more.
    package static let knownEndings = endings(of: [.standard] + ResultNaming.presets.values)

    /// What names of outputs end with by any of these namings.
    package static func endings(of namings: [ResultNaming]) -> Set<[UInt8]> {
        Set(namings.flatMap { naming in OutputKind.all.map { Array(naming.word($0).utf8) } })
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        NameTemplate.separators.contains(Character(Unicode.Scalar(byte)))
    }
}
