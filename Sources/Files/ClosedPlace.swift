import Glibc
package import SystemPackage

/// A folder or file that lacks rights for a user, and the command that grants them.
package struct ClosedPlace: Sendable, Hashable {
    /// Who needs rights.
    package struct Asker: Sendable, Hashable {
        package let name: String
        package let groups: Set<UInt32>

        /// A user who is a member of these groups.
        package init(name: String, groups: Set<UInt32>) {
            (self.name, self.groups) = (name, groups)
        }

        /// The user of this process; root has rights without its groups.
        package static var ours: Asker {
            Asker(name: UserNames.current, groups: geteuid() == 0 ? [] : ProcessGroups.all)
        }
    }

    /// The file or folder itself, or a folder on the way to it.
    package let path: FilePath
    /// The rights that are missing, of `r`, `w` and `x`.
    package let missing: String
    /// Who owns it.
    package let owner: String
    /// The group that it belongs to.
    package let group: String
    /// What owner, group and others may do with it.
    package let permissions: FilePermissions
    /// The user who needs them.
    package let user: String
    /// Whether that user is a member of the group.
    package let isMember: Bool

    /// A place with the given owner, group and permissions.
    package init(
        path: FilePath,
        missing: String,
        owner: String,
        group: String,
        permissions: FilePermissions,
        user: String,
        isMember: Bool
    ) {
        self.path = path
        self.missing = missing
        self.owner = owner
        self.group = group
        self.permissions = permissions
        self.user = user
        self.isMember = isMember
    }

    /// The place as it is for this process; nil where it cannot be looked at.
    ///
    /// - Parameters:
    ///   - access: what is needed, of R_OK, W_OK and X_OK.
    ///   - asker: who needs it.
    package init?(at path: FilePath, needing access: Int32, for asker: Asker = .ours) {
        guard let (owner, state) = try? FileCalls().ownership(at: path) else { return nil }
        let missing = [(R_OK, "r"), (W_OK, "w"), (X_OK, "x")].filter { right, _ in
            access & right != 0 && (try? FileCalls().check(access: right, at: path)) == nil
        }
        self.init(
            path: path,
            missing: missing.map(\.1).joined(),
            owner: UserNames.name(of: owner),
            group: GroupNames.text(of: state.group),
            permissions: state.permissions,
            user: asker.name,
            isMember: asker.groups.contains(state.group)
        )
    }

    /// Who owns it and what is allowed, as `ls` would say: `scope:microscopy, mode 2750`.
    package var state: String { "\(owner):\(group), mode \(String(permissions.rawValue & 0o7777, radix: 8))" }

    /// The command that grants what is missing, to as few as possible.
    package var remedy: String {
        let place = ShellText.quoted(path)
        if owner == user { return "`chmod u+\(missing) \(place)`" }
        // A right of the group is granted to all its members: right for the microscope's folders, wrong for root's.
        if isMember { return "`chmod g+\(missing) \(place)`" }
        let granted = [(Character("r"), FilePermissions.groupRead), ("w", .groupWrite), ("x", .groupExecute)]
            .allSatisfy { !missing.contains($0.0) || permissions.contains($0.1) }
        if granted, group != "root" {
            return "`usermod --append --groups \(group) \(user)` and a new login, or a restart of the service"
        }
        return "`setfacl --modify user:\(user):\(wholeRights) \(place)`"
            + (!missing.contains("w") ? ", or `chmod o+\(missing) \(place)`" : "")
    }

    /// What an entry of the user's own must hold: it takes the place of all that group and others are allowed.
    private var wholeRights: String {
        if missing.contains("w") { return "rwx" }
        return [("r", FilePermissions.otherRead), ("x", .otherExecute)]
            .filter { permissions.contains($0.1) || missing.contains($0.0) }.map(\.0).joined()
    }
}
