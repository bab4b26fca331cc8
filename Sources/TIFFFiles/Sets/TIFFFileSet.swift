/// The files of an image that is stored in several, as one of them tells.
package struct TIFFFileSet: Sendable, Hashable {
    /// The file that has the first plane.
    package let first: String
    /// All files that hold planes, in the order of the planes: paths below the folder of the file that tells of them.
    package let files: [String]
    /// The file that holds the description and no planes, or whose description has to be read first.
    package let companion: String?
    /// Whether `companion` was not read yet, so that `files` are not all.
    package let needsCompanion: Bool

    /// The files of the image of which `source` holds a part; nil where it holds all of it.
    ///
    /// - Parameter companion: the file to which the description of `source` refers, where it was opened.
    /// - Throws: what is wrong with the file, or names a file outside its folder.
    package init?(
        of source: TIFFSource,
        companion: TIFFSource? = nil,
        limits: TIFFLimits = .standard
    ) throws(TIFFError) {
        do throws(TIFFFault) {
            if let text = try CompanionText.read(source, limits: limits) {
                guard let names = try Self.names(describedBy: text, limits: limits) else { return nil }
                (first, files, self.companion, needsCompanion) = (names[0], names, source.name, false)
                return
            }
            let file = try OpenTIFF(source, limits: limits)
            let texts = file.chain.pages[0].descriptionTexts(in: file.file, limits: limits)
            var passed: [String] = []
            guard let text = texts.first(where: OMEDescription.isPresent),
                let own = ImageSeriesResolver(opened: file, limits: limits).omeDescription(text, &passed)
            else {
                guard let part = StackPart(file, texts: texts) else { return nil }
                (first, files, self.companion, needsCompanion) = (part.names[0], part.names, nil, false)
                return
            }
            if !own.images.isEmpty {
                let images = OMESeries(own, home: 0, files: [file], limits: limits)
                guard let names = try Self.names(of: images, called: source.name, &passed) else { return nil }
                (first, files, self.companion, needsCompanion) = (names[0], names, nil, false)
                return
            }
            let name = own.companion ?? ""
            guard let inside = MemberName.inside(name) else {
                throw TIFFFault(
                    .incompleteSeries,
                    "its description is said to be in \(name.onOneLine), outside its folder"
                )
            }
            guard let companion else {
                (first, files, self.companion, needsCompanion) = (source.name, [source.name], inside, true)
                return
            }
            guard let description = try Self.description(in: companion, limits: limits) else {
                throw TIFFFault(.incompleteSeries, "its description is in \(inside), which has none")
            }
            let images = OMESeries(description, home: nil, files: [file], limits: limits)
            let names = try Self.names(of: images, called: source.name, &passed) ?? [source.name]
            (first, files, needsCompanion) = (names[0], names, false)
            self.companion = names.contains(inside) ? nil : inside
        } catch {
            throw error.inFile(source.name)
        }
    }

    /// The names of the files of the one image that a companion describes; nil where it describes none, or several that
    /// have nothing to do with each other.
    private static func names(describedBy text: String, limits: TIFFLimits) throws(TIFFFault) -> [String]? {
        guard let description = try? OMEDescription(text), !description.images.isEmpty else { return nil }
        let images = OMESeries(description, home: nil, files: [], limits: limits)
        guard images.isOneImage else { return nil }
        let names = try images.fileNames(of: description.images).compactMap(\.self)
        try check(names.count)
        return names.isEmpty ? nil : try names.map { (name) throws(TIFFFault) in try inside(name) }
    }

    /// The images that the file `companion`, an XML text or a TIFF, describes; nil where it describes none.
    private static func description(
        in companion: TIFFSource,
        limits: TIFFLimits
    ) throws(TIFFFault) -> OMEDescription? {
        var text = try CompanionText.read(companion, limits: limits)
        if text == nil {
            let file = try OpenTIFF(companion, limits: limits)
            text = file.chain.pages[0].descriptionTexts(in: file.file, limits: limits).first(
                where: OMEDescription.isPresent
            )
        }
        guard let text, let description = try? OMEDescription(text), !description.images.isEmpty else { return nil }
        return description
    }

    /// The names of the files of the images of the first open file, which is called `name`; nil where it is the only one.
    private static func names(
        of images: OMESeries,
        called name: String,
        _ warnings: inout [String]
    ) throws(TIFFFault) -> [String]? {
        var files = try images.fileNames(of: images.ownImages(&warnings))
        // By its identifier it is another of the files, and one is called as it is: which is which, all of them together tell.
        if files.contains(where: { $0?.lowercased() == name.lowercased() }) {
            files = try images.byNames.fileNames(of: images.byNames.ownImages(&warnings))
        }
        guard files.contains(where: { $0 != nil }), files.contains(where: { $0 == nil }) else { return nil }
        try check(files.count)
        var names: [String] = []
        for file in files {
            guard let file else {
                names.append(name)
                continue
            }
            names.append(try inside(file))
        }
        return names
    }

    private static func check(_ count: Int) throws(TIFFFault) {
        guard count <= MemberName.most else {
            throw TIFFFault(.tooLarge, "it is one of \(count) files; an image may have \(MemberName.most)")
        }
    }

    /// `name` as a path below the folder.
    private static func inside(_ name: String) throws(TIFFFault) -> String {
        guard let inside = MemberName.inside(name) else {
            throw TIFFFault(
                .incompleteSeries,
                name.isEmpty
                    ? "another file of its image has no name"
                    : "part of it is said to be in \(name.onOneLine), outside its folder"
            )
        }
        return inside
    }
}
