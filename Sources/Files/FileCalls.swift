import Glibc
package import SystemPackage

/// Every system call on files and folders, named after what it is for.
///
/// The calls on names work relative to an open folder, so that a folder swapped for a link between two calls changes
/// nothing, and none of them follows a link in the last place of a name.
package struct FileCalls: Sendable {
    /// What a call does to the file system.
    package enum Call: Sendable, Hashable, CaseIterable {
        case openFolder, makeFolder, createFile, createUnnamed, openFile, lock
        case state, access, read, write, sync, rename, remove, list
    }

    /// Asked before each call; an error thrown here takes the place of the call. Tests stop and refuse calls with it.
    let intercept: @Sendable (Call) throws(Errno) -> Void
    /// How long somebody else's lock is waited for.
    let patience: Duration

    /// The calls themselves, each asked for by `intercept` first.
    package init(
        patience: Duration = .seconds(10),
        intercept: @escaping @Sendable (Call) throws(Errno) -> Void = { _ in }
    ) {
        self.patience = patience
        self.intercept = intercept
    }

    /// Waits until a file, or the names in a folder, are on the disk. Never to be repeated after a failure: the kernel
    /// may have dropped the pages and say yes the second time.
    package func sync(_ file: Descriptor) throws(Errno) {
        try sync(fileDescriptor: file.number)
    }

    /// Runs a call that says 0 where it succeeds.
    func plain(_ call: Call, _ body: () -> Int32) throws(Errno) {
        try intercept(call)
        guard body() == 0 else { throw Errno(rawValue: errno) }
    }

    /// Runs a call that says less than 0 where it fails, again whenever a signal interrupts it.
    func retrying(_ call: Call, _ body: () -> Int) throws(Errno) -> Int {
        try intercept(call)
        while true {
            let result = body()
            if result >= 0 { return result }
            let code = Errno(rawValue: errno)
            if code != .interrupted { throw code }
        }
    }
}
