import Glibc
package import SystemPackage

extension FileCalls {
    /// Locks an open file or folder for us alone, without waiting; the kernel frees it with the descriptor.
    ///
    /// - Returns: whether nobody else holds it; a file system without locks counts as free.
    package func lock(_ file: Descriptor) throws(Errno) -> Bool {
        try intercept(.lock)
        return flock(file.number, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK
    }

    /// The same, waiting for others as long as `patience` allows.
    package func lockPatiently(_ file: Descriptor) throws(Errno) -> Bool {
        let end = ContinuousClock.now + patience
        while true {
            if try lock(file) { return true }
            if ContinuousClock.now >= end { return false }
            // A commit takes some milliseconds. A call that waits in the kernel could not be given up.
            usleep(1_000)
        }
    }
}
