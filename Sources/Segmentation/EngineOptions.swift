/// Settings of the engine that only tests and measurements change.
package struct EngineOptions: Sendable {
    /// Memory for the planes of one strip, in bytes, instead of what suits the device; a strip has at least one block
    /// of rows whatever it says.
    package var stripBytes: Int?
    /// Rows of a strip, instead of what the memory allows.
    package var stripRows: Int?
    /// Device memory, in bytes, beyond which allocations fail as on a smaller device.
    package var memoryLimit: Int?
    /// Pixels of one explicit vector, 16, 8 or 1, instead of what suits the device.
    package var lanes: Int?
    /// Ranks as with AVX-512, whose instructions are emulated where they are missing; needs vectors of 16.
    package var emulatesPermutes = false
    /// Evaluates every forest pixel by pixel.
    package var walksForests = false
    /// Does division and roots through double even where the device rounds them correctly.
    package var avoidsExactDivision = false
    /// Treats the device's memory as apart from the host's.
    package var copiesPixels = false
    /// Lets the compiler fuse products and sums, so that the self-test fails.
    package var contraction = false

    /// The settings in normal use.
    package init() {}
}
