import Imaging

/// Where the number of an object stands in a picture.
struct NumberPlace {
    let text: String
    /// The top left corner.
    let x: Int
    let y: Int
    /// The size of letters: 2 or 1.
    let size: Int

    /// The place in the middle of an object; nil where the number would lie on an outline, or on another object.
    init?(
        _ label: Int,
        _ place: ObjectPlaces.Place,
        outlines: ObjectOutlines,
        of stack: OverlayStack,
        on scale: PictureScale
    ) {
        guard place.area > 0 else { return nil }
        let boxWidth = Double(place.lastColumn - place.firstColumn + 1) * scale.factor
        let boxHeight = Double(place.lastRow - place.firstRow + 1) * scale.factor
        // Of most objects in a crowd this says enough.
        guard boxHeight > Double(BitmapFont.capHeight), boxWidth > Double(BitmapFont.advance) else { return nil }
        let centre = place.centre
        let pixel =
            min(stack.size.height - 1, Int(centre.y)) * stack.size.width + min(stack.size.width - 1, Int(centre.x))
        // The middle of a ring is not in it.
        guard stack.labels[pixel] == UInt32(label) else { return nil }
        text = String(label)
        for size in [2, 1] {
            let (width, height) = (BitmapFont.width(of: text) * size, BitmapFont.capHeight * size)
            // Large letters leave half of the object free.
            guard size == 1 || (2 * width < Int(boxWidth) && 2 * height < Int(boxHeight)) else { continue }
            let x = Int((centre.x * scale.factor).rounded()) - width / 2
            let y = Int((centre.y * scale.factor).rounded()) - height / 2
            // With the rim of the letters.
            let (columns, rows) = (x - 1..<x + width + 1, y - 1..<y + height + 1)
            guard columns.lowerBound >= 0, rows.lowerBound >= 0, columns.upperBound <= scale.width,
                rows.upperBound <= scale.height,
                rows.allSatisfy({ row in columns.allSatisfy { outlines.labels[row * scale.width + $0] == 0 } })
            else { continue }
            (self.x, self.y, self.size) = (x, y, size)
            return
        }
        return nil
    }
}
