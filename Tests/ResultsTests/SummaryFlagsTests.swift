import Results
import Testing
import WorkerProtocol

@Suite("Flags in the summary")
struct SummaryFlagsTests {
    private let sample = SampleResult(content: "one", outputs: [.labels])

    @Test("flags read back; without any the file is as it was before there were flags")
    func roundTrip() throws {
        var summary = sample.summary
        let plain = String(decoding: try SummaryFile.encode(summary), as: UTF8.self)
        #expect(!plain.contains("flags"))
        summary.flags = [Summary.Flag(kind: "blank", message: "nothing but noise")]
        let bytes = try SummaryFile.encode(summary)
        #expect(SummaryFile.decode(bytes) == .found(summary))
        let text = String(decoding: bytes, as: UTF8.self)
        let line = "\n  \"flags\" : [{\"kind\" : \"blank\", \"message\" : \"nothing but noise\"}],"
        #expect(text.contains(line) && text.replacing(line, with: "") == plain)
    }
}
