import Foundation
import Imaging
import TIFFFiles
import TestSupport
import Testing

private let sharedFolder = SharedMaterial.folder.map { $0 + "/tiffs" } ?? ""

/// Files that may be waited for, says the manifest, or be read as far as they go: they are read.
private let readAsTheyAre: Set<String> = ["mm_growing_next_past_eof.tif", "ome_binaryonly.ome.tif"]

/// Files that hold several images of different sizes: the one that the manifest describes.
private let chosenPositions = ["ome_two_series.ome.tif": 1]

/// What became of the files of a manifest.
private final class Tally {
    private(set) var equal = 0
    private(set) var refused: [String: Int] = [:]
    private(set) var later: [String: [String]] = [:]

    func countEqual() { equal += 1 }
    func countRefused(_ kind: String) { refused[kind, default: 0] += 1 }
    func countLater(_ reason: String, _ file: String) { later[reason, default: []].append(file) }

    func line(_ title: String) -> String {
        let kinds = refused.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        let reasons = later.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.joined(separator: " "))" }
        return "\(title): read equal \(equal); refused as expected \(refused.values.reduce(0, +)) (\(kinds));"
            + " not yet in scope \(later.values.map(\.count).reduce(0, +)) (\(reasons.joined(separator: "; ")))"
    }
}

/// What the pages of NDTiff run through, as `NDTiff.index` has it where it is there, else the JSON of the pages; the manifest
/// was made without.
private let ndTiffAxes = [
    "ndtiff/ndtiffv3.0_test/ndtiffv3.0_test_NDTiffStack.tif": "T5C2Y32X32",
    "ndtiff/12_bit_pycromanager_mda/12_bit_pycromanager_mda_NDTiffStack.tif": "T4C2Y64X64",
    "ndtiff/ndtiff3.2_11bit_1/ndtiff3.2_11bit_NDTiffStack.tif": "T10Y64X64",
    "ndtiff/ndtiffv2.0_test/Full resolution/ndtiffv2.0_test_NDTiffStack.tif": "T5C2Y32X32",
    "ndtiff/ndtiff3.2_magellan_explore_rgb/Full resolution/Magellan_expolore_multi_channel_NDTiffStack.tif":
        "P3C3Y32X32",
    "ndtiff/ndtiff3.2_magellan_explore_rgb/Downsampled_x2/Magellan_expolore_multi_channel_NDTiffStack.tif":
        "P2C3Y31X31",
    "ndtiff/no_magellan_explore_no_channel/Full resolution/explore_no_channels_NDTiffStack.tif": "P18Y64X64",
]

@Suite(
    "TIFFs of the shared material",
    .enabled(if: !sharedFolder.isEmpty, "SEGMENTD_SHARED is not set: the TIFFs of other programs are not compared")
)
struct SharedManifestTests {
    @Test("generated files read as the manifest says, or are refused with its error")
    func generated() throws {
        let entries = try ManifestEntry.generated(in: sharedFolder)
        #expect(entries.count >= 145)
        let tally = Tally()
        let expectations = try compare(entries, in: sharedFolder + "/generated/", tally) { entry, error in
            // Its first directory lies behind the end like those of trunc_ifdlast_10…90, which are bad_ifd_offset.
            if entry.file == "trunc_ifdlast_99.tif" { return error.problem == .badDirectoryOffset ? nil : "wrong kind" }
            if readAsTheyAre.contains(entry.file) { return "should be read" }
            if let expected = entry.error { return expected == error.kind ? nil : "expected \(expected)" }
            return "should be read"
        }
        print(tally.line("generated"))
        #expect(expectations.isEmpty, "\(expectations.joined(separator: "\n"))")
    }

    @Test("real files read as tifffile reads them, or are refused by name")
    func real() throws {
        let entries = try ManifestEntry.real(in: sharedFolder)
        #expect(entries.count >= 106)
        // What tifffile reads and this reader does not, each for its reason.
        let exceptions: [String: (problem: TIFFProblem, reason: String)] = [
            "image-tiff/flower-separated-planar-16.tif": (
                .unsupportedPhotometric, "CMYK: parts of ink are no intensities"
            ),
            "image-tiff/colormap-shl-overflow.tiff": (
                .truncatedDirectory, "83 bits a sample, its directory cut off: tifffile gives an array without pixels"
            ),
            "pillow/crash-74d2a78403a5a59db1fb0a2b8735ac068a75f6e3.tif": (
                .corruptData, "damaged fax rows: libtiff and tifffile make different pixels of them"
            ),
        ]
        let tally = Tally()
        let expectations = try compare(entries, in: sharedFolder + "/real/", tally) { entry, error in
            if entry.pixelsSHA256 == nil { return nil }
            if let exception = exceptions[entry.file] {
                return error.problem == exception.problem
                    ? "later: \(exception.reason)" : "expected \(exception.problem)"
            }
            return "should be read"
        }
        print(tally.line("real"))
        #expect(expectations.isEmpty, "\(expectations.joined(separator: "\n"))")
    }

