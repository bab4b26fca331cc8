import ArgumentParser
import Imaging

/// The options that name the axes of images, and choose of them.
struct AxesOption: ParsableArguments {
    @Option(help: "Name the axes of the pages, slowest first, where a file does not or is wrong: ZYX, CYX, TCZYX.")
    var axes: String?

    @Option(
        help: ArgumentHelp(
            "Take these channels only, in this order, by number from 1 or by name: 1,DAPI.",
            valueName: "channels"
        )
    )
    var channels: String?

    @Option(
        help: ArgumentHelp(
            "Take these positions (series) only, by number from 1 or by name: 1,A3.",
            valueName: "positions"
        )
    )
    var positions: String?

    /// What they say together.
    var choice: AxisChoice {
        get throws {
            AxisChoice(
                names: axes.flatMap { AxisNames($0) },
                channels: try Self.selection(channels, "--channels"),
                positions: try Self.selection(positions, "--positions")
            )
        }
    }

    /// The first of them that was given, for messages.
    var given: String? {
        axes.map { _ in "--axes" } ?? channels.map { _ in "--channels" } ?? positions.map { _ in "--positions" }
    }

    func validate() throws {
        if let axes, let problem = AxisNames.problem(of: axes) {
            throw ValidationError("--axes \(axes): \(problem). Write for example \(AxisNames.example).")
        }
        _ = try choice
    }

    private static func selection(_ text: String?, _ option: String) throws -> AxisSelection? {
        guard let text else { return nil }
        do throws(AxisSelection.Problem) { return try AxisSelection(optionText: text) } catch {
            throw ValidationError("\(option) \(text): \(error.message); \(error.remedy).")
        }
    }
}
