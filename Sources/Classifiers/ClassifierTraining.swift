package import Imaging

/// What a classifier's file says of its training, for people; none of it changes what is computed.
package struct ClassifierTraining: Sendable, Hashable {
    /// The program that wrote the file.
    package var software: String
    /// Its version; nil where the file gives none.
    package var version: String?
    /// The features, in the words of the file.
    package var featureSpecification: String
    /// Words of the specification that name no feature.
    package var ignoredTokens: [String]
    /// Importance of each input of the forest; empty where the file has none.
    package var featureImportances: [Double]
    /// The classes as the program calls and shows them, from class 1; empty where the file has none.
    package var classes: [ClassMark]

    /// What a file says; versions and importances only where it has them.
    package init(
        software: String,
        version: String? = nil,
        featureSpecification: String,
        ignoredTokens: [String] = [],
        featureImportances: [Double] = [],
        classes: [ClassMark] = []
    ) {
        self.software = software
        self.version = version
        self.featureSpecification = featureSpecification
        self.ignoredTokens = ignoredTokens
        self.featureImportances = featureImportances
        self.classes = classes
    }
}
