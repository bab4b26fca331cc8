/// The command `score`: results compared with the truth, and how long they took.
struct Scoring {
    /// The options it knows.
    static let options: Set<String> = ["folder", "truth", "results", "recipe", "minimum-f1"]

    private let folder: String
    private let truth: Truth
    private let recipe: String?
    private let minimum: Double

    /// Reads the options and the truth.
    init(_ arguments: Arguments) throws {
        let acquisition = try arguments.required("folder")
        folder = try arguments.value("results", acquisition) { $0 }
        truth = try Truth.read(folder: arguments.required("truth"))
        recipe = try arguments.value("recipe", nil) { $0 }
        minimum = try arguments.value("minimum-f1", 0) { Double($0) }
    }

    /// Prints the comparison; false when an image has no right result or too few objects agree.
    func run() throws -> Bool {
        let results = try truth.images.map { try ImageResult($0, folder: folder, recipe: recipe) }
        var agreement = Agreement()
        for result in results where result.image.cells != nil && !result.image.isDamaged {
            agreement.add(cells: result.image.cells ?? [], objects: result.objects ?? [])
        }
        print("milliseconds from the last byte written to the summary in place:")
        print("way      images  done  failed  missing      median      worst")
        for way in WritingWay.allCases {
            let part = results.filter { $0.image.way == way }
            if !part.isEmpty { print(row(way.rawValue, part)) }
        }
        print(row("all", results))
        print(stages(results))
        if agreement.truth > 0 {
            print(
                "objects: \(agreement.truth) drawn, \(agreement.found) found, \(agreement.matched) agree: "
                    + "precision \(agreement.precision.text(4)), recall \(agreement.recall.text(4)), "
                    + "F1 \(agreement.f1.text(4)), area found/drawn median \((agreement.areaRatios.median ?? 0).text(2))"
            )
        }
        let wrong = results.filter { !$0.isAsExpected }
        for result in wrong { print("not as expected: \(result.image.path): \(complaint(result))") }
        return wrong.isEmpty && agreement.f1 >= minimum
    }

    private func row(_ name: String, _ results: [ImageResult]) -> String {
        let latencies = results.compactMap(\.latency).map { $0 * 1_000 }
        let done = results.count { $0.latency != nil && $0.failure == nil }
        let failed = results.count { $0.failure != nil }
        let columns = [
            "\(results.count)".padded(6), "\(done)".padded(4), "\(failed)".padded(6),
            "\(results.count - done - failed)".padded(7), (latencies.median?.text(1) ?? "–").padded(10),
            (latencies.max()?.text(1) ?? "–").padded(9),
        ]
        return name + String(repeating: " ", count: max(0, 9 - name.count)) + columns.joined(separator: "  ")
    }

    /// The median of each stage, from the summaries.
    private func stages(_ results: [ImageResult]) -> String {
        let names = ["waited", "read", "compute", "write"]
        let medians = names.map { name in
            let values = results.filter { $0.failure == nil }.compactMap { $0.timings[name] }
            return "\(name) \(values.median?.text(1) ?? "–") ms"
        }
        return "median of each stage, from the summaries: " + medians.joined(separator: ", ")
    }

    private func complaint(_ result: ImageResult) -> String {
        if let failure = result.failure { return "\(failure.kind): \(failure.message)" }
        if result.latency == nil { return "no summary" }
        return result.image.isDamaged ? "damaged, but no error was reported" : "no object table"
    }
}
