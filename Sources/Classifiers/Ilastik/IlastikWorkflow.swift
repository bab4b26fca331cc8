/// What a project is for, by the name in it: those that classify pixels are run, others are refused by name.
enum IlastikWorkflow {
    case pixels
    case autocontext
    /// Pixels first, then objects; the part of pixels is run.
    case pixelsAndObjects

    private static let elsewhere = "make a Pixel Classification or Autocontext project with the same images in ilastik"

    /// Words in the names of workflows that are not run, in the order in which they are looked for.
    private static let refusals: [(words: [String], what: String, remedy: String)] = [
        (
            ["neural network", "domain adaptation"],
            "it runs a neural network of bioimage.io, of which the project holds no forest", elsewhere
        ),
        (
            ["tracking"], "it tracks objects over time",
            "segment with the Pixel Classification project whose probabilities it tracks"
        ),
        (["counting", "density"], "it estimates how many objects there are, without classes of pixels", elsewhere),
        (["carving"], "it carves single objects with seeds, by hand", elsewhere),
        (
            ["multicut", "edge training", "boundary"], "it joins superpixels at boundaries",
            "give the Pixel Classification project that its boundaries come from"
        ),
        (
            ["object classification"], "it classifies objects of images that another program segmented",
            "give the Pixel Classification project that its probabilities or its segmentation come from"
        ),
        (["data conversion", "viewer"], "it classifies nothing", elsewhere),
    ]

    /// The workflow called `name`.
    ///
    /// - Throws: where it is none that classifies pixels.
    init(name: String) throws(ProjectProblem) {
        let plain = name.lowercased()
        if plain == "pixel classification" {
            self = .pixels
        } else if plain.hasPrefix("autocontext") {
            self = .autocontext
        } else if plain.hasPrefix("object classification"), plain.contains("from pixel classification") {
            self = .pixelsAndObjects
        } else {
            let known = Self.refusals.first { refusal in refusal.words.contains { plain.contains($0) } }
            throw ProjectProblem(
                "the workflow \"\(name.prefix(80))\" is not run: \(known?.what ?? "it is not known")",
                remedy: known?.remedy ?? Self.elsewhere
            )
        }
    }
}
