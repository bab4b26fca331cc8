import Files
package import SystemPackage
import WorkerProtocol

/// What stands around the image's stem in what the names of a result begin with.
package struct FamilyAffixes: Sendable, Equatable {
    package let before: [UInt8]
    /// With the separator at its end.
    package let after: [UInt8]

    /// Of a summary that is called `name`; nil where the image's stem is not in it.
    package init?(of summary: Summary, named name: FilePath.Component) {
        guard let prefix = ResultFamily.prefix(ofSummary: name), let image = summary.image.component else { return nil }
        let stem = ImageStem(image)
        for text in [stem.stem + stem.ending, stem.stem] {
            guard let place = prefix.ranges(of: text).first, place.upperBound < prefix.count else { continue }
            (before, after) = (Array(prefix[..<place.lowerBound]), Array(prefix[place.upperBound...]))
            return
        }
        return nil
    }

    /// The stem of an image whose results begin with `prefix`; nil where they are called otherwise.
    package func stem(of prefix: [UInt8]) -> [UInt8]? {
        guard prefix.count > before.count + after.count, prefix.starts(with: before),
            prefix.suffix(after.count).elementsEqual(after)
        else { return nil }
        return Array(prefix.dropFirst(before.count).dropLast(after.count))
    }
}

extension ResultNaming {
    /// The naming by which a result that is there can be made anew under its names; nil where that cannot be told.
    package init?(of summary: Summary, named name: FilePath.Component) {
        guard let prefix = ResultFamily.prefix(ofSummary: name) else { return nil }
        self = .standard
        if !summary.isNamed(name, by: ResultNaming.standard.scheme(recipe: summary.recipe)) {
            guard let affixes = FamilyAffixes(of: summary, named: name),
                let template = NameTemplate(before: affixes.before, after: affixes.after)
            else { return nil }
            self.template = template
        }
        for output in summary.outputs {
            guard let bytes = output.component?.bytes, bytes.starts(with: prefix) else { continue }
            let ending = ".\(output.kind.format.fileExtension)".utf8
            let word = bytes.dropFirst(prefix.count).dropLast(ending.count)
            guard bytes.suffix(ending.count).elementsEqual(ending), let text = String(validating: word, as: UTF8.self)
            else { continue }
            if text != output.kind.fileWord { words[output.kind] = text }
        }
    }
}

extension Summary {
    /// Whether a summary of this name is that of its image under its recipe by those names.
    package func isNamed(_ name: FilePath.Component, by scheme: NameScheme) -> Bool {
        guard let image = image.component else { return false }
        return [false, true].contains {
            OutputNames(image: image, scheme: scheme, carriesExtension: $0).summary == name
        }
    }

    /// Whether a summary of this name can be where it was written, whatever the names were then: its outputs begin like it. A
    /// copy that somebody made has another beginning. Of a failure, which has no outputs, the name must tell of the image.
    package func isFamily(of name: FilePath.Component) -> Bool {
        guard let prefix = ResultFamily.prefix(ofSummary: name) else { return false }
        if outputs.isEmpty { return FamilyAffixes(of: self, named: name) != nil }
        return outputs.allSatisfy { $0.component?.bytes.starts(with: prefix) ?? false }
    }
}
