import Imaging
import TIFFFiles
import WorkerProtocol

extension ClassifierImage {
    /// The rows of the plane at `place`, read from top to bottom.
    func rows(at place: Place) throws(Failure) -> StripReader {
        do throws(TIFFError) {
            return StripReader(try reader.rows(position: place.position, frame: place.frame, slice: place.slice))
        } catch {
            throw Failure(reading: error)
        }
    }
}

/// Reads a plane from top to bottom in parts that overlap, each row once.
struct StripReader {
    private let plane: PlaneRows
    private var held: [PixelValues] = []
    private var heldRows = 0..<0

    /// Begins with the first row of `plane`.
    init(_ plane: PlaneRows) { self.plane = plane }

    /// Rows that are decoded together.
    var blockRows: Int { plane.blockRows }

    /// Bytes that are needed beside the rows.
    var blockBytes: Int { plane.blockBytes }

    /// The rows `rows` of each channel, of `width` pixels; none of them lies before those that were read last.
    mutating func read(_ rows: Range<Int>, width: Int) throws(Failure) -> [PixelValues] {
        let kept = rows.clamped(to: heldRows)
        let new = max(kept.upperBound, rows.lowerBound)..<rows.upperBound
        var channels: [PixelValues] = []
        if !kept.isEmpty {
            let first = kept.lowerBound - heldRows.lowerBound
            channels = held.map { $0[first * width..<(first + kept.count) * width] }
        }
        held = []
        do throws(TIFFError) {
            let more = new.isEmpty ? [] : try plane.read(new)
            if channels.isEmpty {
                channels = more
            } else {
                for index in more.indices { channels[index].append(more[index]) }
            }
        } catch {
            throw Failure(reading: error)
        }
        (held, heldRows) = (channels, rows)
        return channels
    }
}
