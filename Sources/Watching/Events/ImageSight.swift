package import Files
package import SystemPackage

/// What somebody who asks for one image is told of its file.
package enum ImageSight: Sendable, Equatable {
    case missing
    /// It is left alone, for the reason in words.
    case passedOver(String)
    /// It could not be looked at.
    case failed(Errno)
    /// A file, and whether somebody on this machine has it open for writing.
    case file(WriterPresence)
}

/// What a watcher knows of one image.
package enum ImageKnowledge: Sendable, Equatable {
    /// Nothing yet, or no longer.
    case unknown
    /// It is not finished: so long ago was its last change, and so soon it is looked at again.
    case waiting(Arrival, unchangedFor: Duration, lookIn: Duration)
    /// It was handed out in the state that it had then.
    case handedOut
}

extension WatchedRoot {
    /// Looks at the file of an image in this root now.
    package func sight(of path: FilePath) -> ImageSight {
        switch FileStatus(ofCandidate: path, beneath: place) {
        case .missing: return .missing
        case .failed(let reason): return .failed(reason)
        case .passedOver(let reason): return .passedOver(reason.description(of: path))
        case .folder: return .passedOver("\(path) is a folder")
        case .link: return .passedOver("\(path) is a symbolic link that cannot be followed")
        case .regular, .linked:
            switch FileLook(at: path, beneath: place) {
            case .file(_, let writer): return .file(writer)
            case .missing: return .missing
            case .notAnImage, .unclear: return .file(.unknown)
            }
        }
    }
}
