import ArgumentParser
import Imaging

/// The option that names the axes of images.
struct AxesOption: ParsableArguments {
    @Option(help: "Name the axes of the pages, slowest first, where a file does not or is wrong: ZYX, CYX, TCZYX.")
    var axes: String?

    /// The names; nil without the option.
    var names: AxisNames? { axes.flatMap { AxisNames($0) } }

    func validate() throws {
        guard let axes, let problem = AxisNames.problem(of: axes) else { return }
        throw ValidationError("--axes \(axes): \(problem). Write for example \(AxisNames.example).")
    }
}
