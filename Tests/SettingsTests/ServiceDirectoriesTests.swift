import Glibc
import Settings
import SystemPackage
import TestSupport
import Testing

@Suite("Service directories")
struct ServiceDirectoriesTests {
    /// A user that no user database knows.
    private static let stranger: UInt32 = 3_999_999_999

    @Test("systemd's come first, of several the first")
    func systemd() throws {
        let directories = try ServiceDirectories(
            environment: [
                "STATE_DIRECTORY": "/var/lib/segmentd:/var/lib/other", "CACHE_DIRECTORY": "/var/cache/segmentd",
                "RUNTIME_DIRECTORY": "/run/segmentd", "XDG_STATE_HOME": "/x", "XDG_RUNTIME_DIR": "/x", "HOME": "/h",
            ],
            userID: Self.stranger
        )
        #expect(directories.state == "/var/lib/segmentd")
        #expect(directories.cache == "/var/cache/segmentd")
        #expect(directories.runtime == "/run/segmentd")
    }

    @Test("then the user's, as the XDG base directories have it")
    func xdg() throws {
        let directories = try ServiceDirectories(
            environment: ["XDG_STATE_HOME": "/s", "XDG_CACHE_HOME": "/c", "XDG_RUNTIME_DIR": "/r"],
            userID: Self.stranger
        )
        #expect(directories.state == "/s/segmentd")
        #expect(directories.cache == "/c/segmentd")
        #expect(directories.runtime == "/r/segmentd")
    }

    @Test("then those in the home folder; relative paths are passed over")
    func home() throws {
        let directories = try ServiceDirectories(
            environment: [
                "HOME": "/home/ada", "XDG_STATE_HOME": "state", "XDG_CACHE_HOME": "", "STATE_DIRECTORY": "x",
            ],
            userID: Self.stranger
        )
        #expect(directories.state == "/home/ada/.local/state/segmentd")
        #expect(directories.cache == "/home/ada/.cache/segmentd")
        #expect(directories.runtime == directories.state)
    }

    @Test("without HOME the user database knows, or nobody does")
    func noHome() throws {
        let root = try ServiceDirectories(environment: [:], userID: 0)
        #expect(root.state.isAbsolute && root.state.ends(with: ".local/state/segmentd"))
        let error = #expect(throws: ServiceDirectoriesError.self) {
            try ServiceDirectories(environment: [:], userID: Self.stranger)
        }
        #expect(error?.description.contains("set HOME") == true)
    }

    @Test("are created with all above them, for the user alone")
    func creation() throws {
        try TemporaryFolder.with { home in
            let folder = home.path
            let directories = try ServiceDirectories(environment: ["HOME": "\(folder)/home"], userID: Self.stranger)
            try directories.create()
            try directories.create()
            for path in [directories.state, directories.cache, folder.appending("home/.local")] {
                var status = stat()
                #expect(stat(path.string, &status) == 0)
                #expect(status.st_mode & 0o7777 == 0o700)
            }
        }
    }

    @Test("a file in the way is named")
    func inTheWay() throws {
        try TemporaryFolder.with { home in
            let folder = home.path
            try home.write([], to: "file")
            for path in ["file", "file/below"] {
                let error = #expect(throws: ServiceDirectoriesError.self) {
                    try ServiceDirectories.create(folder.appending(path))
                }
                #expect(error?.description.hasPrefix("cannot create \(folder)/\(path): Not a directory (") == true)
            }
        }
    }
}
