import Classifiers
import Features
import Forests
import Imaging
import TIFFFiles
import WorkerProtocol

/// Why an image with other channels than the classifier takes is refused, and how it would fit.
struct ChannelMismatch {
    private let reader: TIFFReader
    private let name: String
    private let classifier: Classifier
    /// The whole image, of which the reader may take some channels; nil where that is not known.
    private let all: ImageLayout?

    /// The refusal of the image that `reader` reads, which is called `name`.
    init(_ reader: TIFFReader, name: String, classifier: Classifier, all: ImageLayout?) {
        (self.reader, self.name, self.classifier, self.all) = (reader, name, classifier, all)
    }

    /// The failure, with both numbers.
    var failure: Failure {
        let channels = reader.layout.shape.channels
        let isChosen = all.map { $0.shape.channels != channels } ?? false
        let ways = [choice, isChosen ? nil : naming].compactMap(\.self)
        return Failure(
            kind: "channel_mismatch",
            message: "\(name) (\(reader.pageAxes.names)) has \(channels) channel(s)"
                + (isChosen ? " of those that are taken" : "") + ", the classifier was trained on "
                + "\(classifier.channelCount) (\(inputs))",
            remedy: ways.isEmpty
                ? "use a classifier trained on images like this one"
                : ways.joined(separator: "; ") + "; otherwise use a classifier trained on such images",
            // The other channels may be pages that are still to come.
            mayBeUnfinished: !isChosen && channels < classifier.channelCount
        )
    }

    /// What the forest takes, in words; of several stages the first one's.
    private var inputs: String {
        let first = classifier.stages[0]
        let stages = classifier.stages.count > 1 ? ", in the first of \(classifier.stages.count) stages" : ""
        return "\(first.forest.featureCount) inputs, \(first.plan.outputs.count) features a channel\(stages)"
    }

    /// Channels that could be chosen, in a sentence; nil where there are not enough.
    private var choice: String? {
        guard let all, all.shape.channels >= classifier.channelCount else { return nil }
        let numbers = (1...classifier.channelCount).map(String.init)
        let names = all.channelNames ?? []
        let known = (0..<all.shape.channels).prefix(Self.mostNamed).map { index in
            names.indices.contains(index) ? "\(index + 1) \"\(names[index])\"" : "\(index + 1)"
        }
        let more = all.shape.channels > Self.mostNamed ? ", …" : ""
        return "choose \(classifier.channelCount) of its \(all.shape.channels) channels "
            + "(\(known.joined(separator: ", "))\(more)), in the order in which the classifier was trained on them: "
            + "for example channels = [\(numbers.joined(separator: ", "))] or --channels \(numbers.joined(separator: ","))"
    }

    /// So many channels are listed; spectral images have many more.
    private static let mostNamed = 16

    /// Names of axes under which the image would fit the classifier, in a sentence; nil when there are none.
    private var naming: String? {
        var axes = reader.pageAxes
        let samples = reader.layout.shape.channels / max(1, reader.takenAxes.first { $0.name == "C" }?.extent ?? 1)
        guard classifier.channelCount.isMultiple(of: samples) else { return nil }
        let wanted = classifier.channelCount / samples
        let reason: String
        if wanted == 1 {
            reason = "its axis C is something else"
        } else {
            guard let index = axes.firstIndex(where: { $0.extent == wanted }) else { return nil }
            reason = "its pages run through \(wanted) channels"
            for other in axes.indices where axes[other].name == "C" { axes[other].name = nil }
            axes[index].name = "C"
        }
        // What is not C is Z or T: for a volume the fastest such axis is Z.
        for index in axes.indices.reversed() where axes[index].name == nil || (wanted == 1 && axes[index].name == "C") {
            let free: [Character] = (classifier.dimensions == 3 ? ["Z", "T"] : ["T", "Z"]).filter { letter in
                !axes.contains { $0.name == letter }
            }
            guard let letter = free.first else { return nil }
            axes[index].name = letter
        }
        return "if \(reason), name the axes (\(ClassifierImage.advice(axes.names)))"
    }
}
