import Imaging

extension ImageSeriesResolver {
    /// What `text` describes, or nil with a warning why it is not used.
    func omeDescription(_ text: String, _ warnings: inout [String]) -> OMEDescription? {
        do throws(XMLScanner.Problem) {
            if let description = try OMEDescription(text) { return description }
            warnings.append("its OME description describes no image; the pages are taken as they are")
        } catch .documentType {
            warnings.append("its OME description declares a document type, which is unsafe; it is not used")
        } catch {
            warnings.append("its OME description is damaged; the pages are taken as they are")
        }
        return nil
    }

    /// The image of `description` that is in this file; the first one, of several.
    func ome(_ description: OMEDescription, _ warnings: inout [String]) throws(TIFFFault) -> ImageSeries {
        let ownFile = description.file(named: name)
        let own = description.images(in: ownFile)
        let image = own.first ?? description.images[0]
        if own.count > 1 {
            warnings.append("it holds \(own.count) images; the first of them is read")
        } else if own.isEmpty, description.images.count > 1 {
            let count = description.images.count
            warnings.append(
                "none of the \(count) images of its description is in a file of this name; the first is read"
            )
        }
        // Sizes are checked against the pages before a page is, so that a description that lies is what is reported.
        let samples = max(1, chain.pages[0].samples)
        let whole = chain.pages.count { !$0.isReduced }
        let order = try image.order(samples: samples, pageCount: whole, &warnings)
        let indices = try image.pages(order, samples: samples, pageCount: chain.pages.count, in: ownFile, &warnings)
        let pages = indices.map { chain.pages[$0] }
        let others = Set(chain.pages.indices).subtracting(indices).count { !chain.pages[$0].isReduced }
        if others > 0, own.count <= 1 {
            warnings.append("its description names no plane for \(others) of its pages; they are left out")
        }
        let first = try StoredPage(checking: pages[0], in: file, limits: limits, landmarks: chain.landmarks)
        var understated = first.understatesLengths ? 1 : 0
        var shared = SharedBlocks()
        try shared.add(first, in: file)
        for page in pages.dropFirst() {
            let stored = try StoredPage(checking: page, in: file, limits: limits, landmarks: chain.landmarks)
            guard stored.format == first.format else {
                throw TIFFFault(.unsupportedLayout, "page \(page.index + 1) differs from the others in size or type")
            }
            if stored.understatesLengths { understated += 1 }
            try shared.add(stored, in: file)
        }
        if understated > 0 { warnings.append(ImageSeriesResolver.understated) }
        let pixelSize = Calibration.ome(image.pixels, &warnings)
        return ImageSeries(
            source: .pages(pages),
            order: order,
            firstPage: first,
            description: .ome,
            pixelSize: pixelSize ?? Calibration.plain(first.tags),
            frameInterval: image.frameInterval,
            channelNames: image.names,
            position: image.name.map { String($0.onOneLine.trimmed.prefix(200)) },
            acquisition: image.acquisition,
            warnings: warnings
        )
    }
}
