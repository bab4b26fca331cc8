import ArgumentParser
import Imaging
import Settings
import WorkerProtocol

/// What `segmentd run` is told of the way in which files show classes and probabilities.
struct ExportOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The colour of class 1, then of class 2, … in overlay and exports: '#ff8800'; repeat for several.",
            valueName: "colour"
        )
    )
    var classColor: [String] = []

    @Option(
        help: ArgumentHelp(
            "The numbers of probabilities and uncertainty: uint8, uint16, uint32 or float32; goes with --export-drange.",
            valueName: "type"
        )
    )
    var exportDtype: String?

    @Option(
        help: ArgumentHelp("The two values that become those of --export-drange; 0,1 if not given.", valueName: "a,b")
    )
    var drange: String?

    @Option(
        help: ArgumentHelp(
            "Write probabilities and uncertainty in this range, as ilastik exports them: 0,255.",
            valueName: "a,b"
        )
    )
    var exportDrange: String?

    func validate() throws {
        _ = try colors
        _ = try export
    }

    /// The first option that is given; nil where none is.
    var given: String? {
        if !classColor.isEmpty { return "--class-color" }
        let options = [("--export-dtype", exportDtype), ("--drange", drange), ("--export-drange", exportDrange)]
        return options.first { $0.1 != nil }?.0
    }

    /// A recipe with what is said here.
    func applied(to recipe: RecipeSettings?) throws -> RecipeSettings? {
        guard var recipe else { return nil }
        (recipe.classColors, recipe.export) = (try colors, try export)
        return recipe
    }

    private var colors: [ClassPalette.Color]? {
        get throws {
            guard !classColor.isEmpty else { return nil }
            if let problem = ClassColor.problem(of: classColor) {
                throw ValidationError("--class-color: \(problem.message); \(problem.remedy).")
            }
            return classColor.compactMap { ClassPalette.Color(text: $0) }
        }
    }

    private var export: ValueExport? {
        get throws {
            let (from, to) = (try Self.pair(drange, "--drange"), try Self.pair(exportDrange, "--export-drange"))
            do throws(ValueExport.Problem) {
                return try ValueExport.chosen(type: exportDtype, from: from, to: to)
            } catch {
                let option = "--" + error.key.rawValue.replacing("_", with: "-")
                throw ValidationError("\(option): \(error.message); \(error.remedy).")
            }
        }
    }

    private static func pair(_ text: String?, _ option: String) throws -> [Double]? {
        guard let text else { return nil }
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
        guard numbers.count == 2, numbers.allSatisfy({ $0 != nil }) else {
            throw ValidationError("\(option) is two numbers, as in \(option) 0,255.")
        }
        return numbers.compactMap(\.self)
    }
}
