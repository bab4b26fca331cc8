import Imaging

/// The pixel size of an image, from resolution tags and descriptions.
enum Calibration {
    /// From the resolution tags alone; nil for what is no microscope's pixel, like the 72 dpi that programs fill in.
    static func plain(_ tags: PageTags) -> PixelSize? {
        let micronsPerUnit = [2: 25_400.0, 3: 10_000.0]
        guard let unit = micronsPerUnit[tags.resolutionUnit], let x = tags.resolution.x, let y = tags.resolution.y
        else {
            return nil
        }
        let size = PixelSize(x: unit / x, y: unit / y, unit: "micron")
        // 20 µm is 1270 dpi: scanners and printers lie above, microscopes below.
        return max(size.x, size.y) < 20 ? size : nil
    }

    /// With ImageJ's unit and slice distance; the resolution tags then count pixels per that unit.
    static func imageJ(_ description: ImageJDescription, _ tags: PageTags) -> PixelSize? {
        guard let unit = description.unit, let x = tags.resolution.x, let y = tags.resolution.y else {
            return plain(tags)
        }
        return PixelSize(x: 1 / x, y: 1 / y, z: description.spacing, unit: unit)
    }
}
