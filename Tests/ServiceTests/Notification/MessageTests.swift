import Service
import Settings
import Testing

@Suite("Messages and who gets them")
struct MessageTests {
    private func messages(mail: [String] = [], webhook: String? = nil, contacts: [String: String]) throws -> [Message] {
        var daemon = ScriptedDaemon()
        try daemon.fail(1, in: "/data/scope1")
        try daemon.fail(2, in: "/data/scope2")
        try daemon.wait(60)
        var settings = NotifySettings()
        (settings.mail, settings.webhook) = (mail, webhook)
        return MessageWriter(host: "scope-pc", unit: "segmentd@cryo")
            .messages(of: daemon.told[0].news, settings: settings, contacts: contacts, time: "now")
    }

    @Test("a folder's contact gets what concerns the folder, the facility gets all")
    func contacts() throws {
        let contacts = ["/data/scope1": "one@b.org", "/data/scope2": "facility@b.org", "/data/scope3": "three@b.org"]
        let messages = try messages(mail: ["facility@b.org"], webhook: "https://h/x", contacts: contacts)
        #expect(messages.map(\.channel) == [.webhook, .mail(["facility@b.org"]), .mail(["one@b.org"])])
        #expect(messages[1].text.contains("/data/scope1") && messages[1].text.contains("/data/scope2"))
        #expect(messages[2].text.contains("/data/scope1") && !messages[2].text.contains("/data/scope2"))
        #expect(messages[2].subject == "segmentd@cryo on scope-pc: 1 image failed in /data/scope1")
    }

    @Test("nobody is told where nobody is named")
    func nobody() throws {
        #expect(try messages(contacts: [:]).isEmpty)
    }

    @Test("names of images can neither break lines nor hide text")
    func names() throws {
        var daemon = ScriptedDaemon()
        let evil = "/data/x\r\nBcc: a@b\u{2028}\u{202E}\u{1B}[2J.tif"
        try daemon.hear([
            "event": "image_failed", "folder": "/data/s\nx", "image": evil,
            "error": ["kind": "k", "message": "m\nm", "remedy": "r"],
        ])
        try daemon.wait(60)
        let message = daemon.messages[0]
        let forbidden: Set<Unicode.Scalar> = ["\r", "\u{2028}", "\u{202E}", "\u{1B}"]
        #expect(message.text.unicodeScalars.allSatisfy { !forbidden.contains($0) })
        #expect(!message.text.contains("\nBcc:") && !message.subject.contains("\n"))
    }

    @Test("a message stays short whatever happened")
    func length() throws {
        var daemon = ScriptedDaemon()
        for folder in 0..<50 {
            for kind in 0..<30 {
                try daemon.hear([
                    "event": "image_failed", "folder": "/data/\(folder)", "image": String(repeating: "n", count: 4000),
                    "error": [
                        "kind": "k\(kind)", "message": String(repeating: "m", count: 5000),
                        "remedy": String(repeating: "r", count: 5000),
                    ],
                ])
            }
        }
        try daemon.wait(30)
        #expect(daemon.messages.count == 1 && daemon.messages[0].text.utf8.count < 100_000)
        #expect(daemon.messages[0].text.contains("And 38 more"))
    }
}

@Suite("What must not be said")
struct RedactionTests {
    private let address = "https://user:pass-word@hooks.example.org:8443/services/T0/B0/abcdef123456?token=zyxwvu98"

    @Test("an address is taken out whole and in parts; the host may be said")
    func parts() {
        let hide = Redaction(addresses: [address])
        for text in [
            address, "curl: (3) bad URL /services/T0/B0/abcdef123456?token=zyxwvu98", "abcdef123456", "zyxwvu98",
            "user:pass-word", "a\(address)b\(address)",
        ] {
            let hidden = hide("x \(text) y")
            #expect(!hidden.contains("abcdef123456") && !hidden.contains("zyxwvu98") && !hidden.contains("pass-word"))
            #expect(hidden.hasPrefix("x ") && hidden.hasSuffix(" y"))
        }
        #expect(hide("hooks.example.org answered") == "hooks.example.org answered")
        #expect(Redaction.host(of: address) == "hooks.example.org")
        #expect(Redaction.host(of: "http://h") == "h")
    }
}
