/// The annotated samples of one image or table, in the order in which APOC takes them.
package struct SampleBlock: Sendable, Equatable {
    /// The name of the image's file, or of the table's.
    package var image: String
    /// SHA-256 of it, hexadecimal.
    package var imageSHA256: String
    /// The name of the annotation's file; nil for a table, which holds its own.
    package var annotation: String?
    /// SHA-256 of it, hexadecimal.
    package var annotationSHA256: String?
    /// The values of each feature, row by row.
    package var columns: [[Float]]
    /// What was annotated, row by row: whole numbers from 1.
    package var annotations: [Int32]
    /// What may not be divided between training and test, row by row: the number, from 0, of the connected scribble, of the
    /// object or of the row.
    package var units: [UInt32]
    /// Where each row lies: the number of its pixel in the file, from 0, x fastest, then y, z, frame, position; that of a pixel
    /// of its object; or, in a table, a hash of its values.
    package var places: [UInt64]
    /// Whether a row is kept from training for ever, row by row.
    package var isTest: [Bool]

    /// The samples of an image.
    package init(
        image: String,
        imageSHA256: String,
        annotation: String?,
        annotationSHA256: String?,
        columns: [[Float]],
        annotations: [Int32],
        units: [UInt32],
        places: [UInt64],
        isTest: [Bool]
    ) {
        (self.image, self.imageSHA256) = (image, imageSHA256)
        (self.annotation, self.annotationSHA256) = (annotation, annotationSHA256)
        (self.columns, self.annotations, self.units) = (columns, annotations, units)
        (self.places, self.isTest) = (places, isTest)
    }

    /// Whether it holds the rows of a table.
    package var isOfTable: Bool { annotation == nil }

    /// How many rows there are.
    package var count: Int { annotations.count }
}
