import Training

/// The values that the features of a classifier had in its training, as the header of the file of samples beside it has them.
package enum TrainingRanges {
    /// The range of each input of the forest, from an open file of samples; nil where it is none, or of another classifier: that
    /// is no fault, since the two are written one after the other.
    ///
    /// - Parameters:
    ///   - digest: SHA-256 of the classifier's file.
    ///   - count: inputs of its forest.
    package static func read(_ descriptor: Int32, of digest: String, _ count: Int) -> [ClosedRange<Float>]? {
        guard let header = try? SampleFile.header(of: descriptor), header.classifierSHA256 == digest,
            header.least.count == count, header.most.count == count,
            zip(header.least, header.most).allSatisfy({ $0 <= $1 })
        else { return nil }
        return zip(header.least, header.most).map { $0...$1 }
    }
}
