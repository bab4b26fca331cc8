/// Which of the open files are meant by the names and identifiers that an OME description has for its files.
///
/// The identifier (UUID) of a file decides, whatever it is called now; else its name.
struct OMEFiles {
    /// A file as it is: its name, and the identifier that its own description gives it.
    struct File {
        var name: String
        var identifier: String?
    }

    /// By identifier, and by the name that the description has.
    private var byIdentifier: [String: Int] = [:]
    private var byName: [String: Int] = [:]
    /// The file that is meant where none is named: the one that the description is in.
    private let home: Int
    /// Whether the only open file is none of those that the description has.
    private let isStranger: Bool
    /// The names of files that were found by name, and say that they have another identifier than the description.
    private(set) var doubtful: [String] = []

    /// The files `open`, of which the one numbered `home` has the description with `assignments`.
    ///
    /// - Parameter usesIdentifiers: whether their identifiers are looked at; else their names alone are.
    init(_ open: [File], home: Int, _ assignments: some Sequence<OMEImage.Assignment>, usesIdentifiers: Bool = true) {
        self.home = home
        var identifiers: Set<String> = []
        var identified: Set<String> = []
        var names: [String: Set<String>] = [:]
        for assignment in assignments {
            let identifier = Self.plain(assignment.fileIdentifier)
            if let identifier { identifiers.insert(identifier) }
            guard let name = assignment.fileName, !name.isEmpty else { continue }
            if identifier != nil { identified.insert(name) }
            names[name.lowercased(), default: []].insert(name)
            // Some writers give a path; several paths that end alike tell nothing.
            if let last = Self.lastComponent(name), last != name {
                names["/" + last.lowercased(), default: []].insert(name)
            }
        }
        // Some writers put one description, with one identifier, into all files: it tells none of them apart.
        let own = open.map { usesIdentifiers ? Self.plain($0.identifier) : nil }
        let occurrences = own.reduce(into: [String: Int]()) {
            if let identifier = $1 { $0[identifier, default: 0] += 1 }
        }
        for (number, file) in open.enumerated() {
            let identifier = own[number].flatMap { occurrences[$0] == 1 ? $0 : nil }
            if let identifier, identifiers.contains(identifier) {
                if byIdentifier[identifier] == nil { byIdentifier[identifier] = number }
                continue
            }
            let wanted = file.name.lowercased()
            let paths = names["/" + (Self.lastComponent(wanted) ?? wanted)] ?? []
            let same = names[wanted] ?? []
            let ownName = same.contains(file.name) ? file.name : same.sorted().first
            guard let known = ownName ?? (paths.count == 1 ? paths.first : nil) else { continue }
            if byName[known] == nil { byName[known] = number }
            if identifier != nil, identified.contains(known) { doubtful.append(known) }
        }
        isStranger = open.count == 1 && byIdentifier.isEmpty && byName.isEmpty
    }

    /// The number of the open file that `assignment` is about; nil when it is none of them.
    func number(of assignment: OMEImage.Assignment) -> Int? {
        guard let name = assignment.fileName else { return home }
        return Self.plain(assignment.fileIdentifier).flatMap { byIdentifier[$0] } ?? byName[name]
    }

    /// Whether all of `assignments` name one file, which can only be the one that is open, under an earlier name.
    func isRenamed(from assignments: [OMEImage.Assignment]) -> Bool {
        isStranger && assignments.allSatisfy { $0.fileName != nil } && Set(assignments.map(Self.key)).count == 1
    }

    /// What tells the file of `assignment` from others of the description.
    static func key(_ assignment: OMEImage.Assignment) -> String {
        plain(assignment.fileIdentifier) ?? assignment.fileName ?? ""
    }

    private static func lastComponent(_ name: String) -> String? {
        let bytes = name.utf8
        guard let mark = bytes.lastIndex(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }) else {
            return name.isEmpty ? nil : name
        }
        let last = name[bytes.index(after: mark)...]
        return last.isEmpty ? lastComponent(String(name[..<mark])) : String(last)
    }

    /// The identifier without its prefix, blanks and case, which writers treat freely; nil when nothing is left.
    static func plain(_ identifier: String?) -> String? {
        // Bytes: a description can have a hundred thousand.
        var plain: [UInt8] = []
        for byte in identifier?.utf8.prefix(1000) ?? "".utf8.prefix(0) where byte > UInt8(ascii: " ") {
            plain.append((UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte)
        }
        let scheme = "urn:uuid:".utf8
        let text = plain.starts(with: scheme) ? plain[scheme.count...] : plain[...]
        return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
    }
}
