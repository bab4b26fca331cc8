/// What becomes of samples that a file declares as opacity.
package enum AlphaSamples: Sendable {
    /// They are not image: left out, with a warning.
    case leftOut
    /// They are channels like the others.
    case asChannel
}
