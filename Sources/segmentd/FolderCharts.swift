import Files
import Pictures
import Results
import SystemPackage

/// The charts of a folder.
struct FolderCharts {
    let all: [Chart]
    /// How many results there are, and how many of them are not shown.
    let remark: String

    /// Reads the tables of objects, one after the other, as streams.
    init(_ survey: FolderSurvey, in folder: ResultFolder) {
        let done = survey.results.filter { $0.failure == nil }
        let counted = done.filter { $0.objects != nil }
        let counts = counted.compactMap(\.objects)
        let times = Times(done)
        var (areas, missing) = (LogHistogram(), 0)
        for result in counted where !Self.add(result.table, in: folder, to: &areas) { missing += 1 }

        func course(_ title: String, _ label: String, whole: Bool, _ value: (SurveyedResult) -> Double?) -> Chart {
            let points = times.ordered.compactMap { result, time in
                value(result).map { ChartPoint(x: time, y: $0, name: result.title) }
            }
            return Chart(
                title: "\(title) (n = \(NumberText.count(points.count)) images)",
                xLabel: times.label,
                yLabel: label,
                content: .points(points, areWhole: whole)
            )
        }
        all = [
            course("Objects per image", "objects", whole: true) { $0.objects.map(Double.init) },
            course("Foreground", "share of the image (%)", whole: false) { $0.foregroundShare.map { $0 * 100 } },
            Chart(
                title: "Objects per image (n = \(NumberText.count(counts.count)) images)",
                xLabel: "objects",
                yLabel: "images",
                content: .bars(ChartBar.bars(over: counts), isLogarithmic: false)
            ),
            Chart(
                title: "Areas of objects (n = \(NumberText.count(areas.count)) objects)"
                    + (missing > 0 ? ", without those of \(NumberText.count(missing)) images that have no table" : ""),
                xLabel: "area (pixels)",
                yLabel: "objects",
                content: .bars(areas.bars, isLogarithmic: true)
            ),
        ]
        let failed = survey.results.count - done.count
        let parts = [
            "\(NumberText.count(survey.results.count)) results",
            failed > 0 ? "\(NumberText.count(failed)) of them failed and are not shown" : nil,
            survey.unreadableCount > 0 ? "\(NumberText.count(survey.unreadableCount)) summaries cannot be read" : nil,
        ]
        remark = parts.compactMap(\.self).joined(separator: ", ")
    }

    /// Adds the areas of a table; false where it is not there.
    private static func add(_ table: FilePath.Component?, in folder: ResultFolder, to areas: inout LogHistogram) -> Bool
    {
        guard let table, OutputMark.isOurs(table, in: folder.descriptor),
            let file = try? FileCalls().openFile(table, in: folder.descriptor)
        else { return false }
        var found = areas
        guard (try? TableColumn.read("area", of: file, each: { found.add($0) })) == true else { return false }
        areas = found
        return true
    }
}

/// When the images were made, in a unit that fits.
private struct Times {
    let label: String
    /// Ascending.
    let ordered: [(result: SurveyedResult, time: Double)]

    init(_ results: [SurveyedResult]) {
        let first = results.map(\.imageTime).min() ?? 0
        // Differences of doubles: times from a file may be any numbers.
        let seconds = results.map { (Double($0.imageTime) - Double(first)) / 1e9 }
        let span = seconds.max() ?? 0
        guard span > 0 else {
            label = "image, in the order of names"
            ordered = results.enumerated().map { ($1, Double($0 + 1)) }
            return
        }
        let unit: (name: String, seconds: Double) =
            span < 120
            ? ("seconds", 1) : span < 7_200 ? ("minutes", 60) : span < 259_200 ? ("hours", 3_600) : ("days", 86_400)
        label = "time since the first image (\(unit.name))"
        ordered = zip(results, seconds).map { ($0, $1 / unit.seconds) }.sorted { $0.1 < $1.1 }
    }
}
