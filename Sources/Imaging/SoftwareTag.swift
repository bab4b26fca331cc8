/// What the Software tag of our own TIFFs says: the mark that tells our outputs from other people's files.
package enum SoftwareTag {
    /// What the text begins with; a version may follow after a blank.
    package static let program = "segmentd"

    /// Whether the text of a Software tag, without its NUL, is one that our writer sets.
    package static func isOurs(_ text: some Collection<UInt8>) -> Bool {
        text.elementsEqual(program.utf8) || text.starts(with: (program + " ").utf8)
    }
}
