/// What is to be done with an image file, as `inspect` says it, and as `run` and the daemon act.
package enum ImageVerdict: String, Sendable, Codable, CaseIterable {
    /// It is read.
    case ready
    /// Its writer has not finished it, as far as can be told: look again later.
    case wait
    /// It is not read as it is, and the failure says why; waiting does not help.
    case broken

    /// What is known of whoever writes an image.
    package enum Writing: Sendable, CaseIterable {
        /// A program has it open for writing, or it changed while it was looked at.
        case underWay
        /// It changed a short while ago: between two pages nobody may have it open.
        case possible
        /// It has been left alone for long enough, or somebody wants it as it is.
        case over
    }

    /// The verdict on a file.
    ///
    /// - Parameters:
    ///   - failure: why it is not read; nil where it is.
    ///   - isWhole: whether all is there that its description promises.
    ///   - writing: what is known of its writer.
    package init(_ failure: Failure?, isWhole: Bool, writing: Writing) {
        let mayBeUnfinished = failure?.mayBeUnfinished ?? !isWhole
        self =
            switch writing {
            case .underWay: .wait
            case .possible where mayBeUnfinished: .wait
            case .possible, .over: failure == nil ? .ready : .broken
            }
    }
}
