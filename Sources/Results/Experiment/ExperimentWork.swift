package import Files
package import SystemPackage
package import WorkerProtocol

/// What the writing of an experiment's tables is given by whoever has it done.
package struct ExperimentWork: Sendable {
    /// The group that the tables are given to, and what group and others may do with them; nil leaves it to the images.
    package var group: UInt32?
    package var mode: FilePermissions?
    /// Told, in words, of what could not be taken in.
    package var problem: @Sendable (String) -> Void = { _ in }
    /// Asked, with the open folder of the tables and the bytes that are needed, before anything is written; throws where
    /// there is no room.
    package var room: @Sendable (ResultFolder, Int64) throws(Failure) -> Void = { _, _ throws(Failure) in }
    /// Runs every part of the work; a part is a call or so on files, and may hang.
    package var watching: @Sendable (FilePath, () -> Void) -> Void = { $1() }
    /// Whether somebody wants the work to end; it is begun again another time.
    package var isStopped: @Sendable () -> Bool = { false }
    package var calls = FileCalls()

    /// The plain work, with nobody to watch it.
    package init() {}

    /// Runs a part of the work, over what lies at `path`.
    func step<Value>(_ path: FilePath, _ body: () throws(Failure) -> Value) throws(Failure) -> Value {
        if isStopped() { throw .tablesInterrupted(path) }
        var result: Result<Value, Failure>?
        watching(path) { result = Result { () throws(Failure) in try body() } }
        guard let result else { preconditionFailure("every part of the work is done when it is watched") }
        return try result.get()
    }
}

extension Failure {
    /// What the work on tables that is to end early throws.
    package static let tablesInterruptedKind = "tables_interrupted"

    static func tablesInterrupted(_ path: FilePath) -> Failure {
        Failure(
            kind: tablesInterruptedKind,
            message: "\(path.readable) was not brought up to date, since the work is to end",
            remedy: "the next start does it",
            isTransient: true
        )
    }

    /// Somebody else's file has the name of a table.
    static func foreignTable(_ path: FilePath) -> Failure {
        Failure(
            kind: "table_foreign",
            message: "\(path.readable) is not replaced: it is no table that segmentd wrote of an experiment",
            remedy: "rename or remove that file, or set experiment_tables = false for the folder"
        )
    }

    /// Another process is writing the tables.
    static func tablesLocked(_ path: FilePath) -> Failure {
        Failure(
            kind: "tables_locked",
            message: "another process has been writing the tables in \(path.readable) for a while",
            remedy: "they are brought up to date later; if this stays, `lslocks` names the process that holds them",
            isTransient: true
        )
    }
}
