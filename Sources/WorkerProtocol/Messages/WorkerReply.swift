/// What the worker answers; one JSON object a line.
package enum WorkerReply: Sendable, Codable {
    /// `kernelsFailed`: kernels from the cache gave errors or wrong results.
    case started(EngineReport, kernelsFailed: Bool)
    /// What there is to compute with.
    case devices(DeviceReport)
    case described(ClassifierFacts)
    case extracted(ClassifierExtract)
    case loaded
    case unloaded
    case probed
    /// SHA-256 of a file, hexadecimal.
    case digested(String)
    case inspected(Inspection)
    /// The files of an image; nil where all of it is in the one that was asked about.
    case fileSet(ImageFileSet?)
    case measured(BenchmarkReport)
    case selftested(SelftestReport)
    case finished(JobReport)
    case trained(TrainingReport)
    case validated(ValidationReport)
    case suggested(SuggestionReport)
    case failed(Failure)
    /// On the way to an answer; any number of them.
    case underWay(WorkerSign)
}

/// What a worker says before it answers.
package enum WorkerSign: Sendable, Codable {
    /// The process runs; sent every second by a thread of its own, whatever is being computed.
    case alive
    /// Still at work; sent about once a strip.
    case beat
    /// How much there is to do, sent when it is known or changes.
    case atWork(Workload)
    /// What of a benchmark is being measured, in words.
    case measuring(String)
}

/// How much an image has to be worked on.
package struct Workload: Sendable, Codable, Equatable {
    /// Pixels of all planes and channels.
    package var pixels: Int
    /// Whether the host computes, for whatever reason; it takes a hundred times as long.
    package var usesHost: Bool

    /// So many pixels.
    package init(pixels: Int, usesHost: Bool) {
        self.pixels = pixels
        self.usesHost = usesHost
    }
}
