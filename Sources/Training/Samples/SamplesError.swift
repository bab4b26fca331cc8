/// Why a file of samples cannot be read or written.
package enum SamplesError: Error, Sendable, Hashable, CustomStringConvertible {
    /// It does not begin as files of samples do.
    case foreign
    /// It was written by a later version of the program.
    case newer(version: String)
    /// It ends before its header says.
    case truncated(bytes: Int, expected: Int)
    /// What it holds is not what was written: its header contradicts itself, or its SHA-256 is another.
    case damaged(String)
    /// It would have a header that nobody reads again, because it names so many images.
    case tooManyImages(headerBytes: Int)
    /// The system refuses, with this error number.
    case system(code: Int32, writing: Bool)

    /// What is wrong.
    package var description: String {
        switch self {
        case .foreign: "it is no file of samples"
        case .newer(let version):
            "it has version \(version) of the format, and this program reads up to \(SampleFile.version)"
        case .truncated(let bytes, let expected): "it ends after \(bytes) of \(expected) bytes"
        case .damaged(let what): "it is damaged: \(what)"
        case .tooManyImages(let bytes):
            "its header would have \(bytes) bytes, and may have \(SampleFile.mostHeaderBytes)"
        case .system(let code, let writing):
            "\(writing ? "writing" : "reading") it failed: error \(code)"
        }
    }

    /// What a person can do about it.
    package var remedy: String {
        switch self {
        case .foreign: "name the .samples file that lies beside a classifier trained by segmentd"
        case .newer: "use the version of segmentd that wrote it, or a later one"
        case .truncated, .damaged: "take the copy from a backup or an earlier version, or train anew from the images"
        case .tooManyImages: "train from fewer images"
        case .system(_, let writing): "check the \(writing ? "free space and the " : "")permissions and the disk"
        }
    }
}
