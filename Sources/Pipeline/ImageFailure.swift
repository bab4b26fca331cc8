/// Why one image could not be segmented; the daemon goes on with the next one.
package struct ImageFailure: Error, Sendable, Codable, Equatable, CustomStringConvertible {
    /// A stable word for machines, for example `truncated` or `channel_mismatch`.
    package var kind: String
    /// What failed, and where.
    package var message: String
    /// What a person can do about it.
    package var remedy: String
    /// Whether trying again without any change may succeed.
    package var isTransient: Bool

    /// A failure of `kind`; permanent unless said otherwise.
    package init(kind: String, message: String, remedy: String, isTransient: Bool = false) {
        self.kind = kind
        self.message = message
        self.remedy = remedy
        self.isTransient = isTransient
    }

    package var description: String { "\(message) [\(kind)]; \(remedy)" }
}
