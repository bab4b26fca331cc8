import Glibc

/// An open group of an HDF5 file; to be used only while `HDF5File.read` calls.
///
/// Names are those of members that the group itself has: links to other files and soft links are not followed, so that what is
/// read lies in the file, and paths do not run in circles.
package final class HDF5Group {
    /// What a member of a group is.
    package enum Kind: Sendable, Hashable {
        case group
        case dataset
        /// A type with a name, or a link that is not followed.
        case other
    }

    let library: HDF5Library
    let identifier: HDF5Library.Identifier
    let budget: HDF5Budget
    /// Where it lies in the file, for messages; empty for the root.
    package let path: String

    init(
        opening name: String,
        of parent: HDF5Library.Identifier,
        _ library: HDF5Library,
        _ budget: HDF5Budget,
        path: String
    ) throws(HDF5Problem) {
        (self.library, self.budget, self.path) = (library, budget, path)
        identifier = library.openGroup(parent, name, 0)
        guard identifier >= 0 else { throw .damaged("\(path.isEmpty ? "its root" : path) cannot be opened as a group") }
    }

    deinit { _ = library.closeGroup(identifier) }

    /// The path of a member, for messages.
    func place(_ name: String) -> String { path.isEmpty ? name : "\(path)/\(name)" }

    /// Whether there is a member of that name that a hard link leads to.
    package func has(_ name: String) -> Bool {
        guard !name.isEmpty, name != ".", !name.utf8.contains(UInt8(ascii: "/")),
            library.linkExists(identifier, name, 0) > 0
        else { return false }
        // Larger than the structure of any version, whose first member is the kind of link: 0 is a hard one.
        var info = [UInt64](repeating: .max, count: 32)
        return info.withUnsafeMutableBytes { info in
            guard let base = info.baseAddress else { return false }
            return library.linkInfo(identifier, name, base, 0) >= 0 && info.load(as: Int32.self) == 0
        }
    }

    /// What the member of that name is; nil where there is none.
    package func kind(of name: String) -> Kind? {
        guard has(name) else { return nil }
        let object = library.openObject(identifier, name, 0)
        guard object >= 0 else { return .other }
        defer { _ = library.closeObject(object) }
        return switch library.kindOfIdentifier(object) {
        case 2: .group
        case 5: .dataset
        default: .other
        }
    }

    /// The group of that name.
    ///
    /// - Throws: where there is none.
    package func group(_ name: String) throws(HDF5Problem) -> HDF5Group {
        guard has(name) else { throw .missing(place(name)) }
        return try HDF5Group(opening: name, of: identifier, library, budget, path: place(name))
    }

    /// The names of its members, in the order of their bytes.
    ///
    /// - Throws: where there are too many, or one is too long or no text.
    package func names() throws(HDF5Problem) -> [String] {
        try budget.take(1)
        // storage_type, nlinks, max_corder, mounted
        var info = [UInt64](repeating: 0, count: 8)
        let status = info.withUnsafeMutableBytes { info in
            info.baseAddress.map { library.groupInfo(identifier, $0) } ?? -1
        }
        guard status >= 0 else { throw .damaged("the members of \(path) cannot be listed") }
        guard info[1] <= HDF5Limits.members else {
            throw .refused("\(path) has more than \(HDF5Limits.members) members")
        }
        try budget.take(Int(info[1]))
        var names: [String] = []
        var buffer = [CChar](repeating: 0, count: HDF5Limits.name + 1)
        for index in 0..<info[1] {
            // By name, increasing.
            let length = library.linkName(identifier, ".", 0, 0, index, &buffer, buffer.count, 0)
            guard length > 0 else { throw .damaged("a member of \(path) has no name") }
            guard length <= HDF5Limits.name else { throw .refused("a name in \(path) is too long") }
            let bytes = buffer.prefix(length).map { UInt8(bitPattern: $0) }
            guard let name = String(validating: bytes, as: UTF8.self) else {
                throw .refused("a name in \(path) is no text")
            }
            names.append(name)
        }
        return names
    }
}
