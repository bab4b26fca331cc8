extension ImageShape {
    /// Planes over P, T and Z, all channels of a place together.
    package var placeCount: Int { positions * frames * slices }

    /// The number, from 0, of a place in the order P, T, Z, in which results have their pages.
    package func index(position: Int, frame: Int, slice: Int) -> Int { (position * frames + frame) * slices + slice }

    /// The place with that number; all from 0.
    package func place(at index: Int) -> (position: Int, frame: Int, slice: Int) {
        let (outer, slice) = index.quotientAndRemainder(dividingBy: slices)
        let (position, frame) = outer.quotientAndRemainder(dividingBy: frames)
        return (position, frame, slice)
    }

    /// The same planes for programs that know no positions: these are further frames, the slowest of all.
    package var withFoldedPositions: ImageShape {
        ImageShape(frames: positions * frames, slices: slices, channels: channels, size: size)
    }
}
