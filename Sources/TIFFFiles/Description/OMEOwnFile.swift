/// How the file that an OME description lies in is called there.
struct OMEOwnFile {
    private enum Sign: Equatable {
        case identifier(String)
        case fileName(String)
        /// Nothing described is called like this file: it was renamed, or names no file at all.
        case none
    }

    private let sign: Sign

    /// The file called `name` now, with the identifier of its description, among all that `assignments` name.
    init(name: String, identifier: String?, _ assignments: [OMEImage.Assignment]) {
        let wanted = name.lowercased()
        let names = Set(assignments.compactMap { $0.fileName })
        // Some writers give a path; several paths that end alike tell nothing.
        let paths = names.filter { $0.split { "/\\".contains($0) }.last?.lowercased() == wanted }
        if let identifier = OMEOwnFile.plain(identifier),
            assignments.contains(where: { OMEOwnFile.plain($0.fileIdentifier) == identifier })
        {
            sign = .identifier(identifier)
        } else if let same = names.first(where: { $0.lowercased() == wanted }) {
            sign = .fileName(same)
        } else if let path = paths.first, paths.count == 1 {
            sign = .fileName(path)
        } else {
            sign = .none
        }
    }

    /// Whether `assignment` is about pages of this file.
    func isMeant(by assignment: OMEImage.Assignment) -> Bool {
        guard let fileName = assignment.fileName else { return true }
        return switch sign {
        case .identifier(let identifier): OMEOwnFile.plain(assignment.fileIdentifier) == identifier
        case .fileName(let name): fileName == name
        case .none: false
        }
    }

    /// Whether all of `assignments` name one file, which can only be this one under an earlier name.
    func isRenamed(from assignments: [OMEImage.Assignment]) -> Bool {
        sign == .none && assignments.allSatisfy { $0.fileName != nil }
            && Set(assignments.map { OMEOwnFile.plain($0.fileIdentifier) ?? $0.fileName ?? "" }).count == 1
    }

    /// The identifier without its prefix, blanks and case, which writers treat freely; nil when nothing is left.
    private static func plain(_ identifier: String?) -> String? {
        let text = identifier?.lowercased().filter { !$0.isWhitespace } ?? ""
        let plain = text.hasPrefix("urn:uuid:") ? String(text.dropFirst(9)) : text
        return plain.isEmpty ? nil : plain
    }
}
