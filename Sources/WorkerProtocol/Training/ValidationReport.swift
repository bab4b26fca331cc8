/// How a classifier fares against what somebody annotated.
package struct ValidationReport: Sendable, Codable, Equatable {
    /// One class of the truth.
    package struct Class: Sendable, Codable, Equatable {
        /// The number, from 1.
        package var number: Int
        /// Samples of which it is the truth.
        package var truth: Int
        /// Samples that were given it.
        package var found: Int
        /// Samples that were given it rightly.
        package var right: Int

        /// A class with its counts.
        package init(number: Int, truth: Int, found: Int, right: Int) {
            (self.number, self.truth, self.found, self.right) = (number, truth, found, right)
        }

        /// The share of what was found that is right; nil where nothing was found.
        package var precision: Double? { found > 0 ? Double(right) / Double(found) : nil }
        /// The share of the truth that was found; nil where there is none.
        package var recall: Double? { truth > 0 ? Double(right) / Double(truth) : nil }
        /// Twice the right ones by truth and found together; nil where there are neither.
        package var f1: Double? { truth + found > 0 ? 2 * Double(right) / Double(truth + found) : nil }
        /// The right ones by all that are one or the other; nil where there are neither.
        package var iou: Double? {
            truth + found > 0 ? Double(right) / Double(truth + found - right) : nil
        }
    }

    /// Probabilities that are alike, and what is true of them.
    package struct Bin: Sendable, Codable, Equatable {
        /// The probabilities from here, this one left out except 0.
        package var above: Double
        /// To here.
        package var upTo: Double
        package var count: Int
        /// The mean of the probabilities.
        package var probability: Double
        /// The share of which it is the truth.
        package var share: Double

        /// A bin with its figures.
        package init(above: Double, upTo: Double, count: Int, probability: Double, share: Double) {
            (self.above, self.upTo, self.count) = (above, upTo, count)
            (self.probability, self.share) = (probability, share)
        }
    }

    /// Objects of truth and result that are matched where they overlap so much.
    package struct Matching: Sendable, Codable, Equatable {
        /// Intersection over union, 0.5…0.95.
        package var threshold: Double
        package var matched: Int
        package var missed: Int
        package var extra: Int
        /// The sum of the overlaps of the matched pairs.
        package var overlap: Double

        /// A matching with its counts.
        package init(threshold: Double, matched: Int, missed: Int, extra: Int, overlap: Double) {
            (self.threshold, self.matched, self.missed) = (threshold, matched, missed)
            (self.extra, self.overlap) = (extra, overlap)
        }

        /// Matched by all that are in truth or result; 1 where there are none.
        package var averagePrecision: Double {
            let all = matched + missed + extra
            return all > 0 ? Double(matched) / Double(all) : 1
        }
    }

    /// Objects of a truth against objects of a result.
    package struct Objects: Sendable, Codable, Equatable {
        package var truth: Int
        package var found: Int
        package var matchings: [Matching]
        /// Objects of the truth that lie in several of the result.
        package var overSegmented: Int
        /// Objects of the result that lie over several of the truth.
        package var underSegmented: Int

        /// The figures of objects.
        package init(truth: Int, found: Int, matchings: [Matching], overSegmented: Int, underSegmented: Int) {
            (self.truth, self.found, self.matchings) = (truth, found, matchings)
            (self.overSegmented, self.underSegmented) = (overSegmented, underSegmented)
        }
    }

    /// One image.
    package struct Image: Sendable, Codable, Equatable {
        package var name: String
        /// Annotated samples, or pixels of a truth.
        package var samples: Int
        /// The mean of the classes' F1 in this image; nil where nothing is annotated.
        package var f1: Double?
        /// The figures of its objects; nil where the truth has classes.
        package var objects: Objects?

        /// An image with its figures.
        package init(name: String, samples: Int, f1: Double?, objects: Objects? = nil) {
            (self.name, self.samples, self.f1, self.objects) = (name, samples, f1, objects)
        }
    }

    /// What was judged, in words: "5 held-back images", "each of 5 folds by the others".
    package var basis: String
    /// Row by row: the truth is the row, the result the column.
    package var confusion: [[Int]]
    package var classes: [Class]
    /// The samples with their right class by all; nil where there are none.
    package var accuracy: Double?
    /// The mean F1 of the classes that are in the truth, by which classifiers are compared; nil where there is none.
    package var f1: Double?
    /// The mean intersection over union of the classes that are in the truth.
    package var iou: Double?
    /// How true the probabilities of the given classes are, in ten bins; nil where there are none.
    package var calibration: [Bin]?
    /// The mean distance of probability and share over the bins, by their counts.
    package var calibrationError: Double?
    /// The mean over samples of the squared distance of all class probabilities and the truth.
    package var brier: Double?
    /// All objects together; nil where the truth has classes.
    package var objects: Objects?
    package var images: [Image]
    package var warnings: [String]

    /// A report without figures.
    package init(basis: String) {
        self.basis = basis
        (confusion, classes, images, warnings) = ([], [], [], [])
    }
}
