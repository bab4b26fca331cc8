import ArgumentParser
import Files
import SystemPackage
import WorkerProtocol

/// What a classifier is trained on: images with annotations one by one or in folders, or tables.
struct TrainingInputs: ParsableArguments {
    @Option(help: ArgumentHelp("The folder of the images, with --annotations.", valueName: "folder"))
    var images: FilePath?

    @Option(
        help: ArgumentHelp(
            "The folder of the annotations, label TIFFs: x.tif, x_labels.tif or x_annotation.tif belongs to the image x.tif.",
            valueName: "folder"
        )
    )
    var annotations: FilePath?

    @Option(
        help: ArgumentHelp(
            "For a classifier of objects: the folder of the label images of the objects, named as annotations are.",
            valueName: "folder"
        )
    )
    var labels: FilePath?

    @Option(help: ArgumentHelp("A table (CSV) whose rows are annotated; repeat for several.", valueName: "file"))
    var table: [FilePath] = []

    @Option(help: ArgumentHelp("The column of the tables that holds the annotations.", valueName: "name"))
    var annotationColumn = "annotation"

    @Argument(help: "Images, each followed by its annotation, and for objects then by their label image.")
    var files: [FilePath] = []

    func validate() throws {
        guard (images == nil) == (annotations == nil) else {
            throw ValidationError("--images and --annotations go together.")
        }
        guard images == nil || files.isEmpty else {
            throw ValidationError("Name images one by one, or give --images and --annotations; not both.")
        }
    }

    /// What is wrong with what was given for a classifier of that kind, as a sentence; nil where nothing is.
    func problem(for kind: TrainingKind) -> String? {
        if kind == .tableRowClassifier {
            return files.isEmpty && images == nil
                ? nil : "A TableRowClassifier learns from tables (--table), not from images."
        }
        if !table.isEmpty { return "Tables go with --kind TableRowClassifier." }
        if labels != nil, !kind.takesLabels { return "--labels goes with classifiers of objects." }
        if kind.takesLabels, labels == nil {
            if images != nil { return "Give the folder of the label images too (--labels)." }
            return files.count.isMultiple(of: 3)
                ? nil : "Name each image with its annotation and its label image: IMAGE ANNOTATION LABELS …."
        }
        return files.count.isMultiple(of: 2)
            ? nil : "Name each image with its annotation: IMAGE ANNOTATION [IMAGE ANNOTATION …]."
    }

    /// The images with their annotations, in the order in which they were named, or of the images' names, bytewise; and what
    /// was left out, as sentences.
    func pairs(for kind: TrainingKind) throws(Failure) -> (pairs: [AnnotatedFiles.Pair], notes: [String]) {
        if kind.takesLabels, labels == nil, images == nil {
            let triples = stride(from: 0, to: files.count, by: 3).map {
                AnnotatedFiles.Pair(image: files[$0], annotation: files[$0 + 1], labels: files[$0 + 2])
            }
            return (triples, [])
        }
        var given = AnnotatedFiles()
        (given.images, given.annotations, given.labels, given.files) = (images, annotations, labels, files)
        return try given.pairs()
    }
}
