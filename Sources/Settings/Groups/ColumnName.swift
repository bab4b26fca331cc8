import WorkerProtocol

/// What groups, and columns of sample sheets, may be called: they become columns of tables.
enum ColumnName {
    private static let longest = 64

    /// Throws a `Problem` for a name that a group of a pattern cannot have.
    static func check(_ name: String) throws(StepSettings.Problem) {
        let isWord = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard isWord, let first = name.first, first.isLetter, name.utf8.count <= longest else {
            throw StepSettings.Problem(
                message: "\"\(name)\" is no name of a group",
                remedy: "use up to \(longest) letters, digits and _, beginning with a letter"
            )
        }
        if let problem = reserved(name) { throw problem }
    }

    /// Why no column of ours may be called so; nil where one may.
    static func reserved(_ name: String) -> StepSettings.Problem? {
        guard ImageGroups.isReserved(name) else { return nil }
        return StepSettings.Problem(
            message: "\"\(name)\" is a column of the tables already",
            remedy: "call the group otherwise, \"\(name)_name\" for example"
        )
    }
}
