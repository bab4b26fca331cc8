package import SystemPackage

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

    /// What computed.
    package struct Engine: Sendable, Equatable, Codable {
        /// The version of segmentd.
        package var version: String
        /// The name of the device.
        package var device: String
        /// `gpu`, `cpu` or `host`.
        package var kind: String

        /// The given version on the given device.
        package init(version: String, device: String, kind: String) {
            self.version = version
            self.device = device
            self.kind = kind
        }
    }

    /// Counts of one looped plane.
    package struct Plane: Sendable, Equatable, Codable {
        /// T, from 0.
        package var frame: Int
        /// Z, from 0.
        package var z: Int
        /// Number of objects, where labels were made.
        package var objects: Int?
        /// Share of pixels in the mask, 0…1, where a mask was made.
        package var foregroundShare: Double?

        /// The counts of a plane.
        package init(frame: Int, z: Int, objects: Int?, foregroundShare: Double?) {
            self.frame = frame
            self.z = z
            self.objects = objects
            self.foregroundShare = foregroundShare
        }

        enum CodingKeys: String, CodingKey {
            case frame, z, objects
            case foregroundShare = "foreground_share"
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

        /// A file of `bytes` bytes, called as `names` say.
        package init(kind: OutputKind, names: OutputNames, bytes: Int, sha256: String) {
            self.kind = kind
            name = names[kind].text
            nameBytes = names[kind].base64
            self.bytes = bytes
            self.sha256 = sha256
        }

        /// The file name; nil when the summary holds none.
        package var component: FilePath.Component? { FilePath.Component(text: name, base64: nameBytes) }

        enum CodingKeys: String, CodingKey {
            case kind, name
            case nameBytes = "name_base64"
            case bytes, sha256
        }
    }

    /// Milliseconds spent in each stage, kept to a thousandth.
    package struct Timings: Sendable, Equatable, Codable {
        /// From the last change of the file to the beginning of its work.
        package var waited: Double
        package var read: Double
        package var compute: Double
        package var write: Double

        /// The given milliseconds; zero for a stage that was not reached.
        package init(waited: Double = 0, read: Double = 0, compute: Double = 0, write: Double = 0) {
            func rounded(_ value: Double) -> Double { value.isFinite ? (value * 1_000).rounded() / 1_000 : 0 }
            self.waited = rounded(waited)
            self.read = rounded(read)
            self.compute = rounded(compute)
            self.write = rounded(write)
        }
    }

    /// Why an image failed.
    package struct Failure: Sendable, Equatable, Codable {
        /// A stable word for machines, for example `truncated`.
        package var kind: String
        /// What failed, and where.
        package var message: String
        /// What a person can do about it.
        package var remedy: String
        /// How often it was tried.
        package var attempts: Int

        /// A failure after `attempts` attempts.
        package init(kind: String, message: String, remedy: String, attempts: Int) {
            self.kind = kind
            self.message = message
            self.remedy = remedy
            self.attempts = attempts
        }

        /// The failure to write results, after `attempts` attempts.
        package init(_ error: ResultsError, attempts: Int) {
            self.init(kind: error.kind, message: error.message, remedy: error.remedy, attempts: attempts)
        }
    }
}
