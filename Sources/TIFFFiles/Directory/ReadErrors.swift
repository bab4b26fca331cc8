import Synchronization

/// Errors that the system gave for reads: whoever decodes sees only that bytes are missing, which could as well be damage.
package enum ReadErrors {
    private static let last = Atomic<Int32>(0)

    static func note(_ code: Int32) { last.store(code, ordering: .relaxed) }

    /// The code of the last error since this was asked before, by any thread; nil where there was none.
    package static func takeLast() -> Int32? {
        let code = last.exchange(0, ordering: .relaxed)
        return code == 0 ? nil : code
    }
}
