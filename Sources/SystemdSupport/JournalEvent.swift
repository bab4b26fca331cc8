package import Logging

/// The kinds of events that operators search for, each with an identifier of its own that never changes.
///
/// `journalctl MESSAGE_ID=…` finds all entries of a kind, `journalctl -x` shows with each what it means and what to do
/// (Systemd/segmentd.catalog has a text for every case). Log one by `Logger.event(_:_:_:)`.
package enum JournalEvent: String, Sendable, CaseIterable {
    // The service.
    /// The service watches its folders and can segment.
    case started
    /// The first look through the folders takes long.
    case startSlow = "start-slow"
    /// The service was asked to stop.
    case stopping
    /// The service has stopped; what it did since its start is counted.
    case stopped
    /// Everything is looked at again, since somebody asked.
    case reloading
    /// A configuration came into force.
    case configurationLoaded = "configuration-loaded"
    /// The configuration has problems.
    case configurationRejected = "configuration-rejected"
    /// The configuration is in force, but something that it names is not as it should be.
    case configurationWarning = "configuration-warning"
    /// This system lacks what the service cannot do without.
    case systemUnsuitable = "system-unsuitable"
    /// The service's own folders cannot be used.
    case directoriesUnusable = "directories-unusable"
    /// Commands cannot reach the service.
    case socketUnavailable = "socket-unavailable"

    // Images.
    /// The results of an image are in place.
    case imageDone = "image-done"
    /// An image has no result; its summary says why.
    case imageFailed = "image-failed"
    /// An image failed so often that it is left alone until somebody asks.
    case imageParked = "image-parked"
    /// An image is done, but something about it is doubtful; its summary says what.
    case imageFlagged = "image-flagged"
    /// A folder has left the usual band of its classifier's doubt.
    case doubtRises = "doubt-rises"
    /// An image is done, and there is something to know about how.
    case imageWarning = "image-warning"
    /// An image waits for a reason that is not its own.
    case imagePostponed = "image-postponed"
    /// An image changed while it was worked on.
    case imageChanged = "image-changed"
    /// Something that has the name of an image, or leads to a folder, is left alone.
    case filePassedOver = "file-passed-over"
    /// A result of ours lies where images are awaited.
    case resultPassedOver = "result-passed-over"

    // Folders.
    /// A folder is missing, is another one than before, or cannot be listed.
    case folderDegraded = "folder-degraded"
    /// A degraded folder is well again.
    case folderRecovered = "folder-recovered"
    /// A folder is looked through on a timer, since events do not come from everywhere.
    case folderPolled = "folder-polled"
    /// The kernel gives no further watches.
    case watchLimit = "watch-limit"
    /// The kernel dropped file events; the folders are scanned instead.
    case eventsLost = "events-lost"
    /// Images of a folder wait longer or less long from now on, as its writers have shown to need.
    case waitLearned = "wait-learned"
    /// Images of a folder wait, since they cannot be read or their results not be written.
    case resultsBlocked = "results-blocked"
    /// That is over.
    case resultsResumed = "results-resumed"
    /// A disk will soon be down to what is kept free for raw data.
    case storageLow = "storage-low"
    /// There is room on it again.
    case storageRecovered = "storage-recovered"
    /// A call on files does not come back.
    case callHangs = "call-hangs"
    /// It came back.
    case callReturned = "call-returned"
    /// The tables of a folder cannot be written.
    case tablesBehind = "tables-behind"
    /// They are written again.
    case tablesCurrent = "tables-current"
    /// The tables of a folder are written, but leave something out.
    case tablesWarning = "tables-warning"

    // Classifiers.
    /// A classifier came into force.
    case classifierLoaded = "classifier-loaded"
    /// A changed classifier file cannot be used; the one before stays in force.
    case classifierRejected = "classifier-rejected"
    /// A classifier file cannot be read; what is in it is not known.
    case classifierUnreadable = "classifier-unreadable"
    /// A classifier file is gone; what was in force stays in force.
    case classifierGone = "classifier-gone"
    /// A classifier is in force, and there is something to know about it.
    case classifierWarning = "classifier-warning"
    /// No copy of a classifier can be kept.
    case classifierNotKept = "classifier-not-kept"
    /// The kept copy of a classifier was damaged and made anew.
    case classifierCopyRenewed = "classifier-copy-renewed"

    // Training.
    /// A classifier is being trained.
    case trainingBegan = "training-began"
    /// A classifier was trained, and comes into force.
    case trainingDone = "training-done"
    /// A classifier was trained, and waits for somebody to promote it.
    case candidateWaits = "candidate-waits"
    /// Annotations cannot be trained, or no training can be done.
    case trainingRefused = "training-refused"
    /// They can again.
    case trainingRecovered = "training-recovered"
    /// A classifier that somebody put in place of a trained one was kept as a version.
    case classifierAdopted = "classifier-adopted"

    // Workers and devices.
    /// A worker process is ready.
    case workerStarted = "worker-started"
    /// A worker process ended or fell silent and is replaced.
    case workerDied = "worker-died"
    /// No worker process can be started; the service ends.
    case workerUnavailable = "worker-unavailable"
    /// A worker process is ready, and there is something to know about its device.
    case deviceWarning = "device-warning"
    /// The compiled kernels were thrown away, or are kept elsewhere.
    case kernelCacheReplaced = "kernel-cache-replaced"
    /// The processor computes without OpenCL, slowly.
    case hostComputes = "host-computes"
    /// An OpenCL device computes again.
    case deviceRecovered = "device-recovered"

    // What the service remembers.
    /// The ledger takes nothing in.
    case ledgerTrouble = "ledger-trouble"
    /// The ledger was damaged, and a new one has taken its place.
    case ledgerReplaced = "ledger-replaced"
    /// The ledger is kept again.
    case ledgerRecovered = "ledger-recovered"

    // People, and other programs.
    /// The file of the metrics cannot be written.
    case metricsUnwritten = "metrics-unwritten"
    /// Somebody has asked for something that changes what the service does.
    case commandAsked = "command-asked"
    /// A message was delivered.
    case messageSent = "message-sent"
    /// A message could not be delivered and is tried again.
    case messageKept = "message-kept"
    /// The service that sends messages listens, or says why it does not.
    case notifierState = "notifier-state"

    /// Some other trouble is over.
    case troubleOver = "trouble-over"
}

extension Logger {
    /// Logs an event of its usual level, or of another one.
    ///
    /// The message says all that a person needs, since plain `journalctl` shows nothing else; the metadata are fields
    /// for queries.
    package func event(
        _ event: JournalEvent,
        at level: Logger.Level? = nil,
        _ message: @autoclosure () -> Logger.Message,
        _ metadata: @autoclosure () -> Logger.Metadata = [:]
    ) {
        log(
            level: level ?? event.level,
            message(),
            metadata: metadata().merging(["event": .event(event)]) { $1 }
        )
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

    /// A number of milliseconds, kept to a tenth.
    package static func milliseconds(_ value: Double) -> Logger.MetadataValue {
        .string("\((value * 10).rounded() / 10)")
    }
}
