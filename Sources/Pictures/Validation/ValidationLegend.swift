import Imaging

/// What a page of a validation says beside its pictures.
package enum ValidationLegend {
    /// The titles of the four pictures.
    static func titles(_ scene: ValidationScene) -> [String] {
        switch scene.content {
        case .classes: ["image", "annotated classes", "classes found", "disagreement"]
        case .objects: ["image", "objects of the truth", "objects found", "disagreement"]
        }
    }

    /// The colour of a verdict: those of Okabe and Ito that most eyes tell apart, and a light grey for what is right.
    package static func colour(of verdict: ValidationScene.Verdict) -> Colour {
        switch verdict {
        case .right: Colour(grey: 205)
        case .otherObject: Colour(204, 121, 167)
        case .wrong: Colour(213, 94, 0)
        case .extra: Colour(86, 180, 233)
        }
    }

    static func groups(
        _ scene: ValidationScene,
        _ facts: OverlayFacts,
        layers: [ChannelLayer],
        figures: [String]
    ) -> [[Legend.Item]] {
        [[Legend.Item(text: facts.imageName)], place(facts) + pixels(scene), classes(scene), verdicts(scene)]
            + figures.map { [Legend.Item(text: $0)] }
            + [channels(layers)]
    }

    private static func place(_ facts: OverlayFacts) -> [Legend.Item] {
        var items: [Legend.Item] = []
        if let position = facts.position, facts.positionCount > 1 {
            items.append(Legend.Item(text: "position \(position)"))
        }
        if facts.frameCount > 1 {
            items.append(Legend.Item(text: "frame \(facts.frame + 1) of \(facts.frameCount)"))
        }
        if facts.sliceCount > 1 {
            items.append(Legend.Item(text: "slice \(facts.slice + 1) of \(facts.sliceCount)"))
        }
        if !items.isEmpty { items.append(Legend.Item(text: "(where most is annotated)")) }
        return items
    }

    private static func pixels(_ scene: ValidationScene) -> [Legend.Item] {
        [Legend.Item(text: "\(scene.size.width) × \(scene.size.height) pixels")]
    }

    private static func classes(_ scene: ValidationScene) -> [Legend.Item] {
        guard case .classes(let count) = scene.content else { return [] }
        return (1...max(1, count, Int(scene.truth.max() ?? 0))).map {
            Legend.Item(colour: ObjectColours.ofClass($0), text: "class \($0)")
        }
    }

    private static func verdicts(_ scene: ValidationScene) -> [Legend.Item] {
        let words: [(ValidationScene.Verdict, String)] =
            switch scene.content {
            case .classes: [(.right, "annotated, and found so"), (.wrong, "annotated, and another class found")]
            case .objects:
                [
                    (.right, "found"), (.wrong, "missed"), (.extra, "nothing there"),
                    (.otherObject, "IoU below 0.5"),
                ]
            }
        return words.map { Legend.Item(colour: colour(of: $0.0), text: $0.1) }
    }

    private static func channels(_ layers: [ChannelLayer]) -> [Legend.Item] {
        layers.enumerated().map { index, layer in
            let (low, high) = (layer.contrast.low, layer.contrast.high)
            let range = "\(NumberText.value(Double(low))) to \(NumberText.value(Double(high)))"
            let name = layer.name ?? (layers.count > 1 ? "channel \(index + 1)" : "grey values")
            return Legend.Item(colour: layers.count > 1 ? layer.colour : nil, text: "\(name): \(range)")
        }
    }
}
