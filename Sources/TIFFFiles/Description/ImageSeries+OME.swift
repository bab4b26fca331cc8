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

    /// The images of `description` that are in this file, each a position; those that were asked for, of several.
    func ome(_ description: OMEDescription, _ warnings: inout [String]) throws(TIFFFault) -> ImageSeries {
        let ownFile = description.file(named: opened.name)
        var own = description.images(in: ownFile)
        if own.isEmpty {
            own = [description.images[0]]
            if description.images.count > 1 {
                let count = description.images.count
                warnings.append(
                    "none of the \(count) images of its description is in a file of this name; the first is read"
                )
            }
        }
        let names = own.compactMap(\.positionName)
        let chosen = try ChosenPlanes(positions, of: own.count, names: names, axis: "positions")
        let images = chosen.indices.map { own[$0] }
        // Sizes are checked against the pages before a page is, so that a description that lies is what is reported.
        let whole = chain.pages.count { !$0.isReduced }
        var laid: [OMEPosition] = []
        for (image, number) in zip(images, chosen.indices) {
            let first = image.firstPage(in: ownFile, of: chain.pages)
            let order = try image.order(samples: first.samples, pageCount: whole / own.count, &warnings)
            laid.append(OMEPosition(number: number + 1, image: image, order: order, firstPage: first))
        }
        try OMEPosition.checkAlike(laid)
        var pages: [PageTags] = []
        for position in laid {
            let indices = try position.image.pages(
                position.order,
                samples: position.firstPage.samples,
                pageCount: chain.pages.count,
                in: ownFile,
                &warnings
            )
            pages += position.arranged(indices, as: laid[0].order).map { chain.pages[$0] }
        }
        let others = Set(chain.pages.indices).subtracting(pages.map(\.index)).count { !chain.pages[$0].isReduced }
        if others > 0, images.count == own.count {
            warnings.append("its description names no plane for \(others) of its pages; they are left out")
        }
        let first = try checked(pages, positions: laid, &warnings)
        var series = ImageSeries(
            source: .pages(pages),
            order: laid[0].order,
            firstPage: first,
            description: .ome,
            pixelSize: Calibration.ome(images[0].pixels, &warnings) ?? Calibration.plain(first.tags),
            frameInterval: images[0].frameInterval,
            channelNames: images[0].names,
            position: images[0].positionName,
            positionNames: chosen.names,
            hasChosenPositions: positions != nil,
            acquisition: images[0].acquisition,
            warnings: warnings + OMEPosition.differences(images)
        )
        if images.count > 1 {
            series.order.positions = images.count
            series.order.fastestFirst.append(.positions)
        }
        return series
    }

    /// The first of `pages`, once all were checked and are alike.
    private func checked(
        _ pages: [PageTags],
        positions: [OMEPosition],
        _ warnings: inout [String]
    ) throws(TIFFFault) -> StoredPage {
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
        return first
    }
}
