/// A pixel of a frame while its piece is split; label and level lie together, as a flood reads both.
struct FloodCell: BitwiseCopyable {
    /// The label of a pixel that is not of the piece.
    static let outside = UInt32.max
    /// The level of a pixel that is not of the piece, below which nothing is.
    static let lowest = UInt32.max

    /// The part of the piece, from 1; 0 while it is not known.
    var label: UInt32
    /// How soon a flood reaches the pixel: lower levels are higher values.
    var level: UInt32

    /// The level of a value that is not negative: its bits ascend with it.
    static func level(_ value: Float) -> UInt32 { ~value.bitPattern }
}
