/// The file of samples (README.md): what its parts are.
package enum SampleFile {
    /// What every file begins with; the version and a line feed follow.
    static let magic = Array("segmentd samples ".utf8)
    /// The version that is written, and the latest that is read.
    package static let version = 1
    /// The most bytes of a header, and of the line before it.
    static let (mostHeaderBytes, mostLineBytes) = (16 << 20, 32)
    /// The bytes of a run of places: its first one, and the one behind it.
    static let runBytes = 16
    /// The bytes of the digest at the end.
    static let digestBytes = 32

    /// What stands before the values, as JSON.
    package struct Header: Codable, Sendable, Equatable {
        /// One block of rows.
        package struct Block: Codable, Sendable, Equatable {
            package var image: String
            package var imageSHA256: String
            package var annotation: String?
            package var annotationSHA256: String?
            /// How many rows it has.
            package var rows: Int
            /// How many of them are kept from training.
            package var testRows: Int

            private enum CodingKeys: String, CodingKey {
                case image, annotation, rows
                case imageSHA256 = "image_sha256"
                case annotationSHA256 = "annotation_sha256"
                case testRows = "test_rows"
            }
        }

        /// What was decided of an image whose rows are gone.
        package struct Past: Codable, Sendable, Equatable {
            package var image: String
            package var imageSHA256: String
            /// How many runs of places were learnt from, and how many were held back.
            package var (trained, held): (Int, Int)

            private enum CodingKeys: String, CodingKey {
                case image, trained, held
                case imageSHA256 = "image_sha256"
            }
        }

        /// What is trained, as APOC calls it.
        package var kind: String
        /// The features as they stand in the classifier's header.
        package var featureSpecification: String
        /// The name of each column.
        package var featureNames: [String]
        package var channelCount: Int
        package var dimensions: Int
        /// How the classifier was trained.
        package var choices: TrainingChoices?
        /// SHA-256 of the classifier's file, hexadecimal.
        package var classifierSHA256: String?
        /// The least value of each column among the rows that are learnt from, and the largest; empty where there are none.
        package var least: [Float]
        package var most: [Float]
        package var blocks: [Block]
        /// What was decided of rows that are gone; nil where there are none.
        package var past: [Past]?

        private enum CodingKeys: String, CodingKey {
            case kind, dimensions, least, most, blocks, past, choices
            case featureSpecification = "feature_specification"
            case featureNames = "features"
            case channelCount = "channels"
            case classifierSHA256 = "classifier_sha256"
        }

        /// The header of a book.
        init(_ book: SampleBook) {
            (kind, featureSpecification) = (book.kind, book.featureSpecification)
            (featureNames, channelCount, dimensions) = (book.featureNames, book.channelCount, book.dimensions)
            (classifierSHA256, choices) = (book.classifierSHA256, book.choices)
            let ranges = book.ranges
            (least, most) = (ranges.map(\.lowerBound), ranges.map(\.upperBound))
            let past = book.past.map {
                Past(image: $0.image, imageSHA256: $0.imageSHA256, trained: $0.trained.count, held: $0.held.count)
            }
            self.past = past.isEmpty ? nil : past
            blocks = book.blocks.map { block in
                Block(
                    image: block.image,
                    imageSHA256: block.imageSHA256,
                    annotation: block.annotation,
                    annotationSHA256: block.annotationSHA256,
                    rows: block.count,
                    testRows: block.isTest.count { $0 }
                )
            }
        }

        /// The bytes of the values behind it; nil where the numbers cannot be true.
        var valueBytes: Int? {
            // A column value, an annotation, a unit, a place and a mark.
            let (columns, columnsOverflow) = featureNames.count.multipliedReportingOverflow(by: 4)
            guard !columnsOverflow, !featureNames.isEmpty else { return nil }
            var parts: [(count: Int, bytes: Int)] = []
            for block in blocks {
                guard block.rows >= 0, (0...block.rows).contains(block.testRows) else { return nil }
                parts.append((block.rows, columns + 4 + 4 + 8 + 1))
            }
            for image in past ?? [] {
                guard image.trained >= 0, image.held >= 0 else { return nil }
                parts += [(image.trained, SampleFile.runBytes), (image.held, SampleFile.runBytes)]
            }
            var sum = 0
            for part in parts {
                let (bytes, overflow) = part.count.multipliedReportingOverflow(by: part.bytes)
                let (next, sumOverflow) = sum.addingReportingOverflow(bytes)
                guard !overflow, !sumOverflow else { return nil }
                sum = next
            }
            return sum
        }
    }
}
