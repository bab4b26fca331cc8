import FoundationEssentials
import SystemdSupport
import Testing

@Suite("segmentd.catalog, and who logs what")
struct JournalCatalogTests {
    private static let repository = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

    private static func text(_ path: String) throws -> String {
        try String(contentsOfFile: "\(repository)/\(path)", encoding: .utf8)
    }

    /// The entries of the catalog, each from its identifier to before the next.
    private static func entries() throws -> [(identifier: String, lines: [Substring])] {
        var entries: [(identifier: String, lines: [Substring])] = []
        for line in try text("Systemd/segmentd.catalog").split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("-- ") {
                entries.append((String(line.dropFirst(3)), []))
            } else if !entries.isEmpty {
                entries[entries.count - 1].lines.append(line)
            }
        }
        return entries
    }

    @Test("every kind of event has one text, and every text a kind")
    func identifiers() throws {
        let found = try Self.entries().map(\.identifier)
        #expect(found.sorted() == JournalEvent.allCases.map(\.messageID).sorted())
    }

    @Test("a text has a subject, names who wrote it, and says something")
    func texts() throws {
        for (identifier, lines) in try Self.entries() {
            let head = lines.prefix { !$0.isEmpty }
            #expect(head.first?.hasPrefix("Subject: ") == true, "\(identifier)")
            #expect(head.contains("Defined-By: segmentd") && head.contains("Documentation: man:segmentd(8)"))
            #expect(lines.dropFirst(head.count + 1).contains { !$0.isEmpty }, "\(identifier)")
            // A field that is misspelt would be left empty in silence.
            let parts = lines.joined(separator: "\n").split(separator: "@", omittingEmptySubsequences: false)
            for (index, part) in parts.enumerated() where !index.isMultiple(of: 2) {
                #expect(part.hasPrefix("SEGMENTD_"), "\(identifier): \(part)")
            }
        }
    }

    @Test("the page lists every kind of event with its identifier")
    func page() throws {
        let page = try Self.text("Systemd/JOURNAL.md")
        for event in JournalEvent.allCases {
            #expect(page.contains("| \(event.rawValue) | `\(event.messageID)` |"), "\(event.rawValue)")
        }
    }

    @Test("whatever the daemon logs above debug is an event")
    func everythingIsAnEvent() throws {
        let service = try FileManager.default.subpathsOfDirectory(atPath: "\(Self.repository)/Sources/Service")
        let files = service.filter { $0.hasSuffix(".swift") }.map { "Sources/Service/\($0)" }
        #expect(files.count > 100)
        let plain = ["info", "notice", "warning", "error", "critical", "log"].map { "log.\($0)(" }
        var found: [String] = []
        for file in files + ["Sources/segmentd/WatchCommand.swift"] {
            let text = try Self.text(file)
            guard plain.contains(where: text.contains) else { continue }
            found += text.split(separator: "\n").filter { line in plain.contains { line.contains($0) } }
                .map { "\(file): \($0)" }
        }
        #expect(found == [])
    }
}
