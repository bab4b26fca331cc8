import CLinux
import Glibc

/// Whether a file is open for writing somewhere on this machine.
package enum WriterPresence: Sendable, Equatable {
    case none
    case present
    /// The file system or the permissions do not let the kernel tell.
    case unknown
}

/// Asks the kernel whether anybody on this machine has a file open for writing: a read lease is refused then.
/// Writers on other machines are not seen.
package enum WriterProbe {
    /// Makes the process immune against the signal the kernel sends to the holder of a lease when somebody opens the
    /// file in the instant the probe takes; its default action would end the process. Call once at start.
    package static func ignoreLeaseSignal() {
        signal(SIGIO, SIG_IGN)
    }

    /// Who writes an open file, which must be open for reading only.
    package static func presence(of file: Descriptor) -> WriterPresence {
        // Given back at once: an opener for writing waits as long as the lease is held.
        if clinux_try_read_lease(file.number) == 0 { return .none }
        // Everything but EAGAIN (a foreign file without CAP_LEASE, a file system without leases) says nothing.
        return errno == EAGAIN ? .present : .unknown
    }
}
