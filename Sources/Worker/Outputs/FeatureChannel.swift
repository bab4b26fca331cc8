package import Classifiers
import Features

/// A plane of the features' image: which feature of which channel, and what it is called.
package struct FeatureChannel: Sendable, Equatable {
    /// Of the image, from 0.
    package let channel: Int
    /// Among those of a channel, from 0.
    package let feature: Int
    package let name: String

    /// All that `classifier` looks at, in its own order: channel by channel; of features that were chosen in a matrix field by field,
    /// in each the channels, in each its components, as ilastik has them.
    package static func all(of classifier: Classifier) -> [FeatureChannel] {
        let (names, channels) = (classifier.plan.names, classifier.channelCount)
        guard classifier.plan.border == .mirrored else {
            return (0..<channels).flatMap { channel in
                names.enumerated().map { feature, name in
                    let name = channels == 1 ? name : "channel \(channel + 1) \(name)"
                    return FeatureChannel(channel: channel, feature: feature, name: name)
                }
            }
        }
        var all: [FeatureChannel] = []
        var first = 0
        while first < names.count {
            let field = field(of: names[first])
            let end = names[first...].firstIndex { self.field(of: $0) != field } ?? names.count
            // One number counts on through channels and components.
            let places = (0..<channels).flatMap { channel in (first..<end).map { (channel, $0) } }
            all += places.enumerated().map { number, place in
                let name = places.count == 1 ? field : "\(field) [\(number)]"
                return FeatureChannel(channel: place.0, feature: place.1, name: name)
            }
            first = end
        }
        return all
    }

    /// The name without the number of the component.
    private static func field(of name: String) -> String {
        guard name.hasSuffix("]"), let bracket = name.lastIndex(of: "["), bracket > name.startIndex,
            name[name.index(after: bracket)...].dropLast().allSatisfy(\.isNumber)
        else { return name }
        return String(name[..<name.index(before: bracket)])
    }
}
