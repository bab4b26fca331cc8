import Foundation
import TestSupport

/// Another process that brings images into a folder, in the three ways that matter.
enum Microscope {
    /// How an image arrives; image number n arrives in way n modulo 3.
    enum Way: Int {
        case chunks
        case rename
        case nested
    }

    /// The path, below the acquisition folder, of image `number`.
    static func path(_ number: Int) -> String {
        Way(rawValue: number % 3) == .nested
            ? "series \(number)/pos_\(number)/image_\(number).tif" : "image_\(number).tif"
    }

    /// Writes images by a shell of its own, which ends when the last byte is written.
    static func bring(_ numbers: Range<Int>, into folder: URL) throws {
        var script = "set -eu\n"
        for number in numbers {
            let source = AcquisitionFixtures.image(number).path
            let target = folder.appending(path: path(number)).path
            switch Way(rawValue: number % 3) {
            case .chunks:
                script += "{ head -c 5000 '\(source)'; sleep 0.05; tail -c +5001 '\(source)'; } > '\(target)'\n"
            case .rename:
                script += "cp '\(source)' '\(target).part'; mv '\(target).part' '\(target)'\n"
            default:
                script += "mkdir -p \"$(dirname '\(target)')\"; cp '\(source)' '\(target)'\n"
            }
        }
        try shell(script)
    }

    /// Runs a script to its end.
    static func shell(_ script: String) throws {
        let status = try ChildProcess(["/bin/sh", "-c", script]).wait()
        guard status == 0 else { throw EndToEndError("the shell ended with \(status)") }
    }
}
