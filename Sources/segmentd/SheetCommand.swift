import ArgumentParser
import Files
import Imaging
import Pictures
import Results
import SystemPackage
import WorkerProtocol

/// `segmentd sheet`: a contact sheet of a folder's results.
struct SheetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sheet",
        abstract: "Make a contact sheet of a folder's results: their overlays, with the names and numbers of objects.",
        discussion: """
            Shows the overlays that lie in the folder; failed images are tiles that say why. The sheet is written as \
            segmentd_sheet.png into the folder. Worst first is: failed, then flagged, then the numbers of objects that \
            are farthest from the folder's median.
            """
    )

    @OptionGroup var place: SurveyArguments

    @Option(help: "What comes first: newest or worst.")
    var order: FolderSurvey.Order = .newest

    @Option(help: "Tiles in a row, up to 30.")
    var columns = 6

    @Option(help: "Tiles in all, up to 500.")
    var most = 60

    func validate() throws {
        guard (1...30).contains(columns) else { throw ValidationError("--columns is a number from 1 to 30.") }
        guard (1...500).contains(most) else { throw ValidationError("--most is a number from 1 to 500.") }
    }

    func run() throws {
        do throws(Failure) {
            let (folder, survey) = try place.survey()
            let shown = survey.ordered(order).prefix(most)
            let tiles = shown.map { SheetTile.make($0, in: folder) }
            guard tiles.contains(where: { $0.picture != nil || $0.tone == .failed }) else {
                throw Failure(
                    kind: "no_overlay",
                    message: "no result in \(folder.path.readable) has an overlay that can be shown",
                    remedy: "add \"overlay\" to the outputs of the recipe, or run with --output overlay"
                )
            }
            let sheet = ContactSheet.draw(tiles, title: title(survey, folder, shown: shown.count), columns: columns)
            let file = place.file(in: folder, name: "segmentd_sheet.png")
            try PictureFile.write(try Self.encode(sheet), to: file)
            print("\(file.readable): \(shown.count) of \(survey.results.count) results")
        } catch {
            StandardError.write("\(error)")
            throw ExitCode.failure
        }
    }

    private func title(_ survey: FolderSurvey, _ folder: ResultFolder, shown: Int) -> String {
        let (results, failed) = (survey.results, survey.results.count { $0.failure != nil })
        var parts = ["\(NumberText.count(results.count)) results, \(order.rawValue) first"]
        if shown < results.count { parts.append("\(NumberText.count(shown)) shown") }
        if failed > 0 { parts.append("\(NumberText.count(failed)) failed") }
        let flagged = results.count { !$0.flags.isEmpty }
        if flagged > 0 { parts.append("\(NumberText.count(flagged)) flagged") }
        if let median = survey.medianObjects {
            parts.append("median \(NumberText.count(Int(median))) objects an image")
        }
        return "\(folder.path.lastComponent?.readable ?? folder.path.readable): \(parts.joined(separator: "; "))"
    }

    private static func encode(_ sheet: Canvas) throws(Failure) -> [UInt8] {
        do throws(PNGFile.Problem) {
            return try PNGFile.encode(sheet, software: "\(SoftwareTag.program) \(Version.current)")
        } catch { throw .internalFault("the sheet cannot be encoded: \(error)") }
    }
}

extension FolderSurvey.Order: ExpressibleByArgument {}
