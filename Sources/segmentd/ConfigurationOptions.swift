import ArgumentParser
import Files
import Glibc
import Service
import Settings
import SystemPackage

/// Which configuration file is used.
struct ConfigurationOptions: ParsableArguments {
    @Option(name: [.customLong("config")], help: "The configuration file.")
    var configuration = Settings.standardFile

    /// The file for an instance of the service: its own, unless another one is named.
    func file(ofInstance instance: String?) -> FilePath {
        guard instance != nil, configuration == Settings.standardFile else { return configuration }
        return InstalledService(instance: instance).configuration
    }

    /// Reads the file; all its problems go to standard error, and the exit status is 78.
    func load() throws -> Settings {
        try Self.load(configuration)
    }

    static func load(_ path: FilePath) throws -> Settings {
        do { return try Settings.load(from: path) } catch {
            StandardError.write("\(error)")
            throw ExitCode.configuration
        }
    }

    /// The settings of the file that somebody named; else those of the standard one where they can be used, or none.
    ///
    /// For commands that work without a configuration as well.
    static func load(_ named: FilePath?, orStandard standard: FilePath) throws -> Settings? {
        if let named { return try load(named) }
        guard (try? FileCalls().check(access: R_OK, at: standard)) != nil else { return nil }
        do { return try Settings.load(from: standard) } catch {
            // As it was delivered, it configures nothing.
            guard error.problems.contains(where: { $0.keyPath != "folder" }) else { return nil }
            StandardError.write("\(standard) has problems and is left out; `segmentd check` names them")
            return nil
        }
    }
}

/// The place for what goes wrong.
enum StandardError {
    /// Writes one message and what ends it.
    static func write(_ message: String, terminator: String = "\n") {
        _ = try? FileDescriptor.standardError.writeAll("\(message)\(terminator)".utf8)
    }
}
