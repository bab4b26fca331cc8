extension Summary {
    /// A doubt about an image, which is nevertheless done.
    package struct Flag: Sendable, Equatable, Codable {
        /// A stable word for machines, for example `out_of_focus`.
        package var kind: String
        /// The figure, and what it was compared with.
        package var message: String

        /// A doubt of a kind.
        package init(kind: String, message: String) {
            self.kind = kind
            self.message = message
        }
    }
}
