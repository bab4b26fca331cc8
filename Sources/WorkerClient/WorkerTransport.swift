package import SystemPackage

/// How a worker is made to run.
package enum WorkerTransport: Sendable {
    /// In a process of its own: `executable worker`.
    case process(executable: FilePath)
    /// In a thread of this process, for a debugger: the function answers requests on the socket until it is closed. What
    /// ends a worker ends this process then.
    case thread(@Sendable (_ socket: Int32) -> Void)

    /// This program as the worker.
    package static let thisProgram = WorkerTransport.process(executable: "/proc/self/exe")
}
