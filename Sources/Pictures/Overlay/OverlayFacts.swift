package import Imaging

/// What an overlay says beside what is to be seen.
package struct OverlayFacts: Sendable {
    /// The image's file name.
    package var imageName: String
    /// The size of a pixel, where the image gives it.
    package var pixelSize: PixelSize?
    /// The names of the channels, where the image gives them; an entry a channel, or none at all.
    package var channelNames: [String?]
    /// Whether the channels are the red, green and blue of a photograph.
    package var isPhotograph: Bool
    /// The frame that is shown, from 0, and the number of frames.
    package var frame: Int
    package var frameCount: Int
    /// The slice that is shown, from 0, and the number of slices, where a single one is shown.
    package var slice = 0
    package var sliceCount = 1
    /// What the position that is shown is called, the first of several; nil for a single one.
    package var position: String?
    package var positionCount: Int
    /// The names of the classes, from class 1; those without are called by their number.
    package var classNames: [String]
    /// The colours of the classes, from class 1; those without have the palette's.
    package var classColors: [ClassPalette.Color]
    /// The class, from 1, that all objects are of, where it is told; no other class is in the legend then.
    package var classOfObjects: Int?

    /// The facts of the image called `imageName`.
    package init(
        imageName: String,
        pixelSize: PixelSize? = nil,
        channelNames: [String?] = [],
        isPhotograph: Bool = false,
        frame: Int = 0,
        frameCount: Int = 1,
        position: String? = nil,
        positionCount: Int = 1,
        classNames: [String] = [],
        classColors: [ClassPalette.Color] = [],
        classOfObjects: Int? = nil
    ) {
        self.imageName = imageName
        self.pixelSize = pixelSize
        self.channelNames = channelNames
        self.isPhotograph = isPhotograph
        self.frame = frame
        self.frameCount = frameCount
        self.position = position
        self.positionCount = positionCount
        self.classNames = classNames
        self.classColors = classColors
        self.classOfObjects = classOfObjects
    }
}
