package import Files
package import Results
package import SystemPackage

/// One acquisition folder: what counts as a finished image in it, what is done to its images, and where results go.
package struct FolderSettings: Sendable, Hashable {
    /// The time between two whole scans of a folder that names none.
    package static let defaultRescan = Duration.seconds(300)
    /// How long an image in several files waits for more of them where the folder names no time.
    package static let defaultSetQuiet = Duration.seconds(30)

    /// The folder into which the microscope writes; absolute and without `..`.
    package var path: FilePath
    /// Whether images in sub-folders count too.
    package var recursive: Bool
    /// How long a file must rest before it counts as finished; may be zero. Nil: not at all once its writer has closed
    /// it, until a writer shows that this is too early.
    package var quiet: Duration?
    /// What the name of a marker ends with, without which no image counts as finished; nil where there are no markers.
    package var doneFile: String?
    /// What the names of images end with.
    package var endings: ImageEndings
    /// How often the folder is scanned whole, should a change have gone unnoticed; a second or more.
    package var rescan: Duration
    /// Where the results of an image go.
    package var output: OutputLocation
    /// The folder whose tree an `output` elsewhere repeats; nil for `path`. Set where images of several folders go there.
    package var tree: FilePath?
    /// What a changed classifier means for images that are done.
    package var onNewClassifier: NewClassifierPolicy
    /// Who may read and write the results.
    package var access: ResultAccess
    /// What our results leave free of the file system they lie on.
    package var reserve: StorageReserve
    /// When images that are no news are worked on (those found by a scan, and those to be done again); nil for always.
    package var offPeak: DayWindow?
    /// Whether the tables of all objects and of all images are kept at the top of the results.
    package var experimentTables: Bool
    /// How it is known what the images are of; nil where nobody asks.
    package var groups: GroupSettings?
    /// How results are called, where a recipe does not say otherwise.
    package var naming = ResultNaming.standard
    /// Which files are one image, by their names; nil where each file is one, as far as it does not say otherwise itself.
    package var together: TogetherPattern?
    /// How long an image in several files waits for more of them, from the last one that came or changed.
    package var setQuiet: Duration = defaultSetQuiet
    /// The mail address that gets the messages about this folder too.
    package var contact: String?
    /// What makes an image doubtful.
    package var quality: QualitySettings
    /// What is done to each image; at least one. With two or more, each has a name of its own.
    package var recipes: [RecipeSettings]

    /// Folder settings with the defaults of the configuration file.
    package init(
        path: FilePath,
        recursive: Bool = true,
        quiet: Duration? = nil,
        doneFile: String? = nil,
        endings: ImageEndings = .standard,
        rescan: Duration = defaultRescan,
        output: OutputLocation = .beside,
        onNewClassifier: NewClassifierPolicy = .newImages,
        access: ResultAccess = ResultAccess(),
        reserve: StorageReserve = .standard,
        offPeak: DayWindow? = nil,
        experimentTables: Bool = true,
        contact: String? = nil,
        quality: QualitySettings = QualitySettings(),
        recipes: [RecipeSettings]
    ) {
        self.path = path
        self.recursive = recursive
        self.quiet = quiet
        self.doneFile = doneFile
        self.endings = endings
        self.rescan = rescan
        self.output = output
        self.onNewClassifier = onNewClassifier
        self.access = access
        self.reserve = reserve
        self.offPeak = offPeak
        self.experimentTables = experimentTables
        self.contact = contact
        self.quality = quality
        self.recipes = recipes
    }

    /// The folder for the results of an image.
    package func outputFolder(forImage image: FilePath) -> OutputFolder {
        output.folder(forImage: image, below: tree ?? path)
    }
}

extension FolderSettings {
    /// The keys of a `[[folder]]`, in the order in which they are explained.
    static let keys = [
        "path", "recursive", "quiet", "done_file", "endings", "rescan", "output", "on_new_classifier", "group", "mode",
        "reserve", "off_peak", "experiment_tables", "pattern", "samples", "names", "kinds", "together", "set_quiet",
        "contact", "axes", "quality", "recipe",
    ]

    /// Reads one `[[folder]]`; what is wrong is noted and stands as its default, an unusable path as the empty one.
    init(reading reader: TableReader, base: FilePath) {
        let path = reader.folderPath("path", required: true)
        let recipes = reader.tables("recipe", keys: RecipeSettings.keys)
        let axes = reader.axisNames("axes")
        let groups = reader.groups(base: base)
        let kinds = reader.kinds()
        let naming = reader.naming(.standard, groups: groups?.pattern.groups ?? [], kinds: kinds)
        self.init(
            path: path ?? FilePath(),
            recursive: reader.boolean("recursive") ?? true,
            quiet: reader.duration("quiet", in: .zero ... .seconds(86_400), orWord: "auto"),
            doneFile: reader.markerEnding("done_file"),
            endings: reader.imageEndings("endings") ?? .standard,
            rescan: reader.duration("rescan", in: .seconds(1) ... .seconds(86_400)) ?? Self.defaultRescan,
            output: reader.outputLocation("output") ?? .beside,
            onNewClassifier: reader.choice("on_new_classifier") ?? .newImages,
            access: ResultAccess(
                group: reader.text("group", example: "microscopy"),
                mode: reader.fileMode("mode")
            ),
            reserve: reader.reserve("reserve") ?? .standard,
            offPeak: reader.dayWindow("off_peak"),
            experimentTables: reader.boolean("experiment_tables") ?? true,
            contact: reader.mailAddress("contact"),
            quality: reader.table("quality", keys: QualitySettings.keys).map { QualitySettings(reading: $0) }
                ?? QualitySettings(),
            recipes: recipes?.map { reader in
                var recipe = RecipeSettings(reading: reader, base: base, axes: axes)
                recipe.naming = reader.naming(
                    naming,
                    groups: groups?.pattern.groups ?? [],
                    kinds: reader.kinds(kinds)
                )
                recipe.groups = groups?.pattern.groups
                return recipe
            } ?? []
        )
        (self.groups, self.naming) = (groups, naming)
        together = reader.together("together")
        setQuiet = reader.duration("set_quiet", in: .zero ... .seconds(86_400)) ?? Self.defaultSetQuiet
        if let recipes, recipes.isEmpty {
            reader.problem("recipe", "the folder has no recipe", remedy: "add a [[folder.recipe]] with a classifier")
        }
        RecipeNames(self.recipes).report(to: reader)
        NameClashes(self.recipes).report(to: reader)
    }
}
