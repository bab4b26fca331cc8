import Imaging
import TIFFFiles
import WorkerProtocol

extension TIFFReader {
    /// Decodes every plane and keeps none: damage within compressed data shows in no other way.
    ///
    /// - Parameter beat: called once a plane.
    /// - Throws: a `Failure` for the first plane that cannot be decoded.
    func decodeAll(beat: () -> Void) throws(Failure) {
        let shape = layout.shape
        do throws(TIFFError) {
            for position in 0..<shape.positions {
                for frame in 0..<shape.frames {
                    for slice in 0..<shape.slices {
                        for channel in 0..<shape.channels {
                            beat()
                            _ = try plane(position: position, frame: frame, slice: slice, channel: channel)
                        }
                    }
                }
            }
        } catch {
            throw Failure(reading: error)
        }
    }
}
