import Imaging

extension ImageLayout {
    /// What a probability of 1 becomes as a pixel of this image, for classifiers of several stages, where the file stores
    /// whole numbers of a type that is read as float32: the largest of that type. Nil where the type of the pixels says it.
    var stageMaximum: Float? {
        switch storedType {
        case "int8": 127
        case "int16": 32_767
        // As float32: one more than the largest.
        case "int32": 0x1p31
        case "int64": 0x1p63
        case "uint64": 0x1p64
        default: nil
        }
    }

    /// Whether pixels may be NaN, infinite, or so large that features become so: as whole numbers of up to 32 bits, and as
    /// probabilities that became such, they are not.
    var mayHoldExtremes: Bool {
        switch storedType {
        case "int8", "int16", "int32": false
        default: pixelType == .float32
        }
    }
}
