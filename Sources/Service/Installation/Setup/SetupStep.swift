/// One thing that a set-up sees to: done by a command that anybody could have typed, or right already.
package struct SetupStep: Sendable, Equatable {
    /// What it is for, or what is right already.
    package let purpose: String
    /// The command, for a shell; nil where there is nothing to do.
    package let command: String?
    /// The command that takes it back, in one line; nil where there is nothing to take back.
    package let undo: String?
    /// Whether the command may have changed something when it fails.
    package let mayHalfSucceed: Bool

    /// Something to do.
    package init(_ purpose: String, _ command: String, undo: String? = nil, mayHalfSucceed: Bool = false) {
        self.purpose = purpose
        self.command = command
        self.undo = undo
        self.mayHalfSucceed = mayHalfSucceed
    }

    /// Something that is right already.
    package static func alreadySo(_ what: String) -> SetupStep { SetupStep(what) }

    private init(_ purpose: String) {
        self.purpose = purpose
        command = nil
        undo = nil
        mayHalfSucceed = false
    }
}
