package import Features
package import Forests
package import Imaging

/// What is read of an ilastik project: what decides pixels, and what people want to know of it.
package struct IlastikProject: Sendable, Hashable {
    /// An image that the project was trained with.
    package struct Lane: Sendable, Hashable {
        package var name: String
        /// The letters of its axes, slowest first; empty where the project does not say of each extent which it is.
        package var axes: String
        /// As many extents as axes.
        package var shape: [Int]

        /// The extent along an axis; nil where there is no such axis.
        func extent(_ axis: Character) -> Int? {
            guard axes.count == shape.count, let place = axes.firstIndex(of: axis) else { return nil }
            return shape[axes.distance(from: axes.startIndex, to: place)]
        }
    }

    /// As the project calls it.
    package var workflow: String
    /// ilastik's version; nil where the project does not say.
    package var version: String?
    /// When it was saved, in ilastik's words (`Mon May 13 16:10:41 2024`), which it writes at the very end of each save; nil where
    /// the project does not say.
    package var savedAt: String?
    package var lanes: [Lane]
    /// The classes of the last stage, from class 1.
    package var classes: [ClassMark]
    /// What decides pixels.
    package var stages: PixelStages
    /// How its object workflow makes objects of probabilities; nil where it has none, or in a way that is not known here.
    package var thresholds: ProbabilityThreshold?
    /// What a person should know, as sentences.
    package var remarks: [String]
}

/// What of a project decides pixels, and nothing else: its bytes are the extract, whose digest is the classifier's identity.
package struct PixelStages: Sendable, Hashable {
    /// The features and the forest of a stage.
    package struct Stage: Sendable, Hashable {
        package var selection: FeatureSelection
        /// Inputs are channel-major: feature k of channel c is input c × features + k.
        package var forest: RandomForest

        /// A stage of these parts.
        package init(selection: FeatureSelection, forest: RandomForest) {
            (self.selection, self.forest) = (selection, forest)
        }
    }

    /// 2 for planes, 3 for volumes.
    package var dimensions: Int
    /// Channels of an image, which every stage takes.
    package var channels: Int
    /// First to last; at least one. The probabilities of each are channels of the next, behind the image's own.
    package var stages: [Stage]

    /// Stages of images with so many axes and channels.
    package init(dimensions: Int, channels: Int, stages: [Stage]) {
        (self.dimensions, self.channels, self.stages) = (dimensions, channels, stages)
    }

    /// Channels that stage `number` (from 0) takes, with the probabilities of the stage before it.
    package func channelsOfStage(_ number: Int) -> Int {
        channels + (number > 0 ? stages[number - 1].forest.classCount : 0)
    }
}

extension FeatureSelection.Entry {
    /// How many planes it gives for images of `dimensions` axes.
    func count(dimensions: Int) -> Int {
        kind.givesEigenvalues ? (isPlanar || dimensions == 2 ? 2 : 3) : 1
    }
}

extension FeatureSelection {
    /// How many planes it gives for one channel of images of `dimensions` axes.
    func count(dimensions: Int) -> Int { entries.reduce(0) { $0 + $1.count(dimensions: dimensions) } }

    /// For each column of a forest as ilastik orders them (row, scale, channel, component) the input as we order them (channel
    /// first).
    func inputsOfColumns(channels: Int, dimensions: Int) -> [Int32] {
        let features = count(dimensions: dimensions)
        var inputs: [Int32] = []
        var first = 0
        for entry in entries {
            let components = entry.count(dimensions: dimensions)
            for channel in 0..<channels {
                for component in 0..<components { inputs.append(Int32(channel * features + first + component)) }
            }
            first += components
        }
        return inputs
    }
}
