import CLinux
package import SystemPackage

/// File systems on which the kernel does not report what other machines, or the server behind a mount, do.
package enum FileSystemKind {
    /// The name of the remote file system that holds `path`; nil for a local one, or where it cannot be asked.
    package static func remoteName(of path: FilePath) -> String? {
        var record = statfs()
        guard path.withPlatformString({ statfs($0, &record) }) == 0 else { return nil }
        return remoteNames[UInt32(truncatingIfNeeded: record.f_type)]
    }

    /// Why such a file system is looked through on a timer.
    package static func reasonToPoll(_ name: String) -> String {
        "the kernel does not report what others write on \(name)"
    }

    // linux/magic.h and the file systems' own sources.
    private static let remoteNames: [UInt32: String] = [
        0x0000_6969: "NFS",
        0x0000_517B: "SMB",
        0xFF53_4D42: "CIFS",
        0xFE53_4D42: "SMB2",
        0x6573_5546: "FUSE",
        0x0102_1997: "9p",
        0x00C3_6400: "Ceph",
        0x0BD0_0BD0: "Lustre",
        0x4750_4653: "GPFS",
        0x1983_0326: "BeeGFS",
        0x5346_414F: "AFS",
        0x6B41_4653: "AFS",
        0x7375_7245: "Coda",
        0x0000_564C: "NCP",
        0x786F_4256: "VirtualBox shared folder",
        0x7461_636F: "OCFS2",
        0x0116_1970: "GFS2",
    ]
}
