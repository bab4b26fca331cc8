import Files
import Glibc
package import SystemPackage

/// What a computer has already of what a set-up is to make.
package struct SetupSurroundings: Sendable {
    /// A folder as it is.
    package struct Folder: Sendable, Equatable {
        package var path: FilePath
        package var group: String
        package var permissions: FilePermissions

        /// A folder with the given group and permissions.
        package init(_ path: FilePath, group: String, permissions: FilePermissions) {
            self.path = path
            self.group = group
            self.permissions = permissions
        }
    }

    /// What lies where a file is to be put.
    package enum Place: Sendable, Equatable {
        case empty
        case same
        case other
    }

    /// Whether systemd knows the unit.
    package var knowsUnit = true
    /// Whether it is running, and started with the computer.
    package var isActive = false
    package var isEnabled = false
    /// Whether the service's user exists.
    package var hasUser = true
    /// The package's description of that user, where it is installed.
    package var usersFile: FilePath?
    /// Whether the group exists.
    package var hasGroup = true
    /// The groups of the service's user.
    package var groupsOfUser: [String] = []
    /// The folder of the images; nil where there is none.
    package var folder: Folder?
    /// The folders above it that exist, from the top.
    package var above: [Folder] = []
    /// SHA-256 of the classifier, hexadecimal.
    package var classifierDigest: String?
    /// The folder of the images with all links followed; nil where there is none.
    package var realFolder: FilePath?
    /// What lies where the classifier is to be put.
    package var classifier = Place.empty
    /// Whether the folder of the configuration exists.
    package var hasConfigurationFolder = true
    /// The text of the configuration; nil where there is none.
    package var configuration: String?
    /// The text of the drop-in; nil where there is none.
    package var dropin: String?
    /// Whether access control lists can be set.
    package var hasAccessLists = false
    /// What the drop-in depends on.
    package var unit = UnitSurroundings()

    /// A computer that has the package, and nothing else.
    package init() {}

    /// This computer, as far as `request` is concerned; asks systemd on this thread.
    package init(of request: SetupRequest) {
        let unit = request.service.unit
        func says(_ command: String...) -> Bool { SystemProgram.output(of: command)?.status == 0 }
        knowsUnit = says("systemctl", "cat", "\(unit).service")
        isActive = says("systemctl", "is-active", unit)
        isEnabled = says("systemctl", "is-enabled", unit)
        let user = UserNames.numbers(of: InstalledService.user)
        hasUser = user != nil
        for folder in ["/usr/lib/sysusers.d", "/usr/local/lib/sysusers.d", "/etc/sysusers.d"] as [FilePath]
        where Self.exists(folder.appending("segmentd.conf")) {
            usersFile = folder.appending("segmentd.conf")
        }
        hasGroup = GroupNames.number(of: request.group) != nil
        groupsOfUser =
            user.map { user in
                UserNames.groups(of: InstalledService.user, first: user.group).map { GroupNames.text(of: $0) }
            } ?? []
        folder = Self.folder(at: request.folder)
        realFolder = try? FileCalls().realPath(of: request.folder)
        classifierDigest = Self.bytes(of: request.classifier).map { FileDigest.sha256($0) }
        var place = FilePath("/")
        for component in request.folder.components.dropLast() {
            place.append(component)
            guard let folder = Self.folder(at: place) else { break }
            above.append(folder)
        }
        classifier = Self.place(of: request.classifier, at: request.installedClassifier)
        hasConfigurationFolder = Self.exists(request.configuration.removingLastComponent())
        configuration = Self.text(of: request.configuration)
        dropin = Self.text(of: request.service.dropin)
        hasAccessLists = says("sh", "-c", "command -v setfacl")
        self.unit = .current
    }

    private static func exists(_ path: FilePath) -> Bool {
        (try? FileCalls().state(at: path, followingLink: true)) != nil
    }

    private static func folder(at path: FilePath) -> Folder? {
        guard (try? FileCalls().state(at: path, followingLink: true))?.type == .directory,
            let (_, access) = try? FileCalls().ownership(at: path)
        else { return nil }
        return Folder(path, group: GroupNames.text(of: access.group), permissions: access.permissions)
    }

    private static func place(of file: FilePath, at place: FilePath) -> Place {
        guard exists(place) else { return .empty }
        guard let new = bytes(of: file), let old = bytes(of: place) else { return .other }
        return new == old ? .same : .other
    }

    private static func text(of file: FilePath) -> String? {
        bytes(of: file).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func bytes(of file: FilePath) -> [UInt8]? {
        guard let file = try? FileCalls().open(file, for: .reading) else { return nil }
        var bytes: [UInt8] = []
        while let more = try? FileCalls().read(file.number, first: 1 << 20, at: bytes.count), !more.isEmpty {
            bytes += more
        }
        return bytes
    }
}
