import WorkerProtocol

extension Summary: Decodable {
    /// The keys of the file, in its order; the mark comes first, so that a glance at a file tells whose it is.
    enum CodingKeys: String, CodingKey, CaseIterable {
        case mark, schema
        case schemaVersion = "schema_version"
        case status, error, recipe, image, labels, revision, totals, classifier, steps, settings, engine, planes,
            outputs
        case timings = "timings_ms"
        case warnings, flags
    }

    /// The keys that the file has; one that came later is left out where it has nothing to say.
    var keys: [CodingKeys] { CodingKeys.allCases.filter { $0 != .flags || !flags.isEmpty } }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        status = try values.decode(Status.self, forKey: .status)
        recipe = try values.decodeIfPresent(String.self, forKey: .recipe)
        image = try values.decode(Image.self, forKey: .image)
        revision = try values.decodeIfPresent(Int.self, forKey: .revision)
        labels = try values.decodeIfPresent(Image.self, forKey: .labels)
        classifier = try values.decodeIfPresent(Classifier.self, forKey: .classifier)
        steps = try values.decodeIfPresent([Step].self, forKey: .steps) ?? []
        engine = try values.decodeIfPresent(Engine.self, forKey: .engine)
        settings = try values.decode(Settings.self, forKey: .settings)
        planes = try values.decode([PlaneCounts].self, forKey: .planes)
        outputs = try values.decode([Output].self, forKey: .outputs)
        timings = try values.decode(StageTimings.self, forKey: .timings)
        warnings = try values.decodeIfPresent([String].self, forKey: .warnings) ?? []
        flags = try values.decodeIfPresent([Flag].self, forKey: .flags) ?? []
        error = try values.decodeIfPresent(Cause.self, forKey: .error)
    }

    /// The value of each key, for the writer.
    subscript(_ key: CodingKeys) -> any Encodable {
        switch key {
        case .mark: SummaryFile.mark
        case .schema: Self.schema
        case .schemaVersion: Self.schemaVersion
        case .status: status
        case .error: error
        case .recipe: recipe
        case .image: image
        case .revision: revision
        case .totals: totals
        case .labels: labels
        case .classifier: classifier
        case .steps: steps
        case .settings: settings
        case .engine: engine
        case .planes: planes
        case .outputs: outputs
        case .timings: timings
        case .warnings: warnings
        case .flags: flags
        }
    }
}
