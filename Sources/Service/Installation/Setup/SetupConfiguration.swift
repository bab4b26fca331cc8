import Files
import Settings
import SystemPackage
import WorkerProtocol

/// The configuration that a set-up writes: a file of its own, or some lines at the end of the one that is there.
struct SetupConfiguration {
    /// The lines to add; empty where the file watches the folder already.
    let addition: String
    /// The command that takes them away again; nil where there is nothing to add.
    let undo: String?
    /// The settings of the whole file.
    let settings: Settings

    /// What makes the file with the text `present` do what `request` asks for.
    ///
    /// - Throws: a `Failure` where the file cannot be added to.
    init(_ request: SetupRequest, present: String?) throws(Failure) {
        let file = request.configuration
        if let present, let settings = try? Settings(parsing: present, file: file),
            let folder = settings.folders.first(where: { $0.path == request.folder })
        {
            let classifiers = folder.recipes.flatMap(\.classifiers)
            guard classifiers.contains(request.installedClassifier) else {
                throw Failure(
                    kind: "folder_configured",
                    message: "\(file) watches \(request.folder) already, with another classifier",
                    remedy:
                        "add a [[folder.recipe]] to it by hand, with a name: `segmentd check` says whether it is right"
                )
            }
            (addition, undo, self.settings) = ("", nil, settings)
            return
        }
        let number = (1...).first { present?.contains("# Written by segmentd setup (\($0))") != true } ?? 1
        let (begin, end) = ("# Written by segmentd setup (\(number)).", "# End of what setup wrote (\(number)).")
        addition = """
            \(begin)
            [[folder]]
            path = \(Self.quoted(request.folder.string))

                [[folder.recipe]]
                classifier = \(Self.quoted(request.installedClassifier.string))
            \(end)

            """
        do {
            settings = try Settings(parsing: (present.map { $0 + "\n" } ?? "") + addition, file: file)
        } catch {
            throw Failure(
                kind: "configuration_unusable",
                message: "\(file) cannot be added to: \(error)",
                remedy: "put it right, or move it away"
            )
        }
        let place = ShellText.quoted(file)
        // Without its last line the block would have no end, and what follows would go with it.
        let cut =
            "grep --quiet --line-regexp --fixed-strings '\(end)' \(place) && "
            + "sed --in-place '/^\(Self.pattern(begin))$/,/^\(Self.pattern(end))$/d' \(place)"
        undo =
            present == nil
            // What somebody has changed since is kept.
            ? "\(cut) && if grep --quiet . \(place); then mv \(place) \(place).removed; else rm \(place); fi"
            : cut
    }

    /// A string as TOML has it.
    private static func quoted(_ text: String) -> String {
        "\"\(text.replacingScalars(["\\": "\\\\", "\"": "\\\""]))\""
    }

    private static func pattern(_ line: String) -> String { line.replacing(".", with: "[.]") }
}
