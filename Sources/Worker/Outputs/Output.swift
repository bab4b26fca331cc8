import Imaging
import WorkerProtocol

/// An output of one image, filled plane by plane in the order P, T, Z.
///
/// To add one: a type in a file of its own, its entry in `OutputKind.all`, its place in `Outputs.all`.
protocol Output: SendableMetatype {
    /// Its entry among the kinds.
    static var kind: OutputKind { get }

    /// Begins the output anew.
    init(_ file: OutputFile) throws(Failure)

    /// Adds what was made of a plane, or of a volume; `beat` is to be called about once a strip.
    mutating func append(_ plane: SegmentedPlane, beat: () -> Void) throws(Failure)

    /// Completes the file.
    mutating func finish() throws(Failure)
}
