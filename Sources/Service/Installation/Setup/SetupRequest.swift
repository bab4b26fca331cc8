package import SystemPackage

/// What somebody wants to be set up: images in a folder, segmented by a classifier, shared with a group.
package struct SetupRequest: Sendable, Equatable {
    /// The folder into which the microscope writes; absolute.
    package var folder: FilePath
    /// The classifier file, wherever it lies now; absolute.
    package var classifier: FilePath
    /// The group of the microscope's account.
    package var group: String
    /// The service or instance.
    package var service: InstalledService
    /// The configuration to write or add to.
    package var configuration: FilePath
    /// Whether test image and results stay.
    package var keepsTestImage: Bool

    /// A request; the configuration is the service's own unless another is named.
    package init(
        folder: FilePath,
        classifier: FilePath,
        group: String,
        service: InstalledService = InstalledService(),
        configuration: FilePath? = nil,
        keepsTestImage: Bool = false
    ) {
        self.folder = folder
        self.classifier = classifier
        self.group = group
        self.service = service
        self.configuration = configuration ?? service.configuration
        self.keepsTestImage = keepsTestImage
    }

    /// Where the service finds the classifier.
    package var installedClassifier: FilePath {
        let folder = configuration.removingLastComponent()
        return classifier.lastComponent.map { folder.appending($0) } ?? folder
    }
}
