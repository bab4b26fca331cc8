import ArgumentParser
import Files
import Pictures
import Results
import SystemPackage
import WorkerProtocol

/// `segmentd plot`: a time course and histograms of a folder's results.
struct PlotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plot",
        abstract: "Draw a folder's results: objects per image over time, and histograms of counts and areas.",
        discussion: """
            The charts are written as segmentd_plot.svg into the folder; browsers show it. The time of an image is when its \
            file was last changed.
            """
    )

    @OptionGroup var place: SurveyArguments

    func run() throws {
        do throws(Failure) {
            let (folder, survey) = try place.survey()
            let charts = FolderCharts(survey, in: folder)
            let file = place.file(in: folder, name: "segmentd_plot.svg")
            let name = folder.path.lastComponent?.readable ?? folder.path.readable
            try PictureFile.write(ChartPage.svg(charts.all, title: "\(name): \(charts.remark)"), to: file)
            print("\(file.readable): \(charts.remark)")
        } catch {
            StandardError.write("\(error)")
            throw ExitCode.failure
        }
    }
}
