import Files

/// Figures of one name, in Prometheus' text exposition format (version 0.0.4).
package struct MetricFamily: Sendable {
    /// What the figures are, by which they may be added up or not.
    package enum Kind: String, Sendable {
        case counter
        case gauge
        case histogram
    }

    /// One figure.
    private struct Sample {
        let suffix: String
        let labels: [(name: String, value: String)]
        let value: Double
    }

    private let name: String
    private let help: String
    private let kind: Kind
    private var samples: [Sample] = []
    /// Label sets that are taken: a file that gives one twice is refused whole.
    private var taken: Set<String> = []

    /// A family without figures; `name` without the prefix `segmentd_`.
    package init(_ name: String, _ kind: Kind, _ help: String) {
        (self.name, self.kind, self.help) = ("segmentd_" + name, kind, help)
    }

    /// Adds a figure, unless there is one with these labels.
    package mutating func add(_ value: Double, _ labels: KeyValuePairs<String, String> = [:]) {
        add(value, labels.map { ($0.key, $0.value) }, suffix: "")
    }

    /// Adds a histogram, unless there is one with these labels.
    package mutating func add(_ histogram: Histogram, _ labels: KeyValuePairs<String, String> = [:]) {
        let labels = labels.map { (name: $0.key, value: $0.value) }
        var sum = 0
        for (bound, count) in zip(Histogram.bounds, histogram.counts) {
            sum += count
            add(Double(sum), labels + [("le", Self.text(bound))], suffix: "_bucket")
        }
        add(Double(histogram.count), labels + [("le", "+Inf")], suffix: "_bucket")
        add(histogram.sum, labels, suffix: "_sum")
        add(Double(histogram.count), labels, suffix: "_count")
    }

    private mutating func add(_ value: Double, _ labels: [(name: String, value: String)], suffix: String) {
        let key = suffix + Self.text(of: labels)
        if taken.insert(key).inserted { samples.append(Sample(suffix: suffix, labels: labels, value: value)) }
    }

    /// The lines of the family; none where it has no figures.
    package var text: String {
        guard !samples.isEmpty else { return "" }
        var lines = ["# HELP \(name) \(help)", "# TYPE \(name) \(kind.rawValue)"]
        for sample in samples {
            lines.append("\(name)\(sample.suffix)\(Self.text(of: sample.labels)) \(Self.text(sample.value))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func text(of labels: [(name: String, value: String)]) -> String {
        guard !labels.isEmpty else { return "" }
        return "{" + labels.map { "\($0.name)=\"\(escaped($0.value))\"" }.joined(separator: ",") + "}"
    }

    /// A label's value: backslash, quotation mark and line end are escaped, everything else stands as it is.
    private static func escaped(_ value: String) -> String {
        value.replacingScalars(["\\": "\\\\", "\"": "\\\"", "\n": "\\n"])
    }

    /// A number as the format has it; whole ones without a point.
    private static func text(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Inf" : "+Inf" }
        return number == number.rounded() && abs(number) < 1e15 ? "\(Int64(number))" : "\(number)"
    }
}

/// How many values lie below which bounds.
package struct Histogram: Sendable, Equatable {
    /// Seconds; what is above the last one is in `count` alone.
    package static let bounds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800]

    /// Values up to each bound, and above the one before.
    package private(set) var counts = Array(repeating: 0, count: bounds.count)
    package private(set) var count = 0
    package private(set) var sum = 0.0

    /// A histogram without values.
    package init() {}

    /// Takes a value in.
    package mutating func add(_ value: Double) {
        guard value.isFinite else { return }
        if let index = Self.bounds.firstIndex(where: { value <= $0 }) { counts[index] += 1 }
        count += 1
        sum += value
    }
}
