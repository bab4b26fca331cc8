import WorkerProtocol

extension Summary: Decodable {
    /// The keys of the file, in its order; the mark comes first, so that a glance at a file tells whose it is.
    enum CodingKeys: String, CodingKey, CaseIterable {
        case mark, schema
        case schemaVersion = "schema_version"
        case status, error, warnings, flags, recipe, groups, image, labels, totals, quality, planes
        case resultsFolder = "results_folder"
        case resultsFolderBytes = "results_folder_base64"
        case outputs, revision, classifier, steps, settings, processed, reproduce, engine
        case timings = "timings_ms"
    }

    /// The keys that the file has; one that came later is left out where it has nothing to say.
    var keys: [CodingKeys] {
        CodingKeys.allCases.filter { key in
            switch key {
            case .flags: !flags.isEmpty
            case .quality: quality != nil
            case .resultsFolder: resultsFolder != nil
            case .resultsFolderBytes: resultsFolderBytes != nil
            case .processed: processed != nil
            case .reproduce: reproduce != nil
            case .groups: groups != nil
            default: true
            }
        }
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let version = try values.decode(Int.self, forKey: .schemaVersion)
        guard version <= Self.schemaVersion else { throw LaterVersion(schema: version) }
        status = try values.decode(Status.self, forKey: .status)
        recipe = try values.decodeIfPresent(String.self, forKey: .recipe)
        image = try values.decode(Image.self, forKey: .image)
        revision = try values.decodeIfPresent(Int.self, forKey: .revision)
        groups = try values.decodeIfPresent([String: String].self, forKey: .groups)
        labels = try values.decodeIfPresent(Image.self, forKey: .labels)
        classifier = try values.decodeIfPresent(Classifier.self, forKey: .classifier)
        steps = try values.decodeIfPresent([Step].self, forKey: .steps) ?? []
        engine = try values.decodeIfPresent(Engine.self, forKey: .engine)
        settings = try values.decode(Settings.self, forKey: .settings)
        planes = version > 1 ? try Self.planes(values) : try values.decode([PlaneCounts].self, forKey: .planes)
        resultsFolder = try values.decodeIfPresent(String.self, forKey: .resultsFolder)
        resultsFolderBytes = try values.decodeIfPresent(String.self, forKey: .resultsFolderBytes)
        processed = try values.decodeIfPresent(Processing.self, forKey: .processed)
        reproduce = try values.decodeIfPresent(String.self, forKey: .reproduce)
        quality = try values.decodeIfPresent(ForestDoubt.self, forKey: .quality)
        outputs = try values.decode([Output].self, forKey: .outputs)
        timings = try values.decode(StageTimings.self, forKey: .timings)
        warnings = try values.decodeIfPresent([String].self, forKey: .warnings) ?? []
        flags = try values.decodeIfPresent([Flag].self, forKey: .flags) ?? []
        error = try values.decodeIfPresent(Cause.self, forKey: .error)
    }

    /// A file that a later version of segmentd wrote.
    struct LaterVersion: Error {
        let schema: Int
    }

    private static func planes(_ values: KeyedDecodingContainer<CodingKeys>) throws -> [PlaneCounts] {
        guard let planes = try values.decode(PlaneColumns.self, forKey: .planes).planes else {
            throw DecodingError.dataCorruptedError(forKey: .planes, in: values, debugDescription: "columns differ")
        }
        return planes
    }

    /// The value of each key, for the writer.
    ///
    /// - Throws: for planes that are not in the order T, Z.
    func value(of key: CodingKeys) throws -> any Encodable {
        switch key {
        case .mark: return SummaryFile.mark
        case .schema: return Self.schema
        case .schemaVersion: return Self.schemaVersion
        case .status: return status
        case .error: return error
        case .recipe: return recipe
        case .groups: return groups
        case .image: return image
        case .revision: return revision
        case .totals: return totals
        case .quality: return quality
        case .labels: return labels
        case .classifier: return classifier
        case .steps: return steps
        case .settings: return settings
        case .engine: return engine
        case .planes:
            guard let columns = PlaneColumns(planes) else {
                let context = EncodingError.Context(
                    codingPath: [],
                    debugDescription: "planes are not in the order T, Z"
                )
                throw EncodingError.invalidValue(planes.count, context)
            }
            return columns
        case .resultsFolder: return resultsFolder
        case .resultsFolderBytes: return resultsFolderBytes
        case .processed: return processed
        case .reproduce: return reproduce
        case .outputs: return outputs
        case .timings: return timings
        case .warnings: return warnings
        case .flags: return flags
        }
    }
}
