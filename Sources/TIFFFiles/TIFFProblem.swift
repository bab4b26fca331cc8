/// What can be wrong with a TIFF; the raw value is stable and goes into summaries as the error's kind.
package enum TIFFProblem: String, Sendable, CaseIterable {
    case notTIFF = "not_tiff"
    case unreadable = "unreadable"
    case truncatedHeader = "truncated_header"
    case truncatedDirectory = "truncated_ifd"
    case truncatedData = "truncated_data"
    case badDirectoryOffset = "bad_ifd_offset"
    case badTag = "bad_tag"
    case missingTag = "missing_tag"
    case badGeometry = "bad_geometry"
    case noImage = "no_image"
    case corruptData = "corrupt_data"
    case tooLarge = "too_large"
    case incompleteSeries = "incomplete_series"
    case differentSizes = "different_sizes"
    case unsupportedFileSet = "unsupported_fileset"
    case unsupportedLayout = "unsupported_layout"
    case unsupportedCompression = "unsupported_compression"
    case unsupportedPhotometric = "unsupported_photometric"
    case unsupportedSamples = "unsupported_samples"
    case axesMismatch = "axes_mismatch"
    case unwritable = "write_failed"

    /// Whether a file that its writer has not finished shows it: what is missing lies beyond the end, or still holds
    /// the zeros of a file whose room was reserved first.
    package var isOfUnfinishedFile: Bool {
        switch self {
        case .notTIFF, .truncatedHeader, .truncatedDirectory, .truncatedData, .badDirectoryOffset, .badTag, .missingTag,
            .badGeometry, .noImage, .corruptData, .incompleteSeries, .axesMismatch:
            true
        case .unreadable, .tooLarge, .differentSizes, .unsupportedFileSet, .unsupportedLayout, .unsupportedCompression,
            .unsupportedPhotometric, .unsupportedSamples, .unwritable:
            false
        }
    }

    /// What the user can do about it, as one sentence.
    package var remedy: String {
        switch self {
        case .notTIFF: "Check that the file is a TIFF and was copied whole; other formats are not read."
        case .unreadable: "Check the disk or the network share, then retry."
        case .truncatedHeader, .truncatedDirectory, .truncatedData, .badDirectoryOffset:
            "The file was cut off or is still being written: let its writer finish, or copy it again."
        case .badTag, .missingTag, .badGeometry, .noImage:
            "The file is damaged, or its writer faulty: export it again."
        case .corruptData: "The stored pixels are damaged: copy the file again from its source."
        case .tooLarge: "Crop the image, or save it in strips or tiles."
        case .incompleteSeries:
            "The acquisition stopped early or is still running: finish it, or save what is there anew."
        case .differentSizes:
            "Choose one image with `positions = [1]` in the recipe, or --positions 1; or save each in a file of its own."
        case .unsupportedFileSet: "Save the whole image as one file."
        case .unsupportedLayout: "Save the stack with one directory a plane (ImageJ: Save As, Tiff)."
        case .unsupportedCompression: "Save it uncompressed, or with deflate, LZW or ZSTD."
        case .unsupportedPhotometric: "Save it as greyscale, palette or RGB."
        case .unsupportedSamples: "Save it as 8-bit or 16-bit unsigned, or as 32-bit float."
        case .axesMismatch:
            "Correct `axes`, `channels` or `positions` of the recipe, or --axes, --channels or --positions; "
                + "`segmentd inspect` shows what an image has."
        case .unwritable: "Check free space and permissions of the destination."
        }
    }
}
