import Foundation
import Synchronization

/// One `/bin/sh` that lives as long as a test: the other process that writes the images. It can keep files open from
/// one call to the next.
package final class Shell: Sendable {
    private let process: ProcessBox
    private let queue = DispatchQueue(label: "shell")

    /// A shell that works in `folder`; it ends when the last reference goes.
    package init(in folder: String) throws {
        process = try ProcessBox(folder: folder)
    }

    /// Runs commands and returns what they printed.
    @discardableResult
    package func run(_ commands: String) async -> String {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: self.process.run(commands)) }
        }
    }

    /// Runs commands, each complete on its line, and returns those that failed; all of them where the shell itself ended.
    package func failures(of commands: [String]) async -> [String] {
        let mark = "=== failed ==="
        let checked = commands.enumerated().map { "\($1)\n[ $? -eq 0 ] || printf '\\n\(mark)%d\\n' \($0)" }
        let output = await run((checked + ["echo '\(mark)end'"]).joined(separator: "\n"))
        let marked = output.split(separator: "\n").filter { $0.hasPrefix(mark) }.map { $0.dropFirst(mark.count) }
        guard marked.last == "end" else { return commands }
        return marked.compactMap { Int($0) }.map { commands[$0] }
    }
}

/// The process and its pipes; used from one queue.
private final class ProcessBox: @unchecked Sendable {
    // Sendable: set up before it is shared, then used by the shell's one queue only.
    private let process: ChildProcess
    private let input = Pipe()
    private let output = Pipe()
    private var unread = Data()

    init(folder: String) throws {
        process = try ChildProcess(
            ["/bin/sh"],
            in: folder,
            input: .descriptor(input.fileHandleForReading.fileDescriptor),
            output: .descriptor(output.fileHandleForWriting.fileDescriptor)
        )
        try input.fileHandleForReading.close()
        try output.fileHandleForWriting.close()
    }

    func run(_ commands: String) -> String {
        let mark = "=== done ==="
        input.fileHandleForWriting.write(Data((commands + "\necho '\(mark)'\n").utf8))
        while true {
            if let range = unread.range(of: Data((mark + "\n").utf8)) {
                let text = String(decoding: unread[..<range.lowerBound], as: UTF8.self)
                unread = Data(unread[range.upperBound...])
                return text
            }
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { return "the shell has ended" }
            unread += more
        }
    }
}
