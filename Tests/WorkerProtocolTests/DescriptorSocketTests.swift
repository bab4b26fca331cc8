import Dispatch
import Foundation
import Glibc
import Testing
import WorkerProtocol

@Suite("Socket between daemon and worker")
struct DescriptorSocketTests {
    private struct Message: Codable, Equatable {
        var number: Int
        var text = ""
    }

    /// The two ends of a new socketpair.
    private static func ends() throws -> (Int32, Int32) {
        var ends: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0)
        return (ends[0], ends[1])
    }

    /// A pipe that holds `byte`; returns the end to read from.
    private static func readingEnd(holding byte: UInt8) throws -> Int32 {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        #expect(write(ends[1], [byte], 1) == 1)
        close(ends[1])
        return ends[0]
    }

    @Test("messages come with their descriptors, in order, also when they are taken later")
    func descriptorsInOrder() throws {
        let (ours, theirs) = try Self.ends()
        let sender = DescriptorSocket(owning: ours, as: .daemon)
        var receiver = DescriptorSocket(owning: theirs, as: .worker)
        let counts = [2, 0, 1, 3, 150]
        var byte: UInt8 = 0
        for (number, count) in counts.enumerated() {
            let pipes = try (0..<count).map { _ in
                byte += 1
                return try Self.readingEnd(holding: byte)
            }
            try sender.send(Message(number: number, text: "line\nend"), descriptors: pipes)
            for pipe in pipes { close(pipe) }
        }
        for number in counts.indices {
            #expect(try receiver.receive(Message.self) == Message(number: number, text: "line\nend"))
        }
        var expected: UInt8 = 0
        for count in counts {
            for descriptor in try receiver.removeFirstDescriptors(count) {
                expected += 1
                var found: UInt8 = 0
                #expect(read(descriptor, &found, 1) == 1)
                #expect(found == expected)
                #expect(fcntl(descriptor, F_GETFD) & FD_CLOEXEC != 0)
                close(descriptor)
            }
        }
        #expect(throws: WorkerError.self) { try receiver.removeFirstDescriptors(1) }
    }

    @Test("a message larger than the socket's buffer arrives whole, with the descriptor sent along")
    func largeMessage() async throws {
        let (ours, theirs) = try Self.ends()
        var capacity: Int32 = 4096
        setsockopt(ours, SOL_SOCKET, SO_SNDBUF, &capacity, socklen_t(MemoryLayout<Int32>.size))
        let large = Message(number: 7, text: String(repeating: "0123456789", count: 300_000))
        let pipe = try Self.readingEnd(holding: 42)
        // The sender must block until the receiver has made room, so it needs a thread of its own.
        async let isSent: Bool = withCheckedContinuation { continuation in
            DispatchQueue(label: "sender").async {
                let sender = DescriptorSocket(owning: ours, as: .daemon)
                do {
                    try sender.send(large, descriptors: [pipe])
                    try sender.send(Message(number: 8))
                    continuation.resume(returning: true)
                } catch {
                    continuation.resume(returning: false)
                }
            }
        }
        var receiver = DescriptorSocket(owning: theirs, as: .worker)
        #expect(try receiver.receive(Message.self) == large)
        let descriptor = try #require(try receiver.removeFirstDescriptors(1).first)
        var byte: UInt8 = 0
        #expect(read(descriptor, &byte, 1) == 1)
        #expect(byte == 42)
        close(descriptor)
        #expect(try receiver.receive(Message.self) == Message(number: 8))
        #expect(await isSent)
        close(pipe)
    }

    @Test("the end of the stream is no message, and sending into it is an error, not a signal")
    func endOfStream() throws {
        let (ours, theirs) = try Self.ends()
        var receiver = DescriptorSocket(owning: theirs, as: .worker)
        do {
            let sender = DescriptorSocket(owning: ours, as: .daemon)
            try sender.send(Message(number: 1))
        }
        #expect(try receiver.receive(Message.self)?.number == 1)
        #expect(try receiver.receive(Message.self) == nil)
        do {
            try receiver.send(Message(number: 2))
            Issue.record("sent into a closed socket")
        } catch {
            guard case .closed = error else {
                Issue.record("\(error)")
                return
            }
        }
    }

    @Test("silence ends the wait; what was said before is heard")
    func silence() throws {
        let (ours, theirs) = try Self.ends()
        let sender = DescriptorSocket(owning: ours, as: .daemon)
        var receiver = DescriptorSocket(owning: theirs, as: .worker)
        try sender.send(Message(number: 1))
        #expect(try receiver.receive(Message.self, silence: .milliseconds(20))?.number == 1)
        do {
            _ = try receiver.receive(Message.self, silence: .milliseconds(20))
            Issue.record("a message out of nothing")
        } catch {
            guard case .silent(.milliseconds(20)) = error else {
                Issue.record("\(error)")
                return
            }
        }
        // Keeps the other end open till here: a closed one would be an end, not silence.
        try sender.send(Message(number: 2))
        #expect(try receiver.receive(Message.self, silence: .seconds(5))?.number == 2)
    }

    @Test("what is no message breaks the protocol")
    func notAMessage() throws {
        let (ours, theirs) = try Self.ends()
        var receiver = DescriptorSocket(owning: theirs, as: .worker)
        let line = Array("PoCL says hello\n".utf8)
        #expect(write(ours, line, line.count) == line.count)
        close(ours)
        do {
            _ = try receiver.receive(Message.self)
            Issue.record("taken for a message")
        } catch {
            guard case .protocolBroken = error else {
                Issue.record("\(error)")
                return
            }
        }
    }

    @Test("the daemon takes no descriptors: those that a worker sends are closed by the kernel")
    func descriptorsForTheDaemon() throws {
        let (ours, theirs) = try Self.ends()
        let worker = DescriptorSocket(owning: ours, as: .worker)
        var daemon = DescriptorSocket(owning: theirs, as: .daemon)
        var pipe: [Int32] = [-1, -1]
        try #require(Glibc.pipe(&pipe) == 0)
        for number in 1...20 { try worker.send(Message(number: number), descriptors: [pipe[0], pipe[0]]) }
        close(pipe[0])
        for number in 1...20 { #expect(try daemon.receive(Message.self)?.number == number) }
        #expect(throws: WorkerError.self) { try daemon.removeFirstDescriptors(1) }
        // Nobody can read from the pipe any more. The signal would end the tests.
        signal(SIGPIPE, SIG_IGN)
        #expect(write(pipe[1], [UInt8(1)], 1) == -1 && errno == EPIPE)
        close(pipe[1])
    }

    @Test("the daemon takes no message that does not end")
    func endless() throws {
        let (ours, theirs) = try Self.ends()
        var daemon = DescriptorSocket(owning: theirs, as: .daemon)
        let sender = Thread {
            let block = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
            while Glibc.send(ours, block, block.count, Int32(MSG_NOSIGNAL)) > 0 {}
            close(ours)
        }
        sender.start()
        do {
            _ = try daemon.receive(Message.self)
            Issue.record("taken for a message")
        } catch {
            guard case .protocolBroken = error else {
                Issue.record("\(error)")
                return
            }
        }
    }
}
