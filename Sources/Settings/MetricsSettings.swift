package import SystemPackage

/// Where figures for a monitoring system are written (`[metrics]`).
package struct MetricsSettings: Sendable, Hashable {
    /// The file, in Prometheus' text format.
    package var file: FilePath
    /// How often it is written; a second or more.
    package var every: Duration

    /// A file that is written so often.
    package init(file: FilePath, every: Duration = .seconds(15)) {
        self.file = file
        self.every = every
    }
}

extension MetricsSettings {
    /// The keys of `[metrics]`, in the order in which they are explained.
    static let keys = ["file", "every"]

    /// Reads `[metrics]`; nil where it names no usable file, which is noted.
    init?(reading reader: TableReader) {
        let example = "/var/lib/prometheus/node-exporter/segmentd.prom"
        let every = reader.duration("every", in: .seconds(1) ... .seconds(3600)) ?? .seconds(15)
        guard let file = reader.filePath("file", base: "/", example: example) else { return nil }
        // The collector passes over all other names, without a word.
        guard file.extension == "prom" else {
            reader.problem("file", "\"\(file)\" does not end with .prom", remedy: "write file = \"\(example)\"")
            return nil
        }
        self.init(file: file, every: every)
    }
}
