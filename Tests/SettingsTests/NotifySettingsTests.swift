import Settings
import SystemPackage
import Testing

@Suite("Who is told, in the configuration")
struct NotifySettingsTests {
    private static func notify(_ text: String) throws -> NotifySettings? {
        try Configuration.settings("[notify]\n\(text)\n" + Configuration.folder("/a")).notify
    }

    @Test("nobody is told where nothing says so, and defaults hold for what is left out")
    func defaults() throws {
        #expect(try Configuration.settings(Configuration.folder("/a")).notify == nil)
        let notify = try #require(try Self.notify(""))
        #expect(notify == NotifySettings())
        #expect(notify.after == .seconds(300) && notify.again == .seconds(86_400))
        #expect(notify.sendmail == "/usr/sbin/sendmail" && notify.topics == [.failures, .troubles, .classifiers])
    }

    @Test("values are read")
    func values() throws {
        let notify = try Self.notify(
            """
            webhook_file = "webhook"
            mail = ["a@b.org", "c+d@e"]
            from = "segmentd@b.org"
            sendmail = "smtp://localhost:2525"
            after = "30s"
            again = "2d"
            on = ["flags"]
            """
        )
        var expected = NotifySettings()
        expected.webhookFile = "/etc/segmentd/webhook"
        (expected.mail, expected.from) = (["a@b.org", "c+d@e"], "segmentd@b.org")
        (expected.sendmail, expected.after) = ("smtp://localhost:2525", .seconds(30))
        (expected.again, expected.topics) = (.seconds(172_800), [.flags])
        #expect(notify == expected)
        #expect(try Self.notify("webhook = \"https://h.org/T0/x?y=z\"")?.webhook == "https://h.org/T0/x?y=z")
    }

    @Test("a folder may name its contact")
    func contact() throws {
        let text = Configuration.folder("/a", "contact = \"x@y.org\"") + Configuration.folder("/b")
        #expect(try Configuration.settings(text).folders.map(\.contact) == ["x@y.org", nil])
        let problems = Configuration.problems(Configuration.folder("/a", "contact = \"X <x@y.org>\""))
        #expect(problems.map(\.keyPath) == ["folder[0].contact"] && problems.first?.line == 3)
        #expect(problems.first?.message.contains("is no mail address") == true)
    }

    @Test(
        "mistakes are told with line and remedy",
        arguments: [
            ("webhook = \"hooks.org/secret\"", "webhook", "is no address of the web", "https://"),
            ("webhook = \"https://h.org/a b\"", "webhook", "is no address of the web", "https://"),
            ("webhook = \"https:///x\"", "webhook", "is no address of the web", "https://"),
            ("mail = \"a@b\"", "mail", "must be a list of texts", "mail = ["),
            ("mail = [\"a@b\\nBcc: c@d\"]", "mail[0]", "is no mail address", "without a name"),
            ("mail = [\"a@b,c@d\"]", "mail[0]", "is no mail address", "without a name"),
            ("from = \"-f@x\"", "from", "is no mail address", "without a name"),
            ("sendmail = \"sendmail\"", "sendmail", "neither a program nor a mail server", "smtp://localhost"),
            ("after = \"soon\"", "after", "is not a time", "\"1m\""),
            ("after = \"2d\"", "after", "out of range", "shorter"),
            ("again = \"1s\"", "again", "out of range", "from 1m"),
            ("on = [\"failure\"]", "on[0]", "is not known", "did you mean \"failures\"?"),
            ("webhok = \"x\"", "webhok", "unknown key", "did you mean `webhook`?"),
        ]
    )
    func mistakes(line: String, key: String, message: String, remedy: String) throws {
        let problems = Configuration.problems("[notify]\n\(line)\n" + Configuration.folder("/a"))
        let problem = try #require(problems.first)
        #expect(problems.count == 1 && problem.line == 2 && problem.keyPath == "notify.\(key)")
        #expect(problem.message.contains(message) && problem.remedy.contains(remedy))
        #expect(!problem.description.contains("secret"), "an address is a secret, also a wrong one")
    }

    @Test("an address and a file with it contradict each other")
    func both() {
        let text = "[notify]\nwebhook = \"https://h/x\"\nwebhook_file = \"/f\"\n" + Configuration.folder("/a")
        #expect(Configuration.problems(text).map(\.keyPath) == ["notify.webhook_file"])
    }

    @Test("the address in a file is its text without white space, and nothing else")
    func file() {
        #expect(NotifySettings.address(in: " https://h.org/x\n") == "https://h.org/x")
        #expect(NotifySettings.address(in: "https://h.org/x\nsecond = line") == nil)
        #expect(NotifySettings.address(in: "https://h.org/\"\noutput = /etc/passwd") == nil)
        #expect(NotifySettings.address(in: "file:///etc/passwd") == nil)
    }
}
