import Files
import Settings
import SystemPackage
import Testing

@Suite("Places that are closed to the service")
struct ClosedPlaceTests {
    private static func place(
        _ mode: CInterop.Mode,
        group: String = "microscopy",
        missing: String = "x",
        isMember: Bool = false,
        owner: String = "scope"
    ) -> ClosedPlace {
        ClosedPlace(
            path: "/data",
            missing: missing,
            owner: owner,
            group: group,
            permissions: FilePermissions(rawValue: mode),
            user: "segmentd",
            isMember: isMember
        )
    }

    @Test("the remedy is the command that grants what is missing, to as few as possible")
    func remedies() {
        let join = "`usermod --append --groups microscopy segmentd` and a new login, or a restart of the service"
        #expect(Self.place(0o750).remedy == join)
        #expect(Self.place(0o2770, missing: "rwx").remedy == join)
        #expect(Self.place(0o700, isMember: true).remedy == "`chmod g+x /data`")
        #expect(Self.place(0o2750, missing: "w", isMember: true).remedy == "`chmod g+w /data`")
        #expect(Self.place(0o700, owner: "segmentd").remedy == "`chmod u+x /data`")
        // Nobody becomes a member of root's group, or of one that may do nothing there.
        #expect(
            Self.place(0o750, group: "root").remedy == "`setfacl --modify user:segmentd:x /data`, or `chmod o+x /data`"
        )
        #expect(Self.place(0o750, missing: "w").remedy == "`setfacl --modify user:segmentd:rwx /data`")
        // An entry of the user's own takes the place of what others may do.
        #expect(Self.place(0o754, group: "root").remedy.contains("user:segmentd:rx /data"))
        #expect(Self.place(0o600, group: "root", missing: "r").remedy.hasSuffix("or `chmod o+r /data`"))
        #expect(Self.place(0o2750).state == "scope:microscopy, mode 2750")
    }

    @Test("a unit's walls are told from a disk that is read-only")
    func mounts() {
        // From a service with ProtectSystem=strict and ProtectHome=yes, and from a disk that the kernel has closed.
        let text = """
            619 461 254:1 / / ro,relatime shared:1 - ext4 /dev/vda1 rw
            661 619 254:1 /data /data rw,noexec,relatime shared:210 master:84 - ext4 /dev/vda1 rw
            662 619 8:1 / /mnt/my\\040disk ro,relatime - xfs /dev/sda1 ro
            663 619 0:22 /systemd/inaccessible/dir /home ro,nosuid,nodev,noexec shared:9 - tmpfs tmpfs rw,size=1
            """
        let table = MountTable(parsing: Array(text.utf8))
        #expect(table.mounts.count == 4)
        #expect(table.mount(of: "/data/scope1")?.place == "/data" && table.mount(of: "/database")?.place == "/")
        let unit = SandboxedPlace.readOnly("/microscopes", by: table)
        #expect(unit.message.contains("ReadWritePaths=") && unit.remedy.contains("unit-dropin"))
        let disk = SandboxedPlace.readOnly("/mnt/my disk/a", by: table)
        #expect(disk.message == "the xfs file system on /mnt/my disk is mounted read-only")
        #expect(disk.remedy.contains("remount,rw '/mnt/my disk'"))
        #expect(SandboxedPlace.hidden("/home/anna", by: table)?.message.contains("ProtectHome=") == true)
        #expect(SandboxedPlace.hidden("/root", by: table) == nil)
    }

    @Test(
        "words for a shell",
        arguments: [("/a b", "'/a b'"), ("it's", #"'it'\''s'"#), ("/plain-1.tif", "/plain-1.tif")]
    )
    func words(word: String, quoted: String) {
        #expect(ShellText.quoted(word) == quoted)
    }
}
