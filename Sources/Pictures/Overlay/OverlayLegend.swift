import Imaging

/// What the legend of an overlay says.
enum OverlayLegend {
    /// Without `layers` the widest text that there can be, to lay out by.
    static func groups(_ stack: OverlayStack, _ facts: OverlayFacts, layers: [ChannelLayer]?) -> [[Legend.Item]] {
        [
            [Legend.Item(text: facts.imageName)], counts(stack, facts), classes(stack, facts),
            channels(stack, facts, layers),
        ]
    }

    private static func counts(_ stack: OverlayStack, _ facts: OverlayFacts) -> [Legend.Item] {
        let number = stack.objectCount
        var items = [Legend.Item(text: number == 1 ? "1 object" : "\(NumberText.count(number)) objects")]
        if let position = facts.position {
            let name = position == "1" ? "" : " (\(position))"
            items.append(Legend.Item(text: "position 1 of \(facts.positionCount)\(name)"))
        }
        if facts.frameCount > 1 {
            items.append(Legend.Item(text: "frame \(facts.frame + 1) of \(facts.frameCount)"))
        }
        if stack.slices > 1 {
            items.append(Legend.Item(text: "maximum projection of \(stack.slices) slices"))
            if stack.isLooped { items.append(Legend.Item(text: "outlines of all slices together")) }
        }
        items.append(Legend.Item(text: "\(stack.size.width) × \(stack.size.height) pixels"))
        return items
    }

    private static func classes(_ stack: OverlayStack, _ facts: OverlayFacts) -> [Legend.Item] {
        guard !stack.classCounts.isEmpty else { return [] }
        let counts = stack.classCounts
        let shown = counts.indices.dropFirst().filter { $0 == facts.classOfObjects ?? $0 }
        var items = shown.map { number in
            let name = number <= facts.classNames.count ? facts.classNames[number - 1] : "class \(number)"
            return Legend.Item(
                colour: ObjectColours.ofClass(number, facts.classColors),
                text: "\(name): \(NumberText.count(counts[number]))"
            )
        }
        if counts[0] > 0 {
            items.append(
                Legend.Item(colour: ObjectColours.withoutClass, text: "no class: \(NumberText.count(counts[0]))")
            )
        }
        return items
    }

    private static func channels(
        _ stack: OverlayStack,
        _ facts: OverlayFacts,
        _ layers: [ChannelLayer]?
    ) -> [Legend.Item] {
        guard let layers else {
            // As wide as the numbers can be.
            return stack.channels.indices.map { index in
                let name = index < facts.channelNames.count ? facts.channelNames[index] : nil
                return Legend.Item(colour: .white, text: "\(name ?? "channel 0"): -8.88e-38 to -8.88e-38")
            } + [Legend.Item(text: percentiles)]
        }
        var items = layers.enumerated().map { index, layer in
            let (low, high) = (
                NumberText.value(Double(layer.contrast.low)), NumberText.value(Double(layer.contrast.high))
            )
            let range = layer.contrast.isFlat ? "\(low) everywhere" : "\(low) to \(high)"
            guard layers.count > 1 else { return Legend.Item(text: "\(layer.name ?? "grey values"): \(range)") }
            return Legend.Item(colour: layer.colour, text: "\(layer.name ?? "channel \(index + 1)"): \(range)")
        }
        if layers.contains(where: { !$0.contrast.isFlat }) { items.append(Legend.Item(text: percentiles)) }
        return items
    }

    private static let percentiles =
        "(percentiles \(NumberText.value(ContrastStretch.cut)) and \(NumberText.value(100 - ContrastStretch.cut)))"
}
