import Files
package import Imaging
package import SystemPackage
package import WorkerProtocol

extension Summary {
    /// The classifier as it was when the image was begun.
    package struct Classifier: Sendable, Equatable, Codable {
        /// The file name.
        package var name: String
        /// Where the file was.
        package var path: String?
        /// SHA-256 of the file, hexadecimal.
        package var sha256: String
        /// How many versions of the file were in force since the start, from 1.
        package var generation: Int
        /// `PixelClassifier`, `ObjectSegmenter` or `ProbabilityMapper`.
        package var classifierClass: String?
        /// The features, as the file names them.
        package var features: [String]

        /// The classifier called `name`.
        package init(
            name: String,
            path: String?,
            sha256: String,
            generation: Int,
            classifierClass: String?,
            features: [String]
        ) {
            self.name = name
            self.path = path
            self.sha256 = sha256
            self.generation = generation
            self.classifierClass = classifierClass
            self.features = features
        }

        enum CodingKeys: String, CodingKey {
            case name, path, sha256, generation, features
            case classifierClass = "class"
        }
    }

    /// Counts over all planes.
    package struct Totals: Sendable, Equatable, Codable {
        package var planes: Int
        package var objects: Int?
        /// Mean share over the planes.
        package var foregroundShare: Double?

        enum CodingKeys: String, CodingKey {
            case planes, objects
            case foregroundShare = "foreground_share"
        }
    }

    /// One file that belongs to the result.
    package struct Output: Sendable, Equatable, Codable {
        package var kind: OutputKind
        /// The file name, in the folder of the summary; where `nameBytes` is given, only for people.
        package var name: String
        /// The bytes of a file name that is no UTF-8, in Base64.
        package var nameBytes: String?
        package var bytes: Int
        /// SHA-256 of the file, hexadecimal.
        package var sha256: String
        /// The named axes of an image, as those of the input.
        package var axes: String?
        /// Extents in the order of `axes`.
        package var shape: [Int]?
        package var pixelType: PixelType?
        /// The classes whose probabilities the channels are, from 1.
        package var classes: [Int]?
        /// What the column `area` of a table counts: `pixel` or `voxel`.
        package var areaUnit: String?
        /// The identity of all that it depends on, image content aside (`Recipe.identity(of:)`); nil in summaries of
        /// earlier versions.
        package var identity: String?

        /// A file that the worker wrote, called as `names` say.
        package init(kind: OutputKind, names: OutputNames, file: JobReport.Output, identity: String? = nil) {
            self.kind = kind
            name = names[kind].text
            nameBytes = names[kind].base64
            bytes = file.bytes
            sha256 = file.sha256
            axes = file.form?.axes
            shape = file.form?.shape
            pixelType = file.form?.pixelType
            classes = file.form?.classes
            areaUnit = file.form?.areaUnit
            self.identity = identity
        }

        /// The file name; nil when the summary holds none.
        package var component: FilePath.Component? { FilePath.Component(text: name, base64: nameBytes) }

        enum CodingKeys: String, CodingKey {
            case kind, name
            case nameBytes = "name_base64"
            case bytes, sha256, identity, axes, shape
            case pixelType = "pixel_type"
            case classes
            case areaUnit = "area_unit"
        }
    }

    /// Why an image failed.
    package struct Cause: Sendable, Equatable, Codable {
        /// A stable word for machines, for example `truncated`.
        package var kind: String
        /// What failed, and where.
        package var message: String
        /// What a person can do about it.
        package var remedy: String
        /// How often it was tried.
        package var attempts: Int

        /// A failure after `attempts` attempts.
        package init(_ failure: Failure, attempts: Int) {
            kind = failure.kind
            message = failure.message
            remedy = failure.remedy
            self.attempts = attempts
        }
    }
}
