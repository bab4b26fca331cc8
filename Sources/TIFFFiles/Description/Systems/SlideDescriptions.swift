import Imaging

extension DescribingSystem {
    /// Aperio slides (.svs): the full image, perhaps at several depths, then a thumbnail, smaller levels and the label.
    static let aperio = DescribingSystem(name: "Aperio") { described throws(TIFFFault) in
        guard let text = described.texts.first, text.hasPrefix("Aperio "), described.pages.first?.isTiled == true else {
            return nil
        }
        let whole = described.pages.filter { $0.isTiled && !$0.isReduced }
        let pages = whole.isEmpty ? Array(described.pages.prefix(1)) : whole
        var description = SystemDescription(axes: [("Z", pages.count)])
        description.pages = pages
        let fields = text.split(separator: "|").map { $0.split(separator: "=", maxSplits: 1).map(\.trimmed) }
        if let field = fields.first(where: { $0.count == 2 && $0[0] == "MPP" }), let size = Double(field[1]), size > 0,
            size.isFinite
        {
            description.pixelSize = PixelSize(x: size, y: size, unit: "micron")
        }
        if described.allPages.count > pages.count {
            description.warnings.append("its smaller levels, thumbnail and label are left out")
        }
        return description
    }

    /// Hamamatsu slides (.ndpi) of less than 4 GB: the full image, perhaps at several depths, then smaller ones and the label.
    ///
    /// Larger ones have places that TIFF cannot express (`ForeignSystem`).
    static let hamamatsu = DescribingSystem(name: "Hamamatsu NDPI") { described throws(TIFFFault) in
        guard described.isHamamatsu, let first = described.allPages.first else { return nil }
        let whole = described.allPages.filter { $0.isLike(first) && !$0.isReduced }
        let pages = whole.isEmpty ? [first] : whole
        var description = SystemDescription(axes: [("Z", pages.count)])
        description.pages = pages
        if described.allPages.count > pages.count {
            description.warnings.append("its smaller levels and overviews are left out")
        }
        return description
    }

    /// PerkinElmer and Akoya slides (.qptiff): one page a channel at full size, then a thumbnail and smaller levels.
    static let perkinElmer = DescribingSystem(name: "PerkinElmer QPTIFF") { described throws(TIFFFault) in
        guard described.software.hasPrefix("PerkinElmer-QPI"), let first = described.allPages.first else { return nil }
        let pages = Array(described.allPages.prefix { $0.isLike(first) })
        var description = SystemDescription(axes: [("C", pages.count)])
        description.pages = pages
        if pages.count > 1, pages.count <= described.limits.samples {
            let names = pages.compactMap { page -> String? in
                guard let text = page.descriptionTexts(in: described.file, limits: described.limits).first,
                    let elements = try? XMLScanner.elements(of: text, named: ["Name"])
                else { return nil }
                return elements.first.map { SystemDescription.name($0.text) }
            }
            if names.count == pages.count, !names.contains("") { description.channelNames = names }
        }
        if described.allPages.count > pages.count {
            description.warnings.append("its thumbnail and smaller levels are left out")
        }
        return description
    }
}

extension DescribedFile {
    /// Whether it is a slide of Hamamatsu's.
    var isHamamatsu: Bool { has(TagNumber.hamamatsuNDPI) && has(TagNumber.make) }
}
