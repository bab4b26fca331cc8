/// Sizes beyond which a file is refused before anything is allocated for it.
package struct TIFFLimits: Sendable, Hashable {
    /// Pixels of one page: width times height.
    package var planePixels: Int
    /// Bytes of one page when decoded, all its samples together.
    package var pageBytes: Int
    /// Bytes of one compressed strip or tile when decoded: it cannot be streamed, and 0.3 MB can unfold to 300 MB.
    package var blockBytes: Int
    /// Pages of one file.
    package var pages: Int
    /// Samples of one pixel.
    package var samples: Int
    /// Bytes of an image description; OME-XML of long acquisitions has tens of megabytes.
    package var descriptionBytes: Int

    /// Limits for an ordinary machine.
    ///
    /// A page is never taken into memory before the worker knows that it may use so much; a plane that is larger goes by
    /// strips. 16 GiB hold the largest scans there are, 1.5 gigapixels, in two channels of 32 bits; what claims more is a
    /// damaged number rather than an image.
    package static let standard = TIFFLimits(
        planePixels: 4 << 30,
        pageBytes: 16 << 30,
        blockBytes: 256 << 20,
        pages: 200_000,
        samples: 256,
        descriptionBytes: 64 << 20
    )
}