    /// Reads every entry; `judge` says of a refusal: nil is right, `later: …` is known, anything else is wrong.
    private func compare(
        _ entries: [ManifestEntry],
        in folder: String,
        _ tally: Tally,
        judge: (ManifestEntry, TIFFError) -> String?
    ) throws -> [String] {
        var wrong: [String] = []
        try Tools.withFolder { dumps in
            for (index, entry) in entries.enumerated() {
                do {
                    // With opacity as a channel: the digests cover it.
                    let chosen = chosenPositions[entry.file].flatMap { AxisSelection([.number($0)]) }
                    let image: WholeImage
                    do {
                        image = try WholeImage(folder + entry.file, alpha: .asChannel, positions: chosen)
                    } catch let error as TIFFError where error.problem == .unsupportedFileSet {
                        let set = try FolderSet(folder + entry.file)
                        if let files = entry.fileSet, set.files != files { wrong.append("\(entry.file): \(set.files)") }
                        if let first = entry.fileSetMember, set.first != first {
                            wrong.append("\(entry.file): \(set.first)")
                        }
                        image = try set.read(alpha: .asChannel)
                    }
                    if let problem = try check(image, entry, folder) {
                        if let reason = problem.split(separator: ":", maxSplits: 1).last, problem.hasPrefix("later") {
                            tally.countLater(String(reason.dropFirst()), entry.file)
                        } else {
                            wrong.append("\(entry.file): \(problem)")
                        }
                    } else if entry.tolerance != nil {
                        tally.countEqual()
                    } else if !image.lateWarnings.isEmpty, image.layout.pixelType == .float32 {
                        // The digest is that of the stored values, which were rounded: NumPy rounds them too.
                        let bytes = image.bytes(axes: entry.axesDeclared ?? entry.axes ?? "", dtype: "float32")
                        try Data(bytes).write(to: URL(fileURLWithPath: dumps + "/rounded"))
                        let digests = try Tools.python(Self.rounding, [folder + entry.file]).split(separator: " ")
                        let ours = try Tools.digest(ofFile: dumps + "/rounded")
                        try FileManager.default.removeItem(atPath: dumps + "/rounded")
                        if digests.map(String.init) == [entry.pixelsSHA256, ours] {
                            tally.countEqual()
                        } else {
                            wrong.append("\(entry.file): rounded pixels differ")
                        }
                    } else {
                        let bytes = image.bytes(axes: entry.axesDeclared ?? entry.axes ?? "", dtype: entry.dtype ?? "")
                        try Data(bytes).write(to: URL(fileURLWithPath: dumps + "/\(index)"))
                    }
                } catch let error as TIFFError {
                    guard let problem = judge(entry, error) else {
                        tally.countRefused(error.kind)
                        continue
                    }
                    if problem.hasPrefix("later: ") {
                        tally.countLater(String(problem.dropFirst(7)), entry.file)
                    } else {
                        wrong.append("\(entry.file): \(problem), but \(error.kind): \(error)")
                    }
                }
            }
            for (name, digest) in try Tools.digests(ofFilesIn: dumps) {
                guard let index = Int(name) else { continue }
                if digest == entries[index].pixelsSHA256 {
                    tally.countEqual()
                } else {
                    wrong.append("\(entries[index].file): pixels differ")
                }
            }
        }
        return wrong
    }

    /// The digests of the pixels that tifffile reads, as they are stored and as 32-bit floats.
    private static let rounding = """
        import sys, hashlib, numpy, tifffile
        stored = tifffile.imread(sys.argv[1])
        numpy.seterr(all='ignore')
        print(*(hashlib.sha256(array.tobytes()).hexdigest() for array in (stored, stored.astype('float32'))), end='')
        """

    /// What differs between `image` and its entry, apart from the digest; nil when nothing does.
    private func check(_ image: WholeImage, _ entry: ManifestEntry, _ folder: String) throws -> String? {
        let isIncomplete = entry.status == "incomplete" && entry.error != nil && !readAsTheyAre.contains(entry.file)
        if entry.status == "error" || isIncomplete {
            return "should be refused with \(entry.error ?? "")"
        }
        guard let extents = entry.extents else { return "no axes in the manifest" }
        guard entry.pixelsSHA256 != nil || entry.tolerance != nil else { return "later: read, without a reference" }
        if let axes = ndTiffAxes[entry.file] {
            let found = zip(image.layout.axes, image.layout.extents).map { "\($0)\($1)" }.joined()
            if found != axes { return "axes \(found), expected \(axes)" }
        } else if image.layout.shape != extents {
            return "shape \(image.layout.shape), expected \(extents)"
        }
        let dtype = entry.dtype ?? ""
        let isConverted = ["int8", "int16", "int32", "int64", "uint64", "float16", "float64"].contains(dtype)
        let expected = isConverted ? "float32" : dtype == "bool" ? "uint8" : dtype
        if image.layout.pixelType.rawValue != expected { return "type \(image.layout.pixelType)" }
        if isConverted, image.layout.storedType != dtype { return "stored as \(image.layout.storedType ?? "nothing")" }
        if let sizes = entry.pixelSize {
            let size = image.layout.pixelSize
            for (expected, found) in zip(sizes, [size?.x, size?.y]) where expected != nil {
                if abs((found ?? 0) - (expected ?? 0)) > 1e-5 { return "pixel size \(String(describing: size))" }
            }
        }
        if let tolerance = entry.tolerance, let reference = entry.reference {
            let other = try WholeImage(folder + reference)
            for case (.uint8(let ours), .uint8(let theirs)) in zip(image.planes, other.planes) {
                // The colours of JPEG are stored at half resolution: few pixels at edges may differ by more.
                let beyond = zip(ours, theirs).count { abs(Int($0) - Int($1)) > tolerance }
                if beyond * 100 > ours.count { return "\(beyond) pixels differ by more than \(tolerance)" }
            }
        }
        return nil
    }
}
