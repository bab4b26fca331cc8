import Testing

/// A wrong line, put in the place of a right one in a configuration that has no other problem.
struct Mistake: Sendable, CustomTestStringConvertible {
    /// What the line stands for.
    enum Place: String {
        case root
        case folder
        case path
        case recipe
        case classifier
    }

    let place: Place
    let line: String
    let keyPath: String
    let message: String
    let remedy: String

    var testDescription: String { "\(place): \(line)" }

    /// A mistake at `key` of its table, with a part of the message and of the remedy it must give.
    init(_ place: Place, _ line: String, _ key: String, _ message: String, _ remedy: String) {
        let table =
            switch place {
            case .root: ""
            case .folder, .path: "folder[1]."
            case .recipe, .classifier: "folder[1].recipe[0]."
            }
        keyPath = table + key
        (self.place, self.line, self.message, self.remedy) = (place, line, message, remedy)
    }

    /// Every kind of mistake in a single line.
    static let all = [
        Mistake(.root, "colour = 1", "colour", "unknown key", "known here: device, limits, notify, metrics, folder"),
        Mistake(.root, "devise = 1", "devise", "unknown key", "did you mean `device`?"),
        Mistake(.root, #"device = "gpu""#, "device", "must be a table, but is a text", "write [device] once"),
        Mistake(.root, #"device = { kind = "tpu" }"#, "device.kind", #""tpu" is not known"#, #"did you mean "cpu"?"#),
        Mistake(.root, #"device.kind = "npx1""#, "device.kind", #""npx1" is not known"#, #"write one of "cpu", "gpu""#),
        Mistake(.root, #"device.name = " ""#, "device.name", "is empty", "segmentd devices"),
        Mistake(.root, #"device.nane = "A""#, "device.nane", "unknown key", "did you mean `name`?"),
        Mistake(.folder, "recusive = true", "recusive", "unknown key", "did you mean `recursive`?"),
        Mistake(.folder, #"recursive = "yes""#, "recursive", "true or false, but is a text", "without quotes"),
        Mistake(.folder, "quiet = 2", "quiet", "must be a text, but is a whole number", #"quiet = "2s""#),
        Mistake(.folder, #"quiet = "soon""#, "quiet", #""soon" is not a time"#, #""500ms""#),
        Mistake(.folder, #"quiet = "Auto""#, "quiet", #""Auto" is not a time"#, #"or "auto""#),
        Mistake(.folder, #"done_file = "a/b""#, "done_file", #""a/b" cannot be the end"#, #"".done""#),
        Mistake(.folder, #"done_file = ".TIF""#, "done_file", #"".TIF" cannot be the end"#, "x.tif.done"),
        Mistake(.folder, #"quiet = "2d""#, "quiet", #""2d" is not a time"#, #""1h""#),
        Mistake(.folder, #"quiet = "25h""#, "quiet", "out of range", "from 0s to 24h"),
        Mistake(.folder, #"rescan = "0s""#, "rescan", "out of range", "from 1s to 24h"),
        Mistake(.folder, #"on_new_classifier = "rebo""#, "on_new_classifier", "not known", #"did you mean "redo"?"#),
        Mistake(.folder, #"mode = "0777""#, "mode", "no mode of a file", #""0660""#),
        Mistake(.folder, #"mode = "0440""#, "mode", "no mode of a file", #""0660""#),
        Mistake(.folder, #"mode = "rw""#, "mode", "no mode of a file", #""0660""#),
        Mistake(.folder, #"reserve = "20""#, "reserve", #""20" is no amount of storage"#, #""20 GB""#),
        Mistake(.folder, #"reserve = "95 %""#, "reserve", "no amount of storage", "at most 90 %"),
        Mistake(.folder, #"reserve = "-1 GB""#, "reserve", "no amount of storage", #""5 %""#),
        Mistake(.folder, #"off_peak = "19-7""#, "off_peak", "is no part of a day", #""19:00-07:00""#),
        Mistake(.folder, #"off_peak = "19:00-24:00""#, "off_peak", "is no part of a day", #""19:00-07:00""#),
        Mistake(.folder, #"off_peak = "07:00-07:00""#, "off_peak", "is no part of a day", "by the local clock"),
        Mistake(.folder, #"output = "a/b""#, "output", "neither one folder name nor", #""beside""#),
        Mistake(.folder, #"output = "~/r""#, "output", "neither one folder name nor", #""beside""#),
        Mistake(.folder, #"output = "..""#, "output", "neither one folder name nor", #""beside""#),
        Mistake(.folder, #"output = """#, "output", "neither one folder name nor", #""beside""#),
        Mistake(.folder, #"output = "a\tb""#, "output", "neither one folder name nor", #""beside""#),
        Mistake(.folder, #"output = "Beside""#, "output", #"misspelled "beside""#, #""beside""#),
        Mistake(.folder, #"output = "/r/../s""#, "output", "holds `..`", "write the folder"),
        Mistake(.folder, #"output = "/""#, "output", "whole system", "beneath it"),
        Mistake(.folder, "output = 1.5", "output", "a number with a decimal point", "in quotes"),
        Mistake(.folder, #"on_new_classifier = "new""#, "on_new_classifier", #""new""#, #""new-images", "redo""#),
        Mistake(.folder, "on_new_classifier = 1979-05-27", "on_new_classifier", "a date", #""new-images""#),
        Mistake(.folder, #"axes = "XYZ""#, "axes", "\"XYZ\": it does not end in YX", #""ZYX", "CYX""#),
        Mistake(.folder, "axes = 3", "axes", "must be a text", #"axes = "ZYX""#),
        Mistake(.path, #"path = "data""#, "path", "not an absolute path", "from /"),
        Mistake(.path, #"path = "~/data""#, "path", "~ and variables are not expanded", "from /"),
        Mistake(.path, #"path = " /data""#, "path", "not an absolute path", "from /"),
        Mistake(.path, #"path = ["/data"]"#, "path", "must be a text, but is a list", #"path = "/data/scope1""#),
        Mistake(.path, "", "path", "is missing", "add path = "),
        Mistake(.recipe, #"clasifier = "/c""#, "clasifier", "unknown key", "`classifier`?"),
        Mistake(.recipe, #"name = "a b""#, "name", "part of a file name", "64 of a-z"),
        Mistake(.recipe, #"name = "-a""#, "name", "part of a file name", "beginning with"),
        Mistake(.recipe, #"name = """#, "name", "part of a file name", "beginning with"),
        Mistake(.recipe, #"outputs = "mask""#, "outputs", "must be a list of texts", "outputs = ["),
        Mistake(.recipe, "outputs = [1]", "outputs[0]", "must be a text", "outputs = ["),
        Mistake(.recipe, #"outputs = ["masks"]"#, "outputs[0]", "not an output", #""mask"?"#),
        Mistake(.recipe, #"outputs = ["mask", "summary"]"#, "outputs[1]", "always", "leave"),
        Mistake(.recipe, #"outputs = ["mask", "mask"]"#, "outputs[1]", "listed twice", "leave"),
        Mistake(.recipe, "positive_class = 0", "positive_class", "is 0", "from 1 to 255"),
        Mistake(.recipe, "positive_class = 2.0", "positive_class", "whole number", "= 2"),
        Mistake(.recipe, "threshold = 1.5", "threshold", "is 1.5", "from 0.0 to 1.0"),
        Mistake(.recipe, "threshold = nan", "threshold", "is nan", "from 0.0 to 1.0"),
        Mistake(.recipe, #"threshold = "0.5""#, "threshold", "but is a text", "= 0.5"),
        Mistake(.recipe, #"axes = "QYX""#, "axes", "is no axis", #""TCZYX""#),
        Mistake(.classifier, #"classifier = """#, "classifier", "not name a file", "absolute"),
        Mistake(.classifier, #"classifier = "~/c.cl""#, "classifier", "not expanded", "absolute"),
        Mistake(.classifier, "classifier = 3", "classifier", "must be a text", "in quotes"),
        Mistake(.classifier, "", "classifier", "is missing", "add classifier = "),
    ]
}
