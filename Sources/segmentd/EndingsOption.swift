import ArgumentParser
import Files
import Settings

/// The option that says which files of a folder are images.
struct EndingsOption: ParsableArguments {
    @Option(
        help: """
            What the names of images in folders end with, in any case, instead of what the configuration says; separated \
            by commas: .tif,.stk. Without it: \(ImageEndings.standard.endings.joined(separator: ",")).
            """
    )
    var endings: String?

    /// The endings; nil without the option.
    var given: ImageEndings? { endings.map { ImageEndings(Self.parts($0)) } }

    func validate() throws {
        for part in endings.map(Self.parts) ?? [] {
            if let finding = ImageEndings.problem(of: part) {
                throw ValidationError("--endings: \"\(part)\" \(finding): \(ImageEndings.remedy).")
            }
        }
    }

    private static func parts(_ text: String) -> [String] {
        text.split(separator: ",", omittingEmptySubsequences: false).map { String($0.drop { $0 == " " }) }
    }
}
