/// A picture of at most 256 colours, as a palette and a byte a pixel.
struct IndexedPixels {
    /// Red, green and blue of each entry.
    private(set) var palette: [UInt8] = []
    private(set) var pixels: [UInt8]

    /// Nil where there are more colours.
    init?(_ picture: Canvas) {
        let count = picture.width * picture.height
        pixels = [UInt8](repeating: 0, count: count)
        // Open addressing: keys are colours + 1, so that 0 is an empty place. At most a quarter is ever taken.
        var (keys, values) = ([UInt32](repeating: 0, count: 1024), [UInt8](repeating: 0, count: 1024))
        var (last, lastIndex) = (UInt32.max, UInt8(0))
        for pixel in 0..<count {
            let byte = pixel * 3
            let colour =
                UInt32(picture.bytes[byte]) << 16 | UInt32(picture.bytes[byte + 1]) << 8
                | UInt32(picture.bytes[byte + 2])
            if colour != last {
                var place = Int((colour &* 0x9E37_79B1) >> 22)
                while keys[place] != colour + 1 && keys[place] != 0 { place = (place + 1) & 1023 }
                if keys[place] == 0 {
                    guard palette.count < 256 * 3 else { return nil }
                    (keys[place], values[place]) = (colour + 1, UInt8(palette.count / 3))
                    palette += picture.bytes[byte..<byte + 3]
                }
                (last, lastIndex) = (colour, values[place])
            }
            pixels[pixel] = lastIndex
        }
    }
}
