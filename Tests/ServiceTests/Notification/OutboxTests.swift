import Foundation
import Service
import TestSupport
import Testing

@Suite("Messages that wait")
struct OutboxTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func message(_ number: Int, _ channel: Message.Channel = .webhook, bytes: Int = 10) -> Message {
        Message(
            kind: "alarm",
            subject: "number \(number)",
            text: String(repeating: "x", count: bytes),
            time: "2026-11-29 13:40:\(number) +0000",
            host: "scope-pc",
            channel: channel
        )
    }

    @Test("they are kept in their order until they are removed, also by the next process")
    func order() throws {
        let outbox = try Outbox(in: folder.path)
        for number in 0..<6 { try outbox.add(message(number)) }
        outbox.remove(outbox.entries[3])
        let next = try Outbox(in: folder.path)
        try next.add(message(6))
        #expect(
            next.entries.map(\.message.subject) == [0, 1, 2].map { "number \($0)" } + (4...6).map { "number \($0)" }
        )
        #expect(try folder.names().allSatisfy { $0.hasSuffix(".json") }, "no temporary is left")
    }

    @Test("what is no message is passed over", arguments: ["", "{", "null", "{\"kind\":1}"])
    func damaged(text: String) throws {
        let outbox = try Outbox(in: folder.path)
        try folder.write(Array(text.utf8), to: "0000000001-x.json")
        try outbox.add(message(1))
        #expect(outbox.entries.map(\.message.subject) == ["number 1"])
    }

    @Test("too many become fewer, and every one is counted")
    func folding() throws {
        let outbox = try Outbox(in: folder.path, mostMessages: 10)
        for number in 0..<40 { try outbox.add(message(number, number.isMultiple(of: 2) ? .webhook : .mail(["a@b"]))) }
        let kept = outbox.entries.map(\.message)
        #expect(kept.count <= 10)
        for channel in [Message.Channel.webhook, .mail(["a@b"])] {
            let own = kept.filter { $0.channel == channel }
            let folded = own.filter { $0.kind == "digest" }
            #expect(folded.count == 1 && own.first?.kind == "digest")
            let digits = folded[0].subject.split(separator: " ")[0].filter { $0 != "," }
            #expect((Int(digits) ?? 0) + own.count - 1 == 20)
            #expect(folded[0].text.utf8.count < 8192 && folded[0].text.contains("number "))
        }
        #expect(kept.contains { $0.subject == "number 39" }, "the newest stay as they are")
    }

    @Test("a megabyte is the most that is kept")
    func size() throws {
        let outbox = try Outbox(in: folder.path)
        for number in 0..<12 { try outbox.add(message(number, bytes: 150_000)) }
        let bytes = try folder.names().reduce(0) { try $0 + folder.read($1).count }
        #expect(bytes <= 1 << 20)
    }
}

@Suite("When a delivery is tried again")
struct PostBookTests {
    @Test("a receiver that is away for an hour gets each message once, soon after it is back")
    func hour() {
        var (book, waiting, tries) = (PostBook(), 3, 0)
        var delivered: [Int] = []
        for second in 0..<7200 {
            guard waiting > 0, book.isDue(.webhook, at: Double(second)) else { continue }
            tries += 1
            if second >= 3600 {
                _ = book.succeed(.webhook)
                delivered.append(second)
                waiting -= 1
            } else {
                _ = book.fail(.webhook, for: "away", at: Double(second), PostPauses())
            }
        }
        #expect(delivered.count == 3 && delivered[0] <= 4200)
        #expect(tries - 3 <= 12, "it is not asked all the time")
    }

    @Test("pauses grow from a minute to ten, and a way that fails holds up no other")
    func pauses() {
        var book = PostBook()
        var (pauses, news): ([Double], [Bool]) = ([], [])
        for reason in ["a", "a", "b", "b", "b", "b"] {
            let failure = book.fail(.webhook, for: reason, at: 0, PostPauses())
            pauses.append(failure.pause)
            news.append(failure.isNews)
        }
        #expect(pauses == [60, 120, 240, 480, 600, 600])
        #expect(news == [true, false, true, false, false, false], "a reason is said once")
        #expect(!book.isDue(.webhook, at: 599) && book.isDue(.webhook, at: 600) && book.isDue(.mail(["a@b"]), at: 0))
        #expect(book.succeed(.webhook) && book.isDue(.webhook, at: 0))
    }
}
