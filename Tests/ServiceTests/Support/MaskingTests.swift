import Service
import Testing

@Suite("What is sent for help holds no secrets")
struct MaskingTests {
    @Test(
        "addresses keep their host",
        arguments: [
            ("see https://hooks.example.org/services/T0/abc?k=v now", "see https://hooks.example.org/[hidden] now"),
            ("url=\"http://user:pass@h.org:80/x\",", "url=\"http://[hidden]@h.org:80/[hidden]\","),
            ("smtp://u:p@mail.org", "smtp://[hidden]@mail.org"), ("https://www.debian.org", "https://www.debian.org"),
            ("file:///etc/segmentd/segmentd.toml", "file:///etc/segmentd/segmentd.toml"), ("a://", "a://"),
            ("HTTPS://H.org/Secret)", "HTTPS://H.org/[hidden])"), ("no address: // here", "no address: // here"),
        ]
    )
    func addresses(text: String, expected: String) {
        #expect(Masking(secrets: [])(text) == expected)
    }

    @Test(
        "mail addresses keep a letter and the domain; units are none",
        arguments: [
            ("mail to facility.head@example.org.", "mail to f…@example.org."), ("<a@b.org>", "<a@b.org>"),
            ("segmentd@cryo.service", "segmentd@cryo.service"), ("user@1000.service", "user@1000.service"),
            ("@", "@"), ("x@", "x@"),
        ]
    )
    func mail(text: String, expected: String) {
        #expect(Masking(secrets: [])(text) == expected)
    }

    @Test("what the configuration names is found in any form")
    func known() {
        let masking = Masking(secrets: ["https://h.org/services/token-12345"], mail: ["owner@localhost"])
        #expect(masking("curl: bad path /services/token-12345") == "curl: bad path [hidden]")
        #expect(masking("the part token-12345 alone") == "the part [hidden] alone")
        #expect(masking("to owner@localhost") == "to o…@localhost")
    }

    @Test("folders and names are hidden where that is wanted, equal ones as equal")
    func paths() {
        let masking = Masking(secrets: [], hiding: ["/data/Müller lab"])
        let text = """
            "image" : "/data/Müller lab/patient 7/scan one.tif",
            warning: /data/Müller lab/patient 7/scan one.tif: scan one.tif ends before its last strip
            plain.tif failed; scan one.tif failed
            classifier secretname.cl is in force
            """
        let hidden = masking(text)
        for name in ["Müller", "patient", "scan", "plain", "secretname"] {
            #expect(!hidden.contains(name), "\(hidden)")
        }
        #expect(hidden.contains("/folder1/") && hidden.contains("ends before its last strip"))
        #expect(hidden.split(separator: "\n").count == 4)
        #expect(Masking(secrets: [])(text) == text)
    }

    @Test("any bytes are taken, and a megabyte in no time that matters")
    func odd() {
        let text = String(repeating: "a@b://@@ \u{FFFD}://", count: 20_000)
        #expect(!Masking(secrets: ["https://h/secret-part-1"])(text).isEmpty)
    }

    @Test("a part that is too long is cut, and says so; all together stay below 5 MB")
    func limits() {
        let long = String(repeating: "0123456789", count: 500_000)
        let start = SupportPart("a.txt", "a", long)
        let end = SupportPart("journal.txt", "b", "first" + long, limit: SupportPart.Limit.journal, keepsEnd: true)
        #expect(start.text.utf8.count < SupportPart.Limit.small + 200 && start.text.contains("[cut: "))
        #expect(start.text.hasPrefix("0123456789") && end.text.hasSuffix("0123456789") && !end.text.contains("first"))
        #expect(SupportPart.Limit.journal + 2 * SupportPart.Limit.large + 8 * SupportPart.Limit.small < 4_000_000)
    }
}
