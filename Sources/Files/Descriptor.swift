import Glibc

/// An open file or folder; closed when the last reference goes.
package final class Descriptor: Sendable {
    /// The number, valid as long as this object lives.
    package let number: Int32

    /// Takes over an open descriptor.
    package init(owning number: Int32) {
        self.number = number
    }

    // The result is of no interest: what must be on the disk was synced before.
    deinit { _ = close(number) }
}
