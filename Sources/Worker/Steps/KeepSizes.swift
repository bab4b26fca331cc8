import Imaging
import Morphology
import WorkerProtocol

/// Leaves the objects of a size.
struct KeepSizes: Step {
    let least: Double
    let most: Double
    let unit: SizeUnit

    func run(on plane: inout SegmentedPlane, in setting: StepSetting) throws(Failure) {
        let labels = try plane.labels()
        let range = try areas(setting.pixelSize, isVolume: labels.size.depth > 1)
        plane.replaceObjects(range.map { labels.keepingObjects(areas: $0) } ?? labels.keeping { _ in false })
    }

    /// The numbers of pixels that are left; nil where no whole number lies in the range.
    func areas(_ pixelSize: PixelSize?, isVolume: Bool) throws(Failure) -> ClosedRange<Int>? {
        let pixel = try sizeOfPixel(pixelSize, isVolume: isVolume)
        let sizes = (least / pixel, most / pixel)
        // Whole pixels: a hair below 20 is not 20.
        let first = Int(clamping: sizes.0.rounded(.up))
        return sizes.1 < sizes.0.rounded(.up) ? nil : first...max(first, Int(clamping: sizes.1))
    }

    /// What one pixel measures in the unit.
    private func sizeOfPixel(_ size: PixelSize?, isVolume: Bool) throws(Failure) -> Double {
        switch unit {
        case .pixels: return 1
        case .squareMicrometres:
            if isVolume {
                throw Failure(
                    kind: "recipe_impossible",
                    message: "area_um2 is the size of objects in planes, and these are volumes",
                    remedy: "write volume_um3 = [\(least), \(most)] in cubic micrometres, or area in voxels"
                )
            }
            guard let size = size?.inMicrometres else { throw noPixelSize() }
            return size.x * size.y
        case .cubicMicrometres:
            if !isVolume {
                throw Failure(
                    kind: "recipe_impossible",
                    message: "volume_um3 is the size of objects in volumes, and these are planes",
                    remedy: "write area_um2 = [\(least), \(most)] in square micrometres, or area in pixels"
                )
            }
            guard let size = size?.inMicrometres, let z = size.z else { throw noPixelSize() }
            return size.x * size.y * z
        }
    }

    private func noPixelSize() -> Failure {
        Failure(
            kind: "no_pixel_size",
            message: "\(unit.rawValue) needs the size of a pixel, and the image does not give it in a unit of length",
            remedy: "have the microscope write it, or give sizes in pixels: area = [20, 5000]"
        )
    }
}

extension Int {
    /// The nearest whole number that there is.
    fileprivate init(clamping value: Double) {
        self = value.isNaN ? 0 : value >= 9e18 ? .max : value <= 0 ? 0 : Int(value)
    }
}
