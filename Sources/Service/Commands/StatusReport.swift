import Files
package import WorkerProtocol

/// What a daemon says of itself.
package struct StatusReport: Codable, Sendable, Equatable {
    /// One watched folder.
    package struct Folder: Codable, Sendable, Equatable {
        package let path: PathText
        /// What is wrong with watching it; empty where nothing is.
        package let troubles: [String]
        /// Images that came while it was watched, and wait.
        package let liveWaiting: Int
        /// Images that lay there before, and wait; more of them may be in the folder.
        package let backlogWaiting: Int
        package let inWork: Int
        /// Results since the start, one for each recipe.
        package let done: Int
        /// Failures since the start, one for each recipe.
        package let failed: Int
        /// Images that could not be done for a reason that is not theirs; nil where there are none.
        package let postponed: Postponed?
        package let isPaused: Bool
        /// When images are taken, in words.
        package let wait: String
    }

    /// Images that wait until some trouble is over.
    package struct Postponed: Codable, Sendable, Equatable {
        package let images: Int
        /// Why most of them wait.
        package let reason: Failure
    }

    /// An image that is worked on.
    package struct Work: Codable, Sendable, Equatable {
        package let image: PathText
        /// For how long.
        package let seconds: Double
    }

    /// The version of the program.
    package let version: String
    /// Whether all folders were looked through once, and every good classifier has run.
    package let isReady: Bool
    package let uptimeSeconds: Double
    /// The line that `systemctl status` shows.
    package let line: String
    /// What computes.
    package let device: String?
    /// How many images are worked on at once.
    package let workers: Int
    package let folders: [Folder]
    package let classifiers: [ClassifierState]
    /// What is trained; nil in the answer of an earlier version.
    package var trainings: [TrainingState]?
    package let inWork: [Work]
    /// Whether the work keeps up with the microscope.
    package let flow: FlowFigures
    /// Everything that is wrong.
    package let troubles: [String]

    /// The whole for people.
    package var text: String {
        let workers = workers == 1 ? "one image at a time" : "\(workers) images at a time"
        let device = device.map { "on \($0), " } ?? ""
        var lines = [line, ""]
        lines.append("segmentd \(version), running for \(Age(uptimeSeconds)), \(device)\(workers)")
        if !isReady { lines.append("still starting: not every folder was looked through yet") }
        lines.append("")
        lines += flow.text.split(separator: "\n").map(String.init)
        for folder in folders {
            lines.append("")
            lines.append("\(folder.path.path.readable)\(folder.isPaused ? " (paused)" : "")")
            lines.append(
                "  waiting \(folder.liveWaiting) new and \(folder.backlogWaiting) of the backlog, in work \(folder.inWork); "
                    + "done \(folder.done), failed \(folder.failed); images are taken \(folder.wait)"
            )
            if let postponed = folder.postponed {
                lines.append(
                    "  postponed \(postponed.images): \(postponed.reason.message); \(postponed.reason.remedy)"
                )
            }
            lines += folder.troubles.map { "  degraded: \($0)" }
        }
        lines.append("")
        lines += classifiers.map(\.text)
        lines += (trainings ?? []).map(\.text)
        lines += inWork.map { "in work for \(Age($0.seconds)): \($0.image.path.readable)" }
        return lines.joined(separator: "\n")
    }
}
