/// What a device says of itself, and whether this program can use it.
package struct DeviceDescription: Sendable, Hashable, Codable {
    package var name: String
    package var kind: DeviceKind
    /// Name of the platform, which is the runtime that offers the device.
    package var platform: String
    /// The OpenCL version of the device, as it writes it.
    package var version: String
    /// The driver's version.
    package var driver: String
    package var computeUnits: Int
    package var globalMemoryBytes: Int
    /// Why the device is not used; nil when nothing speaks against it.
    package var problem: String?

    /// Whether its runtime keeps compiled kernels in the folder that POCL_CACHE_DIR names.
    package var keepsKernels: Bool { platform == "Portable Computing Language" }

    /// Whether both are of one device; a part of a device has fewer compute units.
    package func isSame(as other: DeviceDescription) -> Bool {
        (name, platform, driver, kind) == (other.name, other.platform, other.driver, other.kind)
    }

    /// A description made of what a device reported.
    package init(
        name: String,
        kind: DeviceKind,
        platform: String,
        version: String,
        driver: String,
        computeUnits: Int,
        globalMemoryBytes: Int,
        problem: String?
    ) {
        self.name = name
        self.kind = kind
        self.platform = platform
        self.version = version
        self.driver = driver
        self.computeUnits = computeUnits
        self.globalMemoryBytes = globalMemoryBytes
        self.problem = problem
    }
}
