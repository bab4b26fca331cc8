import Glibc

/// The processors of this computer.
enum Processors {
    /// How many there are, at least one.
    static let count = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
}
