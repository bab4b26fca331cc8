package import Files
package import Imaging
package import SystemPackage

extension Summary {
    /// The image as it was when it was read.
    package struct Image: Sendable, Equatable {
        /// The file name; where `nameBytes` is given, only for people.
        package var name: String
        /// The bytes of a file name that is no UTF-8, in Base64.
        package var nameBytes: String?
        /// The folder of the image; where `folderBytes` is given, only for people. In summaries of schema 1 only of images
        /// whose results lie in a tree of their own.
        package var folder: String?
        /// The bytes of a folder's path that is no UTF-8, in Base64.
        package var folderBytes: String?
        /// Bytes.
        package var size: Int64
        /// Modification time for people, UTC with nanoseconds.
        package var mtime: String
        /// The same in nanoseconds since 1970; this one is compared.
        package var mtimeNanoseconds: Int64
        /// Inode number; nil in summaries of earlier versions.
        package var inode: UInt64?
        /// Time of the last change of content, name or attributes, nanoseconds since 1970; nil as for `inode`.
        package var ctimeNanoseconds: Int64?
        /// SHA-256 of the content, hexadecimal; nil when it could not be read.
        package var sha256: String?
        /// The named axes longer than 1 and Y, X, for example `TZYX`; nil when they could not be read.
        package var axes: String?
        /// Extents in the order of `axes`.
        package var shape: [Int]?
        package var pixelType: PixelType?
        /// The type in which the file stores pixels, where that is another one.
        package var storedType: String?
        /// Physical size of a pixel, with the symbol of its unit: µm, nm, mm.
        package var pixelSize: PixelSize?
        /// The name of the position, or series, where the file gives one.
        package var position: String?
        /// What the positions are called, one for each, where there are several: by their names, else by their numbers.
        package var positions: [String]?
        /// The names of the channels that were taken, where some were chosen and the file names them.
        package var channels: [String]?
        /// Seconds between frames, where the file gives them.
        package var frameInterval: Double?
        /// Where and when it was recorded, where the file tells.
        package var acquisition: Acquisition?
        /// The other files of an image that is stored in several, in their order, those of its own folder without one; nil
        /// for an image in one file.
        package var members: [Image]?
        /// Files that its files speak of, and that were not there; names as the files give them.
        package var missing: [String]?
        /// The pattern of names by which its files belong together; nil where the files themselves say it.
        package var together: String?

        /// The image called `name`; `file` tells which file it was, `layout` is there where it could be read.
        ///
        /// - Parameter folder: where it lies.
        package init(
            name: FilePath.Component,
            folder: FilePath? = nil,
            identity: FileIdentity,
            file: FileState? = nil,
            sha256: String? = nil,
            layout: ImageLayout? = nil
        ) {
            self.name = name.text
            nameBytes = name.base64
            self.folder = folder.map { String(decoding: $0.bytes, as: UTF8.self) }
            folderBytes = folder?.base64
            size = identity.size
            mtime =
                UTCTime(
                    seconds: identity.modificationSeconds,
                    nanoseconds: identity.modificationNanoseconds
                ).inNanoseconds
            // A time beyond the year 2262 wraps: it then equals no file's, and the digest decides.
            mtimeNanoseconds =
                identity.modificationSeconds &* 1_000_000_000 &+ Int64(identity.modificationNanoseconds)
            inode = file?.inode
            ctimeNanoseconds = file?.changeTime
            self.sha256 = sha256
            axes = layout?.axes
            shape = layout?.extents
            pixelType = layout?.pixelType
            storedType = layout?.storedType
            pixelSize = layout?.pixelSize.map { size in
                var size = size
                size.unit = LengthUnit(size.unit)?.rawValue ?? size.unit
                return size
            }
            let texts = layout?.positionTexts ?? []
            (position, positions) = texts.isEmpty ? (layout?.position, nil) : (nil, texts)
            frameInterval = layout?.frameInterval
            acquisition = layout?.acquisition
        }

        /// Size and modification time, as the file system had them.
        package var identity: FileIdentity {
            let (seconds, nanoseconds) = mtimeNanoseconds.floorDivided(by: 1_000_000_000)
            return FileIdentity(
                size: size,
                modificationSeconds: seconds,
                modificationNanoseconds: Int(nanoseconds)
            )
        }

        /// The file name; nil when the summary holds none.
        package var component: FilePath.Component? { FilePath.Component(text: name, base64: nameBytes) }

        /// Where the image lay, as far as the summary says it; `Summary.imageElsewhere` tells whether that is to be relied on.
        package var path: FilePath? {
            guard let folder, let component else { return nil }
            return FilePath(text: folder, base64: folderBytes).appending(component)
        }

        /// Whether this is the image of the given file name, byte for byte.
        package func isNamed(_ other: FilePath.Component) -> Bool { component == other }
    }
}
