import Foundation
import Imaging
import Testing

@Suite("Names of axes")
struct AxisNamesTests {
    @Test("letters in either case, one for each axis, end in YX", arguments: ["YX", "zyx", "CYX", "TCZYX", "tzcyx"])
    func good(text: String) throws {
        let names = try #require(AxisNames(text))
        #expect(names.description == text.uppercased() && AxisNames.problem(of: text) == nil)
        #expect(String(names.ofPages) + "YX" == names.description)
        #expect(try JSONDecoder().decode(AxisNames.self, from: JSONEncoder().encode(names)) == names)
    }

    @Test(
        "others are refused with the reason",
        arguments: [
            ("", "end in YX"), ("XY", "end in YX"), ("ZXY", "end in YX"), ("YXZ", "end in YX"), ("ZZYX", "twice"),
            ("QYX", "\"Q\" is no axis"), ("Z YX", "is no axis"), ("YXS", "samples"),
        ]
    )
    func bad(text: String, reason: String) {
        #expect(AxisNames(text) == nil)
        #expect(AxisNames.problem(of: text)?.contains(reason) == true)
    }
}
