import Glibc
package import SystemPackage

extension FilePath {
    /// The path itself when absolute, else counted from the working directory.
    package var absolute: FilePath {
        if isAbsolute { return self }
        guard let here = getcwd(nil, 0) else { return self }
        defer { free(here) }
        return FilePath(platformString: here).pushing(self)
    }
}
