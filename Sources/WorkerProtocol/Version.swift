/// The version of this program, as summaries and `--version` give it.
package enum Version {
    package static let current = "0.1.0"
}
