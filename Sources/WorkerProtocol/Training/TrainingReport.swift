/// What a training came to.
package struct TrainingReport: Sendable, Codable, Equatable {
    /// A file that was written.
    package struct File: Sendable, Codable, Equatable {
        package var bytes: Int
        /// SHA-256, hexadecimal.
        package var sha256: String

        /// A file of `bytes` bytes.
        package init(bytes: Int, sha256: String) {
            (self.bytes, self.sha256) = (bytes, sha256)
        }
    }

    /// One class of the annotations.
    package struct Class: Sendable, Codable, Equatable {
        /// What was annotated.
        package var annotation: Int
        /// Samples that were learnt from.
        package var trained: Int
        /// Samples that are held back for ever.
        package var test: Int

        /// A class with so many samples.
        package init(annotation: Int, trained: Int, test: Int) {
            (self.annotation, self.trained, self.test) = (annotation, trained, test)
        }
    }

    /// The values of one feature that were learnt from.
    package struct Feature: Sendable, Codable, Equatable {
        package var name: String
        package var importance: Double
        package var least: Float
        package var most: Float

        /// A feature with its importance and range.
        package init(name: String, importance: Double, least: Float, most: Float) {
            (self.name, self.importance, self.least, self.most) = (name, importance, least, most)
        }
    }

    package var classifier: File
    package var samples: File
    /// What the classifier is.
    package var facts: ClassifierFacts
    /// The classes in the order of their numbers in the classifier.
    package var classes: [Class]
    package var features: [Feature]
    /// Images and tables whose samples are in it, by name, in the order that decides the forest.
    package var images: [String]
    /// How the new one fares on what is held back; nil where nothing is.
    package var scores: ValidationReport?
    /// How the one in force fares on the same; nil where it was not asked for, or cannot be compared.
    package var scoresInForce: ValidationReport?
    /// Why the one in force cannot be compared.
    package var notComparable: String?
    package var warnings: [String]
    /// Seconds for reading and features, for growing the forest, and for judging it.
    package var seconds: [String: Double]

    /// A report of everything that is always there.
    package init(
        classifier: File,
        samples: File,
        facts: ClassifierFacts,
        classes: [Class],
        features: [Feature],
        images: [String],
        warnings: [String],
        seconds: [String: Double]
    ) {
        (self.classifier, self.samples, self.facts) = (classifier, samples, facts)
        (self.classes, self.features, self.images) = (classes, features, images)
        (self.warnings, self.seconds) = (warnings, seconds)
    }
}
