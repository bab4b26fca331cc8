import ArgumentParser
import Foundation
import Settings
import SystemPackage

/// Which configuration file is used.
struct ConfigurationOptions: ParsableArguments {
    @Option(name: [.customLong("config")], help: "The configuration file.")
    var configuration: FilePath

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
}

/// The place for what goes wrong.
enum StandardError {
    /// Writes one message and what ends it.
    static func write(_ message: String, terminator: String = "\n") {
        FileHandle.standardError.write(Data("\(message)\(terminator)".utf8))
    }
}
