import Glibc

/// The program `ld`, by which PoCL makes libraries of its kernels; without it PoCL ends its process.
enum Linker {
    /// What is wrong, and what to do about it; nil where PoCL finds an `ld` on the PATH.
    static var problem: String? {
        let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
        let isThere = path.split(separator: ":").contains { access("\($0)/ld", X_OK) == 0 }
        return isThere ? nil : "there is no `ld`, which PoCL needs to make its kernels: install binutils"
    }
}
