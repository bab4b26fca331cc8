package import Imaging

/// What a job is told of an earlier result of the same image, of which not all is made anew.
package struct EarlierResult: Sendable, Codable, Equatable {
    /// A file of that result; it comes with the job, open for reading.
    package struct File: Sendable, Codable, Equatable {
        package var kind: OutputKind
        /// The file name, for messages and for what an OME description says of it.
        package var name: String
        /// SHA-256 of the file as it was written, hexadecimal.
        package var sha256: String
        /// Whether the new result holds it as it is; the job is refused where it is not what was written.
        package var stays: Bool

        /// The file of an output.
        package init(kind: OutputKind, name: String, sha256: String, stays: Bool) {
            self.kind = kind
            self.name = name
            self.sha256 = sha256
            self.stays = stays
        }
    }

    package var files: [File]
    /// Which of them takes the place of the pixels' classification; nil where the pixels are classified. One that is not
    /// what was written is passed over.
    package var start: OutputKind?
    /// What is made so that planes and objects are counted; nil where the counts of the earlier result hold.
    package var counted: Set<Product>?
    /// The axes and extents of the image as they were read; nil where the summary does not tell. Another version may read
    /// the same file otherwise: the job is refused then.
    package var axes: String?
    package var shape: [Int]?

    /// Files of an earlier result.
    package init(files: [File], start: OutputKind?, counted: Set<Product>?) {
        self.files = files
        self.start = start
        self.counted = counted
    }
}

extension Failure {
    /// A file of an earlier result that is no more what was written.
    package static func keptOutputChanged(_ name: String) -> Failure {
        Failure(
            kind: "kept_output_changed",
            message: "\(name) is no more what was written",
            remedy: "all outputs of the image are made anew",
            isTransient: true
        )
    }

    /// An image that is not read as it was for the earlier result.
    package static func readOtherwise(_ name: String) -> Failure {
        var failure = keptOutputChanged(name)
        failure.message = "\(name) is read otherwise than for its earlier result"
        return failure
    }

    /// Whether it helps to make all outputs anew.
    package var concernsKeptOutput: Bool { kind == "kept_output_changed" }
}
