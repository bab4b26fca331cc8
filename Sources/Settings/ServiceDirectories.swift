import Files
import FoundationEssentials
import Glibc
package import SystemPackage

/// The folders of the service itself: what must survive, what may be lost, and what lasts as long as it runs.
///
/// Under systemd they are those of the unit (StateDirectory= and so on), by hand those of the user (XDG base directories).
package struct ServiceDirectories: Sendable, Hashable {
    /// The ledger and the classifiers kept by digest.
    package let state: FilePath
    /// Compiled kernels; the folder must be writable, and executable files in it must be loadable.
    package let cache: FilePath
    /// The socket; the state folder where the user has no runtime folder.
    package let runtime: FilePath

    /// Finds the folders and creates none.
    ///
    /// - Throws: `ServiceDirectoriesError.noHome` when neither systemd nor the environment nor the user database names one.
    package init(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        userID: UInt32 = geteuid()
    ) throws(ServiceDirectoriesError) {
        func given(_ variable: String) -> FilePath? {
            // systemd separates several directories by colons; relative ones are to be ignored (XDG).
            let first = environment[variable]?.split(separator: ":", omittingEmptySubsequences: false).first ?? ""
            return first.hasPrefix("/") ? FilePath(String(first)) : nil
        }
        func inHome(_ components: String) throws(ServiceDirectoriesError) -> FilePath {
            guard let home = given("HOME") ?? Self.homeDirectory(of: userID) else { throw .noHome(userID) }
            return home.appending(components)
        }
        func located(_ unit: String, _ user: String, _ fallback: String) throws(ServiceDirectoriesError) -> FilePath {
            if let folder = given(unit) { return folder }
            if let base = given(user) { return base.appending("segmentd") }
            return try inHome(fallback).appending("segmentd")
        }
        state = try located("STATE_DIRECTORY", "XDG_STATE_HOME", ".local/state")
        cache = try located("CACHE_DIRECTORY", "XDG_CACHE_HOME", ".cache")
        let login = FilePath("/run/user/\(userID)")
        runtime =
            given("RUNTIME_DIRECTORY")
            ?? given("XDG_RUNTIME_DIR")?.appending("segmentd")
            ?? (Self.isWritable(login) ? login.appending("segmentd") : state)
    }

    /// Creates what is missing, for the user alone (mode 0700); folders that exist stay as they are.
    package func create() throws(ServiceDirectoriesError) {
        for folder in [state, cache, runtime] { try Self.create(folder) }
    }

    /// Creates `folder` and what is missing above it, for the user alone (mode 0700).
    package static func create(_ folder: FilePath) throws(ServiceDirectoriesError) {
        let parent = folder.removingLastComponent()
        do throws(Errno) {
            return try make(folder)
        } catch .noSuchFileOrDirectory where !parent.isEmpty {
            try create(parent)
        } catch {
            throw .unusable(folder, error)
        }
        do throws(Errno) { try make(folder) } catch { throw .unusable(folder, error) }
    }

    private static func make(_ folder: FilePath) throws(Errno) {
        let isNew = try FileCalls().makeFolder(at: folder, permissions: .ownerReadWriteExecute)
        if !isNew && !isFolder(folder) { throw .notDirectory }
    }

    private static func isFolder(_ path: FilePath) -> Bool {
        (try? FileCalls().state(at: path, followingLink: true))?.type == .directory
    }

    private static func isWritable(_ path: FilePath) -> Bool {
        (try? FileCalls().check(access: W_OK | X_OK, at: path)) != nil
    }

    private static func homeDirectory(of userID: UInt32) -> FilePath? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var storage = [CChar](repeating: 0, count: 16_384)
        guard getpwuid_r(userID, &entry, &storage, storage.count, &found) == 0, let home = found?.pointee.pw_dir else {
            return nil
        }
        let path = FilePath(platformString: home)
        return path.isAbsolute ? path : nil
    }
}
