import SystemPackage

/// What lies at a path.
enum FileStatus: Sendable {
    case regular(FileState)
    /// A symbolic link to a regular file, whose state this is.
    case linked(FileState)
    case folder(FileState)
    /// A symbolic link of which nothing more is known.
    case link
    /// Neither file nor folder, nor a link that is followed.
    case passedOver(PassedOver)
    case missing
    /// It could not be found out.
    case failed(Errno)
}

/// What a close look at a possible image shows.
package enum FileLook: Sendable, Equatable {
    /// A regular file, and whether somebody on this machine has it open for writing.
    case file(FileState, WriterPresence)
    /// Nothing there any more.
    case missing
    /// Not a regular file, or a link that is not followed.
    case notAnImage
    /// The system gave an error that may pass; look again later.
    case unclear
}

/// Whether a file is open for writing somewhere on this machine.
package enum WriterPresence: Sendable, Equatable {
    case none
    case present
    /// The file system or the permissions do not let the kernel tell.
    case unknown
}
