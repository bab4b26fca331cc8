package import Dispatch
package import Foundation

extension Process {
    /// Runs the program to its end. Foundation's own wait turns in a loop on threads that did not start the program, and
    /// so takes the processor from the other tests.
    package func runToEnd() throws {
        let end = try runWithEnd()
        end.wait()
    }

    /// Starts the program.
    ///
    /// - Returns: what is signalled once when it has ended.
    package func runWithEnd() throws -> DispatchSemaphore {
        let end = DispatchSemaphore(value: 0)
        terminationHandler = { _ in end.signal() }
        try run()
        return end
    }
}
