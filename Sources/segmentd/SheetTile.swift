import Files
import Imaging
import Pictures
import Results
import SystemPackage

/// The tile of one result.
enum SheetTile {
    /// Larger files are none of ours.
    private static let mostBytes: Int64 = 64 << 20

    /// What is shown of a result; what cannot be read is said in its place.
    static func make(_ result: SurveyedResult, in folder: ResultFolder) -> ContactSheet.Tile {
        if let failure = result.failure {
            return ContactSheet.Tile(
                picture: nil,
                reason: "\(failure.message); \(failure.remedy)",
                title: result.title,
                detail: "failed: \(failure.kind)",
                tone: .failed
            )
        }
        let objects = result.objects.map { "\(NumberText.count($0)) object\($0 == 1 ? "" : "s")" }
        let picture = thumbnail(result, in: folder)
        return ContactSheet.Tile(
            picture: picture.canvas,
            reason: picture.reason,
            title: result.title,
            detail: ([objects ?? "objects not counted"] + result.flags).joined(separator: ", "),
            tone: result.flags.isEmpty ? .usual : .flagged
        )
    }

    private static func thumbnail(
        _ result: SurveyedResult,
        in folder: ResultFolder
    ) -> (canvas: Canvas?, reason: String) {
        guard let name = result.overlay else { return (nil, "no overlay was written for this image") }
        let bytes: [UInt8]
        do throws(Errno) {
            let calls = FileCalls()
            let file = try calls.openFile(name, in: folder.descriptor)
            let state = try calls.state(of: file.number)
            guard state.isRegularFile, state.identity.size <= mostBytes else {
                return (nil, "\(name.readable) is no overlay of segmentd")
            }
            bytes = try calls.read(file.number, first: Int(state.identity.size))
        } catch {
            return (nil, "\(name.readable) cannot be read: \(error)")
        }
        guard PNGMark.isOurs(bytes.prefix(256)) else { return (nil, "\(name.readable) is no overlay of segmentd") }
        do throws(PNGFile.Problem) {
            let picture = try PNGFile.decode(bytes)
            // Without the legend, which could not be read at this size.
            let image = PNGFile.texts(in: bytes)["Comment"].flatMap { OverlayPicture.Frame(text: $0) }
            let part = image.flatMap { picture.part(x: $0.x, y: $0.y, width: $0.width, height: $0.height) }
            return (ContactSheet.thumbnail(part ?? picture), "")
        } catch {
            return (nil, "\(name.readable) is damaged: \(error)")
        }
    }
}
