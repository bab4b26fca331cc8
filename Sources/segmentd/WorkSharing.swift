import ArgumentParser
import Files
import Glibc
import Service
import SystemPackage
import WorkerProtocol

/// The options by which engines that distribute work (Slurm, Nextflow, Snakemake, GNU parallel) give `run` its part of it.
struct WorkSharing: ParsableArguments {
    @Option(
        help: """
            Take images and folders from this list as well, a line each; - is standard input. Relative ones count from \
            the working folder; a carriage return before the end of a line belongs to the end.
            """
    )
    var filesFrom: FilePath?

    @Flag(
        name: [.customShort("0"), .customLong("null")],
        help: "The entries of the list end in NUL instead (find -print0): for names with any bytes."
    )
    var null = false

    @Option(
        help: """
            Do part I of N, 0 ≤ I < N, as I/N. A hash of the path below what is named decides, so each image is in one \
            part, whatever arrives meanwhile.
            """
    )
    var shard: String?

    @Flag(help: "Stop at the first image without a result.")
    var failFast = false

    func validate() throws {
        if let shard, Shard(shard) == nil {
            throw ValidationError(
                "--shard \(shard): write I/N in digits, I from 0 to N - 1, N at most \(Shard.most): 0/16."
            )
        }
        if null, filesFrom == nil { throw ValidationError("-0 goes with --files-from.") }
    }

    /// The part; nil for all images.
    var part: Shard? { shard.flatMap { Shard($0) } }

    /// Whether another program hands out the work, and calls again where it is told to.
    var isEngine: Bool { filesFrom != nil || shard != nil }

    /// The paths of the list.
    ///
    /// - Throws: a `Failure` where it cannot be read.
    func listed() throws(Failure) -> [FilePath] {
        guard let filesFrom else { return [] }
        do {
            let isInput = filesFrom == "-"
            let file = isInput ? FileDescriptor.standardInput : try .open(filesFrom, .readOnly, options: .closeOnExec)
            defer { if !isInput { try? file.close() } }
            var bytes: [UInt8] = []
            var part = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = try part.withUnsafeMutableBytes { try file.read(into: $0) }
                if count == 0 { break }
                bytes += part[..<count]
            }
            return NamedList.paths(in: bytes, endedByNUL: null)
        } catch {
            throw Failure(
                kind: "list_unreadable",
                message: "the list \(filesFrom.readable) cannot be read: \(error)",
                remedy: "check the path, or give - and the list on standard input"
            )
        }
    }
}
