/// A failure of the test's own machinery, in words.
package struct TestFailure: Error, CustomStringConvertible {
    package let description: String

    /// A failure described so.
    package init(_ description: String) { self.description = description }
}
