import TIFFFiles

extension TIFFSource {
    /// The open files of an image in several, which say themselves what is where.
    static func set(_ descriptors: [Int32], names: [String]) -> [TIFFSource] {
        zip(descriptors, names).enumerated().map { index, file in
            // A place without letters says that there are others, even where none of them is there.
            TIFFSource(fileDescriptor: file.0, name: file.1, place: index == 0 ? [:] : nil)
        }
    }
}
