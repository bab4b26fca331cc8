/// Tells a project, in which a program keeps its whole work and a classifier among it, from the file of a classifier alone.
package enum ProjectFile {
    /// The ending of ilastik's projects, with the dot.
    package static let ending = ".ilp"
    /// The first bytes of HDF5 (its file format specification, level 0A).
    private static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]

    /// Whether an open file called `name` is, or is meant to be, a project; no more of it is read than its first eight bytes.
    package static func isProject(_ file: Descriptor, name: String) -> Bool {
        if isProject(named: name) { return true }
        return withExtendedLifetime(file) { (try? FileCalls().read(file.number, first: signature.count)) == signature }
    }

    /// Whether a file is meant to be a project by its name.
    package static func isProject(named name: String) -> Bool { name.lowercased().hasSuffix(ending) }
}
