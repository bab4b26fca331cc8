import SystemPackage
package import WorkerProtocol

/// Carries a plan out, or takes it back: says each command, then has a shell run it.
package struct SetupRun {
    private let record: SetupRecord
    private let say: (String) -> Void
    private let shell: (String) -> Int32

    /// A run that records what it changes.
    ///
    /// - Parameters:
    ///   - say: takes each line for people.
    ///   - shell: runs a command and returns its exit status.
    package init(
        record: SetupRecord,
        say: @escaping (String) -> Void,
        shell: @escaping (String) -> Int32 = SystemProgram.shell
    ) {
        self.record = record
        self.say = say
        self.shell = shell
    }

    /// Says what a plan would do.
    package func show(_ plan: SetupPlan) {
        for step in plan.steps { describe(step) }
    }

    /// Does it, up to the first command that fails.
    ///
    /// - Throws: a `Failure` that says how to go on.
    package func perform(_ plan: SetupPlan) throws(Failure) {
        for undo in plan.lastUndos { try add(undo) }
        for step in plan.steps {
            describe(step)
            guard let command = step.command else { continue }
            if step.mayHalfSucceed { try add(step.undo) }
            let status = shell(command)
            guard status == 0 else {
                throw Failure(
                    kind: "setup_stopped",
                    message:
                        "`\(command.prefix { $0 != "\n" })` ended with status \(status); what was done before it stays",
                    remedy: "put right what it says, then run `segmentd setup` again: it goes on here. "
                        + "`segmentd setup --remove` takes back what was done"
                )
            }
            if !step.mayHalfSucceed { try add(step.undo) }
        }
    }

    /// Takes back everything that the record holds, and goes on where something fails.
    ///
    /// - Returns: whether all commands succeeded.
    /// - Throws: a `Failure` where there is nothing to take back.
    package func takeBack() throws(Failure) -> Bool {
        let commands = record.commands
        guard !commands.isEmpty else {
            throw Failure(
                kind: "nothing_set_up",
                message: "\(record.file) holds nothing that setup did",
                remedy: "with --name NAME, what was set up under that name is taken back"
            )
        }
        var isWell = true
        for command in commands {
            say(command)
            let status = shell(command)
            if status != 0 {
                isWell = false
                say("# That ended with status \(status); going on.")
            }
        }
        if isWell {
            record.remove()
        } else {
            say("# The record stays: `segmentd setup --remove` may be run again.")
        }
        say("# Results, and what the service knows of them in /var/lib, stay.")
        return isWell
    }

    private func describe(_ step: SetupStep) {
        guard let command = step.command else { return say("# Already so: \(step.purpose)") }
        say("# \(step.purpose)\n\(command)")
    }

    private func add(_ undo: String?) throws(Failure) {
        guard let undo else { return }
        do throws(Errno) { try record.add(undo) } catch {
            throw Failure(
                kind: "setup_stopped",
                message: "\(record.file) cannot be written: \(error)",
                remedy: "run it as root"
            )
        }
    }
}
