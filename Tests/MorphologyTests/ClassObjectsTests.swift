import Imaging
import Morphology
import Testing

@Suite("Objects of several classes")
struct ClassObjectsTests {
    @Test("parts of every class but the background are objects, numbered column by column over all classes")
    func picture() {
        let map = LabelImage(["3112", "3122", "1122"])
        let classes = ClassMap(size: map.size, classes: map.labels.map { UInt8($0) })
        let objects = classes.objects(background: 1)
        #expect(objects.labels.pictures == [["1..2", "1.22", "..22"]])
        #expect(objects.classes == [0, 3, 2] && objects.labels.count == 2)
        #expect(classes.objects(background: 2).labels.pictures == [["122.", "12..", "22.."]])
    }

    @Test("pixels without a class belong to no object")
    func noClass() {
        let objects = ClassMap(size: ImageSize(width: 4, height: 1), classes: [0, 2, 0, 1]).objects(background: 1)
        #expect(objects.labels.labels == [0, 1, 0, 0] && objects.classes == [0, 2])
    }

    @Test("equal a search from pixel to pixel, column by column", arguments: 1...40)
    func bruteForce(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        let size = ImageSize.random(isVolume: seed % 2 == 0, &random)
        let classes = (0..<size.pixelCount).map { _ in UInt8.random(in: 1...(seed % 3 == 0 ? 2 : 4), using: &random) }
        let objects = ClassMap(size: size, classes: classes).objects(background: 2)
        var (labels, found) = ([UInt32](repeating: 0, count: classes.count), [UInt8(0)])
        let columns = size.positions.sorted { ($0.x, $0.y, $0.z) < ($1.x, $1.y, $1.z) }
        for start in columns.compactMap({ size.index($0) }) where classes[start] != 2 && labels[start] == 0 {
            var rest = [start]
            while let index = rest.popLast() {
                labels[index] = UInt32(found.count)
                rest += size.facing(index).filter { classes[$0] == classes[start] && labels[$0] == 0 }
            }
            found.append(classes[start])
        }
        #expect(objects.labels.labels == labels)
        #expect(objects.classes == found && objects.labels.count == found.count - 1)
    }
}
