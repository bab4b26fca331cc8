import Imaging
import Morphology
import Testing

@Suite("Keeping some objects")
struct KeepingTests {
    @Test("kept objects are numbered 1 … in their old order, whatever does not occur")
    func renumbers() {
        let image = LabelImage(["5..2", "55.2", "..77"])
        let kept = image.keeping { $0 != 2 }
        #expect(kept.labels.pictures == [["1...", "11..", "..22"]])
        #expect(kept.labels.count == 2 && kept.origins == [0, 5, 7])
    }

    @Test("objects of every size from the smallest to the largest that is allowed stay")
    func areas() {
        let image = LabelImage(["1.22.333", "........", "4444.555"])
        #expect(image.areas == [24 - 13, 1, 2, 3, 4, 3])
        #expect(image.keepingObjects(areas: 2...3).labels.pictures == [["..11.222", "........", ".....333"]])
        #expect(image.keepingObjects(areas: 4...).origins == [0, 4])
        #expect(image.keepingObjects(areas: 5...).labels.count == 0)
    }

    @Test("without anything to drop the image stays as it is, gaps in its numbers aside")
    func nothingToDo() {
        let image = LabelImage(["1.2"])
        #expect(image.keeping { _ in true } == Relabelled(labels: image, origins: [0, 1, 2]))
        #expect(LabelImage(["1.3"]).keeping { _ in true }.labels.pictures == [["1.2"]])
    }

    @Test("an object that touches a border of the plane goes, one next to it stays")
    func border() {
        let image = LabelImage(["......", ".11..2", ".1....", "...3..", "...3.."])
        #expect(image.droppingBorderObjects().labels.pictures == [["......", ".11...", ".1....", "......", "......"]])
    }

    @Test("the first and the last slice of a volume are borders")
    func borderOfVolume() {
        let image = LabelImage(["...", "...", "..."], ["...", ".2.", "..."], ["...", ".1.", "..."])
        #expect(image.droppingBorderObjects().origins == [0, 2])
    }

    @Test("equal a search pixel by pixel", arguments: 1...40)
    func bruteForce(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        let size = ImageSize.random(isVolume: seed % 3 == 0, &random)
        let image = LabelImage.random(size, most: 6, emptiness: seed % 2 == 0 ? 0.9 : 0.3, &random)
        func pixels(_ label: Int) -> [Int] { image.labels.indices.filter { image.labels[$0] == UInt32(label) } }
        func check(_ relabelled: Relabelled, keeps: (Int) -> Bool) {
            let kept = (1...6).filter { !pixels($0).isEmpty && keeps($0) }
            #expect(relabelled.origins == [0] + kept.map { UInt32($0) })
            let expected = image.labels.map { kept.firstIndex(of: Int($0)).map { UInt32($0 + 1) } ?? 0 }
            #expect(relabelled.labels.labels == expected && relabelled.labels.count == kept.count)
        }
        check(image.keepingObjects(areas: 2...5)) { (2...5).contains(pixels($0).count) }
        check(image.droppingBorderObjects()) { !pixels($0).contains { size.isAtBorder($0) } }
        check(image.keeping { $0 % 2 == 0 }) { $0 % 2 == 0 }
    }

    @Test("an empty image and one pixel")
    func small() {
        #expect(LabelImage(["..."]).droppingBorderObjects().labels.count == 0)
        #expect(LabelImage(["1"]).droppingBorderObjects().labels.pictures == [["."]])
        #expect(LabelImage(["1"]).keepingObjects(areas: 1...1).labels.pictures == [["1"]])
    }
}
