import Files
import SystemPackage
import WorkerProtocol

extension SetupPlan {
    private static let wanted: FilePermissions = [.groupReadWriteExecute, .setGroupID]

    /// The folder itself, and the way to it.
    ///
    /// - Parameter isShown: whether the unit shows it to the service, so that the way does not matter.
    mutating func planFolder(
        _ request: SetupRequest,
        _ surroundings: SetupSurroundings,
        isShown: Bool
    ) throws(Failure) {
        let (place, group) = (ShellText.quoted(request.folder), ShellText.quoted(request.group))
        if let real = surroundings.realFolder, real != request.folder.lexicallyNormalized() {
            // Rights would be changed somewhere else than the command says.
            throw Failure(
                kind: "folder_linked",
                message: "\(request.folder) leads to \(real) by a symbolic link",
                remedy: "name \(real) itself"
            )
        }
        for folder in surroundings.above where !isShown && !letsPass(folder, request, surroundings) {
            append(openWay(through: folder, request, surroundings))
        }
        guard let folder = surroundings.folder else {
            guard surroundings.above.count == request.folder.components.count - 1 else {
                throw Failure(
                    kind: "folder_missing",
                    message: "\(request.folder) is not there, nor the folder above it",
                    remedy: "mount it or make it, or correct the path"
                )
            }
            return append(
                SetupStep(
                    "the folder",
                    "install --directory --group=\(group) --mode=2770 \(place)",
                    undo: "rmdir --ignore-fail-on-non-empty \(place)"
                )
            )
        }
        if folder.group == request.group {
            append(.alreadySo("\(request.folder) belongs to the group \(request.group)"))
        } else {
            append(
                SetupStep(
                    "the folder belongs to the group",
                    "chgrp \(group) \(place)",
                    undo: "chgrp \(ShellText.quoted(folder.group)) \(place)"
                )
            )
        }
        if folder.permissions.isSuperset(of: Self.wanted) {
            append(.alreadySo("the group may write to \(request.folder), and what is made in it stays the group's"))
        } else {
            // With five digits chmod also takes the setgid bit away from a folder.
            let mode = String(folder.permissions.rawValue & 0o7777, radix: 8)
            append(
                SetupStep(
                    "the group may write to it, and what is made in it stays the group's",
                    "chmod g+rwxs \(place)",
                    undo: "chmod \(String(repeating: "0", count: max(0, 5 - mode.count)))\(mode) \(place)"
                )
            )
        }
    }

    private func letsPass(
        _ folder: SetupSurroundings.Folder,
        _ request: SetupRequest,
        _ surroundings: SetupSurroundings
    ) -> Bool {
        let isMember = (surroundings.groupsOfUser + [request.group]).contains(folder.group)
        return folder.permissions.contains(isMember ? .groupExecute : .otherExecute)
    }

    private func openWay(
        through folder: SetupSurroundings.Folder,
        _ request: SetupRequest,
        _ surroundings: SetupSurroundings
    ) -> SetupStep {
        let (place, user) = (ShellText.quoted(folder.path), InstalledService.user)
        let purpose = "the service may pass \(folder.path)"
        if folder.group == request.group {
            return SetupStep(purpose, "chmod g+x \(place)", undo: "chmod g-x \(place)")
        }
        if surroundings.hasAccessLists {
            return SetupStep(
                purpose,
                "setfacl --modify user:\(user):x \(place)",
                undo: "setfacl --remove user:\(user) \(place)"
            )
        }
        return SetupStep(purpose, "chmod o+x \(place)", undo: "chmod o-x \(place)")
    }
}
