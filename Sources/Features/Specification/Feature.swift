/// One token of a feature specification that stands for a plane of the feature stack.
package struct Feature: Sendable, Hashable {
    /// The token as in the file, for example `sobel_of_gaussian_blur=1`.
    package var token: String
    /// The operation's name, for example `sobel_of_gaussian_blur`; `original` for the image itself.
    package var name: String
    /// The number behind the first `=`; nil for `original`.
    package var number: Double?
}
