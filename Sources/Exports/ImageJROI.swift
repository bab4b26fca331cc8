package import Imaging

/// A selection in ImageJ's file format, as its `RoiDecoder` (ij.io, 1.53t) reads it; numbers are big-endian.
///
/// An object of one piece without holes is a traced selection, which ImageJ's own wand makes; others are composite
/// ones, whose path holds floats, exact for images of up to 16,777,216 pixels a side.
package enum ImageJROI {
    /// The name of an object: its label, behind position, time point and slice, counted from 1, where there are several.
    package static func name(of object: ExportedObject, in shape: ImageShape) -> String {
        func padded(_ number: Int, _ width: Int) -> String {
            String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
        }
        return (shape.positions > 1 ? "p\(padded(object.position + 1, 4))_" : "")
            + (shape.frames > 1 ? "t\(padded(object.frame + 1, 4))_" : "")
            + (shape.slices > 1 ? "z\(padded(object.slice + 1, 4))_" : "") + padded(object.label, 5)
    }

    /// The content of an object's file; `colors` are those of the classes, from class 1, where they are others than the palette's.
    package static func bytes(
        of object: ExportedObject,
        outlines: [Outline],
        in shape: ImageShape,
        colors: [ClassPalette.Color] = []
    ) -> [UInt8] {
        let exteriors = outlines.lazy.flatMap(\.exterior)
        let left = exteriors.map(\.x).min() ?? 0
        let right = exteriors.map(\.x).max() ?? 0
        let top = exteriors.map(\.y).min() ?? 0
        let bottom = exteriors.map(\.y).max() ?? 0
        // ImageJ takes 16-bit coordinates from 60,536 on for negative ones.
        let isTraced =
            outlines.count == 1 && outlines[0].holes.isEmpty && outlines[0].exterior.count <= 65_535
            && max(right, bottom) <= 60_000
        let path = isTraced ? [] : floats(outlines)
        let name = Array(name(of: object, in: shape).utf16)
        let corners = isTraced ? outlines[0].exterior : []
        let secondHeader = 64 + corners.count * 4 + path.count * 4

        var bytes = Array("Iout".utf8)
        bytes.append(big: Int16(228))
        bytes += [isTraced ? traced : rectangle, 0]
        for side in [top, left, bottom, right] { bytes.append(big: Int16(truncatingIfNeeded: side)) }
        bytes.append(big: UInt16(corners.count))
        bytes += Array(repeating: 0, count: 18)
        bytes.append(big: Int32(path.count))
        if let number = object.objectClass, number > 0 {
            let color = ClassPalette.color(of: number, among: colors)
            bytes += [255, color.red, color.green, color.blue]
        } else {
            bytes += [0, 0, 0, 0]
        }
        // Fill colour, subtype, options, arrows.
        bytes += Array(repeating: 0, count: 12)
        let position = position(of: object, in: shape)
        bytes.append(big: Int32(position.index))
        bytes.append(big: Int32(secondHeader))
        for corner in corners { bytes.append(big: Int16(truncatingIfNeeded: corner.x - left)) }
        for corner in corners { bytes.append(big: Int16(truncatingIfNeeded: corner.y - top)) }
        for number in path { bytes.append(big: number.bitPattern) }

        bytes += [0, 0, 0, 0]
        for number in [position.channel, position.slice, position.frame] { bytes.append(big: Int32(number)) }
        bytes.append(big: Int32(secondHeader + 64))
        bytes.append(big: Int32(name.count))
        // Colour and size of labels.
        bytes += Array(repeating: 0, count: 6)
        bytes.append(UInt8(clamping: object.objectClass ?? 0))
        bytes += Array(repeating: 0, count: 33)
        for unit in name { bytes.append(big: unit) }
        return bytes
    }

    private static let rectangle: UInt8 = 1
    private static let traced: UInt8 = 8

    /// Where a selection is shown, from 1; 0 is everywhere. Stacks along one axis have an index, hyperstacks a place.
    ///
    /// Positions are frames, as in the images that are written.
    private static func position(
        of object: ExportedObject,
        in shape: ImageShape
    ) -> (index: Int, channel: Int, slice: Int, frame: Int) {
        let frame = object.position * shape.frames + object.frame
        let hasFrames = shape.positions * shape.frames > 1
        let hasSlices = shape.slices > 1
        if shape.channels == 1, hasFrames != hasSlices {
            return ((hasFrames ? frame : object.slice) + 1, 0, 0, 0)
        }
        return (0, 0, hasSlices ? object.slice + 1 : 0, hasFrames ? frame + 1 : 0)
    }

    /// The path of a composite selection: 0 and a place to begin at, 1 and a place to draw to, 4 to close.
    private static func floats(_ outlines: [Outline]) -> [Float] {
        var path: [Float] = []
        for ring in outlines.flatMap(\.rings) {
            for (index, corner) in ring.enumerated() {
                path += [index == 0 ? 0 : 1, Float(corner.x), Float(corner.y)]
            }
            path.append(4)
        }
        return path
    }
}
