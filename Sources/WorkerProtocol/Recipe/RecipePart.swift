import Imaging

/// A part of a recipe that results depend on.
package struct RecipePart: Sendable, Hashable {
    /// What people call it: `threshold`, `classifier`, `step area`.
    package let name: String
    /// Name and value, by which it is told from the same part of another recipe.
    package let line: String

    /// A part called `name`, which `line` tells from others.
    init(_ name: String, _ line: String) {
        (self.name, self.line) = (name, line)
    }
}

extension Recipe {
    /// A setting beside steps and outputs, and the outputs whose files depend on it.
    package struct Setting: Sendable {
        package let part: RecipePart
        package let concerned: [OutputKind]
    }

    /// The settings that this recipe has; one that it does not have leaves no trace.
    ///
    /// To add one: an entry here, with the outputs whose files another value changes.
    package var settings: [Setting] {
        var settings: [Setting] = []
        func add(_ name: String, _ line: String, concerning kinds: [OutputKind]) {
            settings.append(Setting(part: RecipePart(name, line), concerned: kinds))
        }
        if let axes { add("order of axes", "axes=\(axes)", concerning: OutputKind.all) }
        if let channels { add("choice of channels", "channels=\(channels)", concerning: OutputKind.all) }
        if let positions { add("choice of positions", "positions=\(positions)", concerning: OutputKind.all) }
        if let measurements {
            let groups = measurements.map(\.rawValue).joined(separator: ",")
            add("choice of measurements", "measurements=\(groups)", concerning: [.objects])
        }
        if let classNames {
            // Each name with its length, so that no two lists make one line.
            let names = classNames.map { "\($0.utf8.count):\($0)" }.joined(separator: ",")
            let ofPixels: [OutputKind] = pixelClassNames == nil ? [] : [.classes, .probabilities]
            let inTable: [OutputKind] = classColors == nil ? [] : [.objects]
            let concerned = ofPixels + [.objectClasses, .overlay, .polygons, .coco] + inTable
            add(Self.namesPart, "class_names=\(names)", concerning: concerned)
        }
        if let classColors {
            let colors = classColors.map(\.text).joined(separator: ",")
            let ofPixels: [OutputKind] = classifiesObjects ? [] : [.classes, .probabilities]
            let concerned = ofPixels + [.objectClasses, .overlay, .polygons, .rois, .coco]
            add(Self.colorsPart, "class_colors=\(colors)", concerning: concerned)
        }
        if let export {
            let scale = export.scale.map { ",\($0.from),\($0.to)" } ?? ""
            add(
                "type of probabilities",
                "export=\(export.type.rawValue)\(scale)",
                concerning: [.probabilities, .uncertainty]
            )
        }
        if labelType != .auto { add("type of labels", "label_type=\(labelType.rawValue)", concerning: [.labels]) }
        // Their values, which a sample sheet can change any day, are none of it.
        if let groups, outputs.contains(.objects) {
            add("list of groups", "groups=\(groups.joined(separator: ","))", concerning: [.objects])
        }
        return settings
    }

    private static let namesPart = "list of class names"
    private static let colorsPart = "list of class colours"

    /// The settings by which a recipe is told from others; names and colours that a project gives are none of them, though the
    /// files of outputs depend on them.
    package var decidingSettings: [Setting] {
        settings.filter { setting in
            switch setting.part.name {
            case Self.namesPart: !hasNamesOfProject
            case Self.colorsPart: !hasColorsOfProject
            default: true
            }
        }
    }

    /// The lines by which the foreground is told from others; both are there, whichever of them says something.
    package var foregroundParts: [RecipePart] {
        var (positiveClass, threshold) = ("", "")
        switch foreground {
        case .positiveClass(let number): positiveClass = "\(number)"
        case .threshold(let probability): threshold = "\(probability)"
        case nil: break
        }
        return [
            RecipePart("positive class", "positive_class=\(positiveClass)"),
            RecipePart("threshold", "threshold=\(threshold)"),
        ]
    }
}
