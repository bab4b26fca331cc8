package import Imaging

/// What an overlay shows, gathered plane by plane: the pixels and the objects of one frame, seen from above.
///
/// Memory is one plane of each channel and of the labels, whatever the number of slices.
package struct OverlayStack: Sendable {
    /// Width and height.
    let size: ImageSize
    /// Whether slices were segmented each by itself: their numbers then restart, and what is outlined is all of them
    /// together.
    let isLooped: Bool
    /// The brightest slice at each pixel, an entry a channel.
    private(set) var channels: [PixelValues] = []
    /// The object that is seen at each pixel; of looped slices its class + 1.
    private(set) var labels: [UInt32] = []
    /// The largest of them.
    private(set) var largestLabel = 0
    /// The classes of the objects, where there are any.
    private(set) var classes: ObjectClasses?
    /// Objects of all slices.
    private(set) var objectCount = 0
    /// The same by class, entry 0 those without; empty where there are no classes.
    private(set) var classCounts: [Int] = []
    /// Slices that were added.
    package private(set) var slices = 0

    /// A stack of planes of that width and height.
    package init(size: ImageSize, isLooped: Bool) {
        self.size = ImageSize(width: size.width, height: size.height)
        self.isLooped = isLooped
    }

    /// Adds a plane, or a volume: one pass over the pixels, and two over the labels.
    ///
    /// - Precondition: the pixels of each channel, and the labels, are those of a plane, or volume, of this size.
    package mutating func add(channels more: [PixelValues], labels image: LabelImage, classes: ObjectClasses?) {
        let depth = image.size.depth
        slices += depth
        for (index, channel) in more.enumerated() {
            if index < channels.count {
                let earlier = channels[index]
                // The only reference, so that the projection grows in its place.
                channels[index] = .uint8([])
                channels[index] = MaximumProjection.project(channel, slices: depth, onto: earlier)
            } else {
                channels.append(MaximumProjection.project(channel, slices: depth, onto: nil))
            }
        }
        count(image, classes)
        var seen = image.labels
        if isLooped {
            let classes = classes?.classes ?? []
            for index in seen.indices where seen[index] != 0 {
                let label = Int(seen[index])
                seen[index] = label < classes.count ? UInt32(classes[label]) + 1 : 1
            }
        }
        let isFirst = labels.isEmpty
        if isFirst && depth == 1 {
            labels = seen
        } else {
            labels = MaximumProjection.largest(seen, depth, onto: isFirst ? nil : labels)
        }
        largestLabel = isLooped ? 256 : max(largestLabel, image.count)
        self.classes = classes ?? self.classes
    }

    private mutating func count(_ image: LabelImage, _ classes: ObjectClasses?) {
        var isThere = [Bool](repeating: false, count: image.count + 1)
        image.labels.withUnsafeBufferPointer { labels in
            isThere.withUnsafeMutableBufferPointer { isThere in
                for label in labels where Int(label) < isThere.count { isThere[Int(label)] = true }
            }
        }
        isThere[0] = false
        objectCount += isThere.count { $0 }
        guard let classes else { return }
        if classCounts.isEmpty { classCounts = [Int](repeating: 0, count: classes.classCount + 1) }
        for label in isThere.indices where isThere[label] {
            let number = label < classes.classes.count ? Int(classes.classes[label]) : 0
            classCounts[number < classCounts.count ? number : 0] += 1
        }
    }
}
