import WorkerProtocol

extension ResultNaming {
    /// The namings that have names of their own.
    package static let presets = [
        "ilastik": ResultNaming(words: words),
        "ilastik-autocontext": ResultNaming(
            words: words.merging(wordsOfStages.mapValues { "\($0) Stage 2" }) { _, ofStage in ofStage }
        ),
    ]

    /// What ilastik's exports of pixels are called; those of Autocontext say of which stage they are, and the second is the last.
    private static let wordsOfStages: [OutputKind: String] = [
        .classes: "Simple Segmentation",
        .probabilities: "Probabilities",
        .uncertainty: "Uncertainty",
        .features: "Features",
    ]

    /// What ilastik calls its exports of a pixel classification and of an object classification: the image's nickname, `_`, and
    /// the export's source as its menu has it, blanks included (ilastik.org/documentation/basics/headless.html); the table of objects
    /// ends with `_table`. What ilastik does not export keeps our words.
    private static let words = wordsOfStages.merging([
        .labels: "Object Identities",
        .objectClasses: "Object Predictions",
        .objects: "table",
    ]) { ofStage, _ in ofStage }
}
