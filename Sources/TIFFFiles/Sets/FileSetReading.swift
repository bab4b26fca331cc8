import Imaging

/// Finds the image of several files: by the place that each has, or by the description in one of them.
struct FileSetReading {
    let limits: TIFFLimits
    /// The positions that are asked for; nil for all.
    var positions: AxisSelection?

    /// The files that hold planes, in the order of `series`, and the image.
    func image(_ sources: [TIFFSource]) throws(TIFFFault) -> (files: [OpenTIFF], series: ImageSeries) {
        guard !sources.isEmpty, sources.count <= MemberName.most else {
            throw TIFFFault(.tooLarge, "it is one of \(sources.count) files; an image may have \(MemberName.most)")
        }
        var files: [OpenTIFF] = []
        var companions: [(name: String, text: String)] = []
        for (number, source) in sources.enumerated() {
            if number > 0, let text = try CompanionText.read(source, limits: limits) {
                companions.append((source.name, text))
            } else {
                files.append(try OpenTIFF(source, limits: limits, isBorrowed: true))
            }
        }
        let places = sources.compactMap { $0.place }.filter { !$0.isEmpty }
        if !places.isEmpty, companions.isEmpty {
            return (files, try PlacedFiles(files: files, sources: sources, limits: limits).series())
        }
        var warnings: [String] = []
        if files.count == 1, companions.isEmpty, let own = description(in: files[0], &warnings), own.images.isEmpty {
            return (
                files, try ImageSeriesResolver(opened: files[0], limits: limits).withoutCompanion(own.companion ?? "")
            )
        }
        warnings = []
        for file in files { warnings += try ImageSeriesResolver(opened: file, limits: limits).chainWarnings() }
        let (description, home) = try description(of: files, companions, &warnings)
        var images = OMESeries(description, home: home, files: files, limits: limits)
        images.positions = positions
        images.isSet = true
        return (files, try images.series(&warnings))
    }

    /// The description of the image, and the number of the file that has it; nil where that holds no planes.
    ///
    /// What the first file says counts; where it refers to another one, only that is looked into, so that files which
    /// refer to each other lead nowhere.
    private func description(
        of files: [OpenTIFF],
        _ companions: [(name: String, text: String)],
        _ warnings: inout [String]
    ) throws(TIFFFault) -> (description: OMEDescription, home: Int?) {
        let own = description(in: files[0], &warnings)
        if let own, !own.images.isEmpty { return (own, 0) }
        for companion in companions {
            let resolver = ImageSeriesResolver(opened: files[0], limits: limits)
            if let found = resolver.omeDescription(companion.text, &warnings), !found.images.isEmpty {
                return (found, nil)
            }
        }
        let wanted = own?.companion?.split(separator: "/").last?.lowercased()
        let identifier = OMEFiles.plain(own?.companionIdentifier)
        let named = files.indices.dropFirst().filter { number in
            own?.companion == nil || files[number].name.split(separator: "/").last?.lowercased() == wanted
                || (identifier != nil && OMEFiles.plain(files[number].identifier) == identifier)
        }
        // Each of them may repeat a description of megabytes.
        for number in named.prefix(8) {
            if let found = description(in: files[number], &warnings), !found.images.isEmpty { return (found, number) }
        }
        if let companion = own?.companion {
            throw TIFFFault(
                .incompleteSeries,
                "its description is in \(companion.isEmpty ? "an unnamed file" : companion.onOneLine), which is not there"
            )
        }
        throw TIFFFault(.unsupportedFileSet, "none of its \(files.count) files says how their planes belong together")
    }

    private func description(in file: OpenTIFF, _ warnings: inout [String]) -> OMEDescription? {
        let texts = file.chain.pages[0].descriptionTexts(in: file.file, limits: limits)
        guard let text = texts.first(where: OMEDescription.isPresent) else { return nil }
        return ImageSeriesResolver(opened: file, limits: limits).omeDescription(text, &warnings)
    }
}
