extension ImageSeriesResolver {
    /// Lays the axes of tifffile's `description` over `pages`; several series of one shape are positions.
    func apply(
        _ description: ShapedDescription,
        to pages: [PageTags],
        of series: inout ImageSeries
    ) throws(TIFFFault) {
        let format = series.firstPage.format
        guard let axes = description.axes(over: format), var order = description.order(of: format),
            let planes = order.planeCount,
            planes >= pages.count || isRepeated(description, planes, order, among: pages)
        else {
            series.warnings.append("its description does not fit its \(pages.count) pages, and is not used")
            return
        }
        series.warnings += AxisLetters.warnings(axes)
        if planes < pages.count {
            order.positions = pages.count / planes
            order.fastestFirst.append(.positions)
            order.listed = nil
        }
        try apply(order, to: pages, of: &series)
    }

    /// Whether `pages` are several series of `planes` pages each that have one and the same description.
    private func isRepeated(
        _ description: ShapedDescription,
        _ planes: Int,
        _ order: PlaneOrder,
        among pages: [PageTags]
    ) -> Bool {
        guard order.positions == 1, pages.count % planes == 0 else { return false }
        return stride(from: 0, to: pages.count, by: planes).allSatisfy { start in
            let texts = pages[start].descriptionTexts(in: file, limits: limits)
            let own = texts.lazy.compactMap { ShapedDescription($0) }.first
            return own?.shape == description.shape && own?.axes == description.axes
        }
    }
}
