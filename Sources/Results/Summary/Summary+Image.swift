package import Files
package import Imaging
package import SystemPackage

extension Summary {
    /// The image as it was when it was read.
    package struct Image: Sendable, Equatable, Codable {
        /// The file name; where `nameBytes` is given, only for people.
        package var name: String
        /// The bytes of a file name that is no UTF-8, in Base64.
        package var nameBytes: String?
        /// The folder of the image, for results in a tree of their own; where `folderBytes` is given, only for people.
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
        package var pixelSize: PixelSize?

        /// The image called `name`; `file` tells which file it was, `layout` is there where it could be read.
        ///
        /// - Parameter folder: where it lies, if the results lie in a tree of their own.
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
            mtime = Self.dateAndTime(identity)
            // A time beyond the year 2262 wraps: it then equals no file's, and the digest decides.
            mtimeNanoseconds =
                identity.modificationSeconds &* 1_000_000_000 &+ Int64(identity.modificationNanoseconds)
            inode = file?.inode
            ctimeNanoseconds = file?.changeTime
            self.sha256 = sha256
            axes = layout?.axes
            shape = layout?.extents
            pixelType = layout?.pixelType
            pixelSize = layout?.pixelSize
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

        /// Where the image lay, as far as the summary says it.
        package var path: FilePath? {
            guard let folder, let component else { return nil }
            return FilePath(text: folder, base64: folderBytes).appending(component)
        }

        /// Whether this is the image of the given file name, byte for byte.
        package func isNamed(_ other: FilePath.Component) -> Bool { component == other }

        enum CodingKeys: String, CodingKey {
            case name
            case nameBytes = "name_base64"
            case folder
            case folderBytes = "folder_base64"
            case size
            case mtime
            case mtimeNanoseconds = "mtime_ns"
            case inode
            case ctimeNanoseconds = "ctime_ns"
            case sha256
            case axes
            case shape
            case pixelType = "pixel_type"
            case pixelSize = "pixel_size"
        }

        /// `2026-11-21T09:30:00.123456789Z`, by the civil calendar (the days-from-civil algorithm of H. Hinnant).
        private static func dateAndTime(_ identity: FileIdentity) -> String {
            let (days, second) = identity.modificationSeconds.floorDivided(by: 86_400)
            let (era, dayOfEra) = (days + 719_468).floorDivided(by: 146_097)
            let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
            let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
            let shiftedMonth = (5 * dayOfYear + 2) / 153
            let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
            let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
            let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
            let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
            let time = "\(padded(second / 3_600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
            return "\(date)T\(time).\(padded(Int64(identity.modificationNanoseconds), 9))Z"
        }

        private static func padded(_ number: Int64, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
    }
}

extension Int64 {
    /// Quotient rounded down, and the remainder, which is never negative.
    fileprivate func floorDivided(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
