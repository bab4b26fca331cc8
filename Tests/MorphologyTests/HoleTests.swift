import Imaging
import Morphology
import Testing

@Suite("Filling the holes of objects")
struct HoleTests {
    @Test("a hole becomes part of the object, a bay does not")
    func hole() {
        let image = LabelImage(["111.11", "1.1.1.", "111.11"])
        #expect(image.fillingHoles().pictures == [["111.11", "111.1.", "111.11"]])
    }

    @Test("a ring that touches by corners only is closed, for the background touches by faces")
    func corners() {
        #expect(LabelImage([".1.", "1.1", ".1."]).fillingHoles().pictures == [[".1.", "111", ".1."]])
    }

    @Test("an object in a hole stays, the background around it does not")
    func island() {
        let image = LabelImage(["11111", "1...1", "1.2.1", "1...1", "11111"])
        #expect(image.fillingHoles().pictures == [["11111", "11111", "11211", "11111", "11111"]])
    }

    @Test("a hole belongs to the innermost object around it")
    func rings() {
        let image = LabelImage(["1111111", "1.....1", "1.222.1", "1.2.2.1", "1.222.1", "1.....1", "1111111"])
        let filled = [["1111111", "1111111", "1122211", "1122211", "1122211", "1111111", "1111111"]]
        #expect(image.fillingHoles().pictures == filled)
        let swapped = LabelImage(filled[0].map { String($0.map { $0 == "1" ? "2" : "1" }) })
        let turned = image.labels.map { $0 == 0 ? 0 : 3 - $0 }
        #expect(LabelImage(size: image.size, labels: turned, count: 2).fillingHoles() == swapped)
    }

    @Test("what two objects enclose together is a hole of neither; a gap that another object fills is a gap")
    func together() {
        let image = LabelImage(["1122", "1..2", "1122"])
        #expect(image.fillingHoles() == image)
        let plugged = LabelImage(["111", "1.2", "111"])
        #expect(plugged.fillingHoles() == plugged)
    }

    @Test("a hole at the border of the image is open")
    func border() {
        let image = LabelImage(["1.1", "111"])
        #expect(image.fillingHoles() == image)
    }

    @Test("a tube through a volume is open, a cavity is not")
    func volume() {
        let ring = ["111", "1.1", "111"]
        let lid = ["111", "111", "111"]
        #expect(LabelImage(ring, ring, ring).fillingHoles().pictures == [ring, ring, ring])
        #expect(LabelImage(lid, ring, lid).fillingHoles().pictures == [lid, lid, lid])
    }

    @Test("equal a search for each object by itself", arguments: 1...60)
    func bruteForce(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        let size = ImageSize.random(isVolume: seed % 3 == 0, &random)
        let emptiness = Double.random(in: 0.1...0.5, using: &random)
        let image = LabelImage.random(size, most: seed % 4 + 1, emptiness: emptiness, &random)
        var (expected, smallest) = (image.labels, [Int](repeating: .max, count: size.pixelCount))
        for label in 1...image.count {
            let filled = Self.filled(image, label: UInt32(label))
            for index in filled where image.labels[index] == 0 && filled.count < smallest[index] {
                (expected[index], smallest[index]) = (UInt32(label), filled.count)
            }
        }
        #expect(image.fillingHoles().labels == expected)
    }

    /// The pixels of an object, and those from which no way leads out of the image but through it.
    private static func filled(_ image: LabelImage, label: UInt32) -> [Int] {
        var isOpen = image.labels.indices.map { image.labels[$0] != label && image.size.isAtBorder($0) }
        var before = -1
        while isOpen.count(where: \.self) != before {
            before = isOpen.count(where: \.self)
            for index in isOpen.indices where image.labels[index] != label && !isOpen[index] {
                isOpen[index] = image.size.facing(index).contains { isOpen[$0] }
            }
        }
        return isOpen.indices.filter { !isOpen[$0] }
    }
}
