import Files
package import SystemPackage

/// Where a classifier that is trained lies, and what lies beside it.
///
/// `nuclei.cl` has its samples in `nuclei.samples` and its versions in `nuclei.versions`; whatever else a classifier's file
/// is called, the endings stand behind its whole name. A file that is a link is the one that it leads to.
package struct ClassifierPlace: Sendable, Hashable {
    /// The classifier's file.
    package let classifier: FilePath
    /// Its samples.
    package let samples: FilePath
    /// The folder of its versions.
    package let versions: FilePath
    /// The folder of all three.
    package let folder: FilePath

    /// The place of the classifier at an absolute path; asks the file system where links lead.
    package init(_ path: FilePath) {
        let calls = FileCalls()
        if let real = try? calls.realPath(of: path) {
            classifier = real
        } else if let real = try? calls.realPath(of: path.removingLastComponent()), let name = path.lastComponent {
            classifier = real.appending(name)
        } else {
            classifier = path
        }
        folder = classifier.removingLastComponent()
        let stem = Self.stem(of: classifier)
        samples = folder.appending(stem + ".samples")
        versions = folder.appending(stem + ".versions")
    }

    /// The names of the two files.
    var names: (classifier: FilePath.Component, samples: FilePath.Component) {
        guard let classifier = classifier.lastComponent, let samples = samples.lastComponent else {
            preconditionFailure("a classifier's path ends in a name")
        }
        return (classifier, samples)
    }

    private static func stem(of path: FilePath) -> String {
        let name = path.lastComponent?.string ?? "classifier"
        return name.hasSuffix(".cl") && name.count > 3 ? String(name.dropLast(3)) : name
    }
}
