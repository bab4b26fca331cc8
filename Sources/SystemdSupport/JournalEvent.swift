package import Logging

/// The kinds of events that operators search for, each with an identifier of its own that never changes.
///
/// `journalctl MESSAGE_ID=…` finds all entries of a kind. Put it into a log call as `"event": .event(.imageDone)`.
package enum JournalEvent: String, Sendable, CaseIterable {
    /// The service watches its folders and can segment.
    case started
    /// The service was asked to stop.
    case stopping
    /// The results of an image are in place.
    case imageDone = "image-done"
    /// An image has no result; its summary says why.
    case imageFailed = "image-failed"
    /// An image failed so often that it is left alone until somebody asks.
    case imageParked = "image-parked"
    /// An image is done, but something about it is doubtful; its summary says what.
    case imageFlagged = "image-flagged"
    /// A classifier came into force.
    case classifierLoaded = "classifier-loaded"
    /// A changed classifier file cannot be used; the one before stays in force.
    case classifierRejected = "classifier-rejected"
    /// A folder is missing, cannot be watched, or cannot be written to.
    case folderDegraded = "folder-degraded"
    /// A degraded folder is well again.
    case folderRecovered = "folder-recovered"
    /// The kernel dropped file events; the folders are scanned instead.
    case eventsLost = "events-lost"
    /// A worker process is ready.
    case workerStarted = "worker-started"
    /// A worker process ended or fell silent and is replaced.
    case workerDied = "worker-died"
    /// Another configuration came into force.
    case configurationLoaded = "configuration-loaded"
    /// The configuration has problems.
    case configurationRejected = "configuration-rejected"

    /// The 128-bit identifier as journald wants it: 32 hexadecimal digits.
    package var messageID: String {
        switch self {
        case .started: "ac4046364cb047988c74295dc1e631df"
        case .stopping: "678fe68616f24b23aa6ec0c5dbe8f407"
        case .imageDone: "4764c15585a84f0788fe1300707e5ef5"
        case .imageFailed: "0edc3bb3953a464483d8c50764673975"
        case .imageParked: "13b94b4c28734ff9ba9648ea1c405e5b"
        case .imageFlagged: "e324136bc1c14330855b20b9e40978a1"
        case .classifierLoaded: "93993c7c9c644ab4a825f44e95dcc0c5"
        case .classifierRejected: "715cf172c0b74335944be8d6bab3cbd7"
        case .folderDegraded: "c478ef7b4fe649d19ab7de5cfced7d79"
        case .folderRecovered: "6b01ca79324e4a928e0820d05aed050a"
        case .eventsLost: "31c254a4fa164c899a4976ba4f5b5504"
        case .workerStarted: "7bb76538d67749bd8e117fa113e2d9a0"
        case .workerDied: "c54d6cf6750c4fb09009c6ea6b357bb2"
        case .configurationLoaded: "bd2e5ba7ef4c4d4bb82ea0a5e2fcf2a1"
        case .configurationRejected: "28999c578f404ec1914a3b3240ba99fd"
        }
    }
}

extension Logger.MetadataValue {
    /// The kind of an event, for the metadata key `event`.
    package static func event(_ event: JournalEvent) -> Logger.MetadataValue {
        .string(event.rawValue)
    }

    /// Bytes that need not be UTF-8, such as a file name; the journal gets them unchanged.
    package static func bytes(_ bytes: some Sequence<UInt8>) -> Logger.MetadataValue {
        .stringConvertible(RawText(bytes))
    }
}
